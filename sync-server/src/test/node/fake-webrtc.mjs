// As much of WebRTC as simple-peer needs, in Node: a data channel is a TCP connection on this machine.
// The offer names the port to connect to, so two peers meet only if the offer travels from one to the other.

import * as net from 'node:net'

const HEADER_BYTES = 4

class DataChannel {
  constructor (label) {
    this.label = label
    this.readyState = 'connecting'
    this.bufferedAmount = 0
    this.unread = Buffer.alloc(0)
  }

  use (socket) {
    this.socket = socket
    socket.on('data', bytes => this.read(bytes))
    socket.on('close', () => this.onclose?.())
    socket.on('error', () => socket.destroy())
    this.readyState = 'open'
    this.onopen?.()
  }

  read (bytes) {
    this.unread = Buffer.concat([this.unread, bytes])
    while (this.unread.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.unread.readUInt32BE()
      if (this.unread.length < end) return
      const data = Uint8Array.from(this.unread.subarray(HEADER_BYTES, end)).buffer
      this.unread = this.unread.subarray(end)
      this.onmessage?.({ data })
    }
  }

  send (data) {
    const bytes = Buffer.from(data)
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt32BE(bytes.length)
    this.socket.write(Buffer.concat([header, bytes]))
  }

  close () {
    this.readyState = 'closed'
    this.socket?.destroy()
  }
}

class PeerConnection {
  constructor () {
    this.signalingState = 'stable'
    this.iceConnectionState = 'new'
    this.iceGatheringState = 'complete'
    this.connectionState = 'new'
  }

  createDataChannel (label) {
    this.channel = new DataChannel(label)
    return this.channel
  }

  async createOffer () {
    this.listener = net.createServer(socket => {
      this.channel.use(socket)
      this.connected()
      this.listener.close()
    })
    await new Promise(resolve => this.listener.listen(0, '127.0.0.1', resolve))
    return { type: 'offer', sdp: JSON.stringify({ port: this.listener.address().port, label: this.channel.label }) }
  }

  async createAnswer () { return { type: 'answer', sdp: JSON.stringify({}) } }

  async setLocalDescription (description) { this.localDescription = description }

  async setRemoteDescription (description) {
    this.remoteDescription = description
    if (description.type !== 'offer') return
    const { port, label } = JSON.parse(description.sdp)
    const socket = net.connect(port, '127.0.0.1', () => {
      const channel = new DataChannel(label)
      this.channel = channel
      this.ondatachannel?.({ channel })
      channel.use(socket)
      this.connected()
    })
    socket.on('error', () => {})
  }

  async addIceCandidate () {}

  async getStats () { return [{ id: 'pair', type: 'candidate-pair', selected: true }] }

  connected () {
    this.iceConnectionState = 'connected'
    this.connectionState = 'connected'
    this.oniceconnectionstatechange?.()
    this.onconnectionstatechange?.()
  }

  close () {
    this.listener?.close()
    this.channel?.close()
  }
}

class Description {
  constructor ({ type, sdp }) {
    this.type = type
    this.sdp = sdp
  }
}

export const wrtc = { RTCPeerConnection: PeerConnection, RTCSessionDescription: Description, RTCIceCandidate: Object }
