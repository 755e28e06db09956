// Applies what was cut into pieces to npm yjs, one after the other.
//
//   node apply-pieces.mjs     one case per line on standard input: gc or nogc, the whole update, its pieces, all in hex;
//                             for each a line on standard output: "same", or what is wrong
import { createInterface } from 'node:readline'
import * as Y from 'yjs'

const CLIENT = 4_000_000_000

const emptyDoc = gc => {
  const doc = new Y.Doc({ gc })
  doc.clientID = CLIENT
  return doc
}

const hex = bytes => Buffer.from(bytes).toString('hex')

const check = (gc, whole, pieces) => {
  const expected = emptyDoc(gc)
  Y.applyUpdate(expected, whole)
  const doc = emptyDoc(gc)
  for (let i = 0; i < pieces.length; i++) {
    Y.applyUpdate(doc, pieces[i])
    if (doc.store.pendingStructs !== null && expected.store.pendingStructs === null) return `parked after piece ${i}`
  }
  if (doc.store.pendingStructs?.missing.size !== expected.store.pendingStructs?.missing.size) return 'other structs parked'
  const actual = hex(Y.encodeStateAsUpdate(doc))
  const wanted = hex(Y.encodeStateAsUpdate(expected))
  return actual === wanted ? 'same' : `state differs, is=${actual}, should be=${wanted}`
}

for await (const line of createInterface({ input: process.stdin })) {
  const [gc, whole, ...pieces] = line.split(' ')
  console.log(check(gc === 'gc', Buffer.from(whole, 'hex'), pieces.map(piece => Buffer.from(piece, 'hex'))))
}
