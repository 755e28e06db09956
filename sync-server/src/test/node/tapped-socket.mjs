// The WebSocket that is given to the clients: npm ws, with a record of what passes.

import WebSocket from 'ws'

const HEAD_BYTES = 64
const MAX_RECORDED = 20_000
const NOWHERE = 'ws://127.0.0.1:1'

/** What passed over all the sockets of one client, one after the other. */
export class Traffic {
  constructor () {
    this.frames = []
    this.openings = 0
    this.closeCodes = []
    this.socket = null
    this.cut = false
  }

  /** Cuts the cable: the socket of now breaks, and none can be opened until it is mended. */
  async sever () {
    this.cut = true
    this.socket?.terminate()
    await this.closed()
  }

  mend () { this.cut = false }

  /** Waits until the socket of now is closed. */
  async closed () {
    const { socket } = this
    if (socket === null || socket.readyState === WebSocket.CLOSED) return
    await new Promise(resolve => socket.once('close', resolve))
  }

  record (direction, data) {
    const bytes = Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength ?? data.length)
    if (this.frames.length < MAX_RECORDED) {
      this.frames.push({ direction, size: bytes.length, head: bytes.subarray(0, HEAD_BYTES).toString('hex') })
    }
  }

  /** A class of WebSockets that are recorded here. */
  get WebSocket () {
    const traffic = this
    return class extends WebSocket {
      constructor (url, protocols) {
        super(traffic.cut ? NOWHERE : url, protocols)
        traffic.socket = this
        this.on('open', () => traffic.openings++)
        this.on('close', code => traffic.closeCodes.push(code))
        this.on('message', data => traffic.record('in', data))
        this.on('error', () => {}) // a refused connection is tried again by the client
      }

      send (data, ...rest) {
        traffic.record('out', data)
        super.send(data, ...rest)
      }
    }
  }
}
