// The clients of y-websocket: its versions 1 to 3 on Yjs 13, and @y/websocket 4 on Yjs 14.

import { Traffic } from '../tapped-socket.mjs'

const packages = {
  'y-websocket-1': ['yjs', 'y-websocket-1'],
  'y-websocket-2': ['yjs', 'y-websocket-2'],
  'y-websocket-3': ['yjs', 'y-websocket'],
  'y-websocket-4': ['@y/y', '@y/websocket']
}

export const dialect = async options => {
  const [Y, { WebsocketProvider }] = await Promise.all(packages[options.kind].map(name => import(name)))
  return { Y, connect: doc => new Client(WebsocketProvider, options, doc) }
}

class Client {
  constructor (Provider, { server, tls, document, token, tokenAsSubprotocol }, doc) {
    this.traffic = new Traffic()
    this.provider = new Provider(`${tls ? 'wss' : 'ws'}://${server}/ws`, document, doc, {
      WebSocketPolyfill: this.traffic.WebSocket,
      disableBc: true,
      params: token && !tokenAsSubprotocol ? { token } : {},
      protocols: tokenAsSubprotocol ? ['codecollab', `bearer.${token}`] : []
    })
    this.awareness = this.provider.awareness
  }

  /** What the server chose among the subprotocols that were offered. */
  subprotocol () { return this.traffic.socket.protocol }

  synced () { return this.provider.synced }

  async offline () {
    this.provider.disconnect()
    await this.traffic.closed()
  }

  online () { return void this.provider.connect() }

  close () { this.provider.destroy() }
}
