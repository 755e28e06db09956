// Lives through the small worlds of SmallWorldsTest with npm yjs: three peers, three edits each, every pattern of who
// heard whom in between.
// Usage: node worlds-recorder.mjs > ../resources/vectors/worlds.json
//
// What is kept of each choice of scripts is one SHA-256 over the states (V1) that the three peers have in the end, of all
// 4096 patterns in order. Peers of one world need not have equal bytes: collected neighbours may stay unmerged.

import { createHash } from 'node:crypto'
import * as Y from 'yjs'

const list = (length, insert, push, remove) => ({
  FIRST: value => insert(0, value),
  MIDDLE: value => insert(Math.floor(length() / 2), value),
  LAST: push,
  CUT_FIRST: () => remove(0, Math.min(1, length())),
  CUT_MIDDLE: () => remove(Math.floor(length() / 2), Math.min(1, length()))
})

const listScripts = [
  ['MIDDLE', 'MIDDLE', 'MIDDLE'],
  ['FIRST', 'FIRST', 'FIRST'],
  ['LAST', 'LAST', 'LAST'],
  ['CUT_MIDDLE', 'MIDDLE', 'CUT_FIRST'],
  ['MIDDLE', 'CUT_MIDDLE', 'MIDDLE'],
  ['CUT_FIRST', 'FIRST', 'LAST']
]

const kinds = {
  TEXT: {
    scripts: listScripts,
    root: doc => doc.getText('root'),
    begin: text => text.insert(0, 'xyz'),
    edits: text => list(() => text.length, (i, v) => text.insert(i, v), v => text.insert(text.length, v), (i, n) => text.delete(i, n))
  },
  ARRAY: {
    scripts: listScripts,
    root: doc => doc.getArray('root'),
    begin: array => array.insert(0, ['x', 'y', 'z']),
    edits: array => list(() => array.length, (i, v) => array.insert(i, [v]), v => array.push([v]), (i, n) => array.delete(i, n))
  },
  MAP: {
    scripts: [
      ['SET_K', 'SET_K', 'REMOVE_K'],
      ['NEST_K', 'IN_K', 'IN_K'],
      ['REMOVE_K', 'SET_K', 'SET_L'],
      ['IN_K', 'IN_K', 'SET_K'],
      ['SET_L', 'NEST_K', 'IN_K'],
      ['IN_K', 'REMOVE_K', 'NEST_K']
    ],
    root: doc => doc.getMap('root'),
    begin: map => map.set('k', new Y.Map()),
    edits: map => ({
      SET_K: value => map.set('k', value),
      SET_L: value => map.set('l', value),
      REMOVE_K: () => map.delete('k'),
      NEST_K: () => map.set('k', new Y.Map()),
      IN_K: value => map.get('k') instanceof Y.Map ? map.get('k').set('inner', value) : map.set('k', value)
    })
  }
}

const newDoc = (kind, clientID) => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  kind.root(doc)
  return doc
}

const live = (kind, scripts, pattern, hash) => {
  const author = newDoc(kind, 9)
  kind.begin(kind.root(author))
  const updates = [[], [], []]
  const peers = [0, 1, 2].map(index => {
    const doc = newDoc(kind, index + 1)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(author), 'heard')
    doc.on('update', (update, origin) => { if (origin !== 'heard') updates[index].push(update) })
    return { doc, heard: [0, 0, 0] }
  })
  const hear = (hearer, heard) => {
    const peer = peers[hearer]
    while (peer.heard[heard] < updates[heard].length) Y.applyUpdate(peer.doc, updates[heard][peer.heard[heard]++], 'heard')
  }
  for (let round = 0; round < 3; round++) {
    peers.forEach(({ doc }, index) =>
      kind.edits(kind.root(doc))[scripts[index][round]]('abcABC123'[3 * index + round]))
    for (let bit = 0; round < 2 && bit < 6; bit++) {
      if ((pattern >> (6 * round + bit)) & 1) {
        const hearer = bit >> 1
        hear(hearer, (hearer + 1 + bit % 2) % 3)
      }
    }
  }
  peers.forEach(({ doc }, index) => {
    for (let other = 0; other < 3; other++) hear(index, other)
    hash.update(Y.encodeStateAsUpdate(doc))
  })
}

const digests = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind.scripts.map((_, first) => {
  const hash = createHash('sha256')
  const scripts = [0, 1, 2].map(offset => kind.scripts[(first + offset) % kind.scripts.length])
  for (let pattern = 0; pattern < 1 << 12; pattern++) live(kind, scripts, pattern, hash)
  return hash.digest('hex')
})]))

console.log(JSON.stringify({ source: 'yjs 13.6.33, recorded by worlds-recorder.mjs', digests }, null, 1))
