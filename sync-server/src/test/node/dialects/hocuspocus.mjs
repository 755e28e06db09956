// The clients of Hocuspocus, versions 2 to 4. Editors that name the same socket share one connection.

import * as Y from 'yjs'
import { Traffic } from '../tapped-socket.mjs'

const packages = {
  'hocuspocus-2': 'hocuspocus-provider-2',
  'hocuspocus-3': 'hocuspocus-provider-3',
  'hocuspocus-4': '@hocuspocus/provider'
}

export const dialect = async options => {
  const version = await import(packages[options.kind])
  const socket = socketFor(version, `${options.tls ? 'wss' : 'ws'}://${options.server}/ws`, options.socket)
  return { Y, connect: doc => new Client(version, socket, options, doc) }
}

/** A connection and how many editors use it. */
class Socket {
  constructor ({ HocuspocusProviderWebsocket }, url) {
    this.traffic = new Traffic()
    this.provider = new HocuspocusProviderWebsocket({
      url,
      WebSocketPolyfill: this.traffic.WebSocket,
      delay: 100,
      minDelay: 100,
      maxDelay: 1000
    })
    this.users = 0
  }
}

const sharedSockets = new Map()

const socketFor = (version, url, name) => {
  if (name === undefined) return new Socket(version, url)
  const key = `${url} ${name}`
  if (!sharedSockets.has(key)) sharedSockets.set(key, new Socket(version, url))
  return sharedSockets.get(key)
}

class Client {
  constructor (version, socket, { document, sessionAwareness, token, tokens }, doc) {
    this.socket = socket
    this.socket.users++
    this.traffic = this.socket.traffic
    this.tokensAsked = 0
    this.tokens = tokens ?? [token ?? 'any'] // the last one is given again and again
    this.refusals = []
    this.stateless = []
    this.provider = new version.HocuspocusProvider({
      websocketProvider: this.socket.provider,
      name: document,
      document: doc,
      broadcast: false,
      sessionAwareness: sessionAwareness === true,
      token: async () => this.tokens[Math.min(this.tokensAsked++, this.tokens.length - 1)],
      onAuthenticationFailed: ({ reason }) => this.refusals.push(reason),
      onStateless: ({ payload }) => this.stateless.push(payload)
    })
    this.awareness = this.provider.awareness
    this.attach() // a provider with a socket of somebody else's waits for this, in version 2 it has done so already
  }

  synced () { return this.provider.synced }

  unsaved () { return this.provider.unsyncedChanges }

  authorized () { return this.provider.isAuthenticated }

  scope () { return this.provider.authorizedScope ?? null }

  refused () { return this.refusals }

  tokenCount () { return this.tokensAsked }

  sendStateless ({ string }) { this.provider.sendStateless(string) }

  statelessReceived () { return this.stateless }

  sessionId () { return this.provider.sessionId }

  attach () { if (this.provider.isAttached === false) this.provider.attach() }

  detach () { this.provider.detach() }

  async offline () {
    this.socket.provider.disconnect()
    await this.traffic.closed()
  }

  online () { return void this.socket.provider.connect() }

  close () {
    this.provider.destroy()
    if (--this.socket.users === 0) {
      this.socket.provider.destroy()
      for (const [name, socket] of sharedSockets) if (socket === this.socket) sharedSockets.delete(name)
    }
  }
}
