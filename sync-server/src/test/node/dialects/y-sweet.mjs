// The client of y-sweet. Its document is made, and its token fetched, by the SDK, as an app's own backend would.

import * as Y from 'yjs'
import { createYjsProvider } from '@y-sweet/client'
import { DocumentManager } from '@y-sweet/sdk'
import { Traffic } from '../tapped-socket.mjs'

export const dialect = async options => ({ Y, connect: doc => new Client(options, doc) })

class Client {
  constructor ({ server, tls, document, authorization, token, create }, doc) {
    this.traffic = new Traffic()
    this.manager = new DocumentManager(`${tls ? 'yss' : 'ys'}://${token ? `${token}@` : ''}${server}`)
    this.localChanges = []
    this.closed = false
    const tokenFor = async () => {
      if (this.closed) await new Promise(() => {}) // ends the client's attempts to connect again
      if (create !== false) await this.manager.createDoc(document)
      return this.manager.getClientToken(document, authorization ? { authorization } : undefined)
    }
    this.provider = createYjsProvider(doc, document, tokenFor, {
      WebSocketPolyfill: this.traffic.WebSocket,
      showDebuggerLink: false
    })
    this.provider.on('local-changes', has => this.localChanges.push(has))
    this.awareness = this.provider.awareness
  }

  /** What the server said the client may do, null before it said so. */
  scope () { return this.provider.clientToken?.authorization ?? null }

  synced () { return this.provider.status === 'connected' }

  unsaved () { return this.provider.hasLocalChanges ? 1 : 0 }

  /** What the local-changes event said, from the first on. */
  localChangesEvents () { return this.localChanges }

  /** The client's own disconnect does not last: it connects again when the socket closes. */
  offline () { return this.traffic.sever() }

  online () { this.traffic.mend() }

  async close () {
    this.closed = true
    this.provider.destroy()
    await this.traffic.sever()
  }
}
