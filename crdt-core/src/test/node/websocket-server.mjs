// One document behind a WebSocket, in the frames of y-websocket, with the npm packages alone: what the JVM client is
// tested against.
//
//   node websocket-server.mjs      prints its port, then answers lines on standard input with one line of JSON each:
//                                  insert <index> <text> | read | states | deny <reason> ; ends with standard input

import { createInterface } from 'node:readline'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer } from 'ws'
import * as auth from 'y-protocols/auth'
import * as awarenessProtocol from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const QUERY_AWARENESS = 3

const doc = new Y.Doc()
const text = doc.getText('text')
const awareness = new awarenessProtocol.Awareness(doc)
awareness.setLocalState(null)

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
const frame = (type, write) => encoding.encode(encoder => {
  encoding.writeVarUint(encoder, type)
  write(encoder)
})
const broadcast = bytes => server.clients.forEach(socket => socket.send(bytes))
const states = clients => frame(AWARENESS, encoder =>
  encoding.writeVarUint8Array(encoder, awarenessProtocol.encodeAwarenessUpdate(awareness, clients)))

doc.on('update', update => broadcast(frame(SYNC, encoder => syncProtocol.writeUpdate(encoder, update))))
awareness.on('update', ({ added, updated, removed }) => broadcast(states([...added, ...updated, ...removed])))

const receive = (socket, decoder) => {
  switch (decoding.readVarUint(decoder)) {
    case SYNC: {
      const reply = frame(SYNC, encoder => syncProtocol.readSyncMessage(decoder, encoder, doc, socket))
      if (reply.length > 1) socket.send(reply)
      break
    }
    case AWARENESS:
      awarenessProtocol.applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), socket)
      break
    case QUERY_AWARENESS:
      socket.send(states([...awareness.getStates().keys()]))
  }
}

server.on('connection', socket => {
  socket.on('message', bytes => receive(socket, decoding.createDecoder(new Uint8Array(bytes))))
  socket.send(frame(SYNC, encoder => syncProtocol.writeSyncStep1(encoder, doc)))
  if (awareness.getStates().size > 0) socket.send(states([...awareness.getStates().keys()]))
})
server.on('listening', () => console.log(server.address().port))

const commands = {
  insert: (index, ...words) => text.insert(Number(index), words.join(' ')),
  deny: (...words) => broadcast(frame(AUTH, encoder => auth.writePermissionDenied(encoder, words.join(' ')))),
  states: () => [...awareness.getStates().values()],
  read: () => text.toString()
}
createInterface({ input: process.stdin })
  .on('line', line => {
    const [name, ...words] = line.split(' ')
    console.log(JSON.stringify(commands[name](...words) ?? null))
  })
  .on('close', () => process.exit(0))
