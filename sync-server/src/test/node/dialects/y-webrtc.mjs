// The client of y-webrtc. The server is only where two of them meet; what they say to each other goes past it.

import * as Y from 'yjs'
import { wrtc } from '../fake-webrtc.mjs'
import { Traffic } from '../tapped-socket.mjs'

// y-webrtc has one connection for each URL in a process, on the global WebSocket
const traffic = new Traffic()
globalThis.WebSocket = traffic.WebSocket
const { WebrtcProvider } = await import('y-webrtc')

export const dialect = async options => ({ Y, connect: doc => new Client(options, doc) })

class Client {
  constructor ({ server, document, password, token }, doc) {
    this.traffic = traffic
    this.provider = new WebrtcProvider(document, doc, {
      signaling: [`ws://${server}/signaling${token ? `?token=${token}` : ''}`],
      password: password ?? null,
      filterBcConns: false,
      peerOpts: { wrtc }
    })
    this.awareness = this.provider.awareness
  }

  synced () { return this.provider.room?.synced === true }

  /** How many others it has found. */
  peerCount () { return this.provider.room?.webrtcConns.size ?? 0 }

  signalingOpen () { return this.provider.signalingConns.some(({ connected }) => connected) }

  offline () { this.provider.disconnect() }

  online () { this.provider.connect() }

  close () {
    this.provider.disconnect()
    this.provider.destroy()
  }
}
