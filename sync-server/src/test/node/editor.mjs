// One editor: a Yjs document on the real y-websocket client, told what to do by JSON lines on stdin.
// usage: node editor.mjs <ws://host:port/ws> <document>
// Every command is answered by one JSON line on stdout, in order.

import * as readline from 'node:readline'
import * as Y from 'yjs'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'

const [url, name] = process.argv.slice(2)
const doc = new Y.Doc()
const text = doc.getText('code')
const provider = new WebsocketProvider(url, name, doc, { WebSocketPolyfill: WebSocket, disableBc: true })

let lastClose = null
let opened = 0
provider.on('connection-close', event => { lastClose = event && event.code })
provider.on('status', ({ status }) => { if (status === 'connected') opened++ })

let received = 0
doc.on('update', (_update, origin) => { if (origin === provider) received++ })

const random = seed => () => {
  // mulberry32
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

// Types and deletes single characters at random places, each its own transaction, with pauses in between.
const type = async (count, seed, letter) => {
  const next = random(seed)
  for (let i = 0; i < count; i++) {
    if (text.length > 0 && next() < 0.2) {
      text.delete(Math.floor(next() * text.length), 1)
    } else {
      text.insert(Math.floor(next() * (text.length + 1)), letter)
    }
    if (i % 5 === 0) await new Promise(resolve => setTimeout(resolve, 1))
  }
}

const commands = {
  insert: ({ index, string }) => { text.insert(index, string) },
  type: ({ count, seed, letter }) => type(count, seed, letter),
  text: () => text.toString(),
  state: () => Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'),
  synced: () => provider.synced,
  received: () => received,
  opened: () => opened,
  lastClose: () => lastClose,
  offline: () => { provider.disconnect() },
  online: () => { provider.connect() },
  present: ({ fields }) => { provider.awareness.setLocalState(fields) },
  others: () => [...provider.awareness.getStates()].filter(([id]) => id !== doc.clientID).map(([, state]) => state),
  raw: ({ hex }) => { provider.ws.send(Buffer.from(hex, 'hex')) }
}

const lines = readline.createInterface({ input: process.stdin })
for await (const line of lines) {
  const command = JSON.parse(line)
  const result = await commands[command.do](command)
  process.stdout.write(JSON.stringify({ result: result ?? null }) + '\n')
}
provider.destroy()
process.exit(0)
