// Records what Yjs does in the places where implementations went wrong: one scenario per pitfall and question.
// Usage: node pitfalls-recorder.mjs > ../resources/vectors/pitfalls.json
//
// The Java tests in the package `pitfalls` go through the same scenarios, in the same words, and compare the results:
// update bytes and states in hex, contents as JSON text.

import { advance } from './clock.mjs'

const Y = await import('yjs')

const hex = bytes => Buffer.from(bytes).toString('hex')
const bytes = text => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))

const newDoc = (clientID, options) => {
  const doc = new Y.Doc(options)
  doc.clientID = clientID
  return doc
}

const copyOf = (doc, clientID, options) => {
  const copy = newDoc(clientID, options)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

const state = doc => ({
  v1: hex(Y.encodeStateAsUpdate(doc)),
  v2: hex(Y.encodeStateAsUpdateV2(doc)),
  sv: hex(Y.encodeStateVector(doc))
})

// the updates a function makes a document emit
const updatesOf = (doc, edit) => {
  const updates = []
  const listener = update => updates.push(hex(update))
  doc.on('update', listener)
  edit(doc)
  doc.off('update', listener)
  return updates
}

const exchange = (...docs) => {
  for (let round = 0; round < 3; round++) {
    for (const from of docs) {
      for (const to of docs) {
        if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
      }
    }
  }
}

const permutations = list => list.length < 2 ? [list]
  : list.flatMap((first, i) => permutations([...list.slice(0, i), ...list.slice(i + 1)]).map(rest => [first, ...rest]))

// what hand-made updates make of an empty document
const crafted = (...updates) => {
  const doc = newDoc(99)
  const [text, array] = [doc.getText('t'), doc.getArray('a')]
  updates.forEach(update => Y.applyUpdate(doc, bytes(update)))
  return {
    updates: updates.map(update => hex(bytes(update))),
    text: text.toString(),
    array: JSON.stringify(array.toJSON()),
    ...state(doc)
  }
}

const scenarios = {}

// 8, 9, 13, 15: values of JavaScript
const stateAfter = edit => {
  const doc = newDoc(1)
  edit(doc)
  return state(doc)
}
scenarios.numbers = {
  one: stateAfter(doc => doc.getMap('m').set('k', 1)),
  half: stateAfter(doc => doc.getMap('m').set('k', 0.5)),
  million: stateAfter(doc => doc.getMap('m').set('k', 1700000000000)),
  bigint: stateAfter(doc => doc.getMap('m').set('k', 5n))
}
scenarios.undefinedAndNull = stateAfter(doc => {
  doc.getMap('m').set('u', undefined)
  doc.getMap('m').set('n', null)
  doc.getMap('m').set('o', { u: undefined, n: null, l: [undefined, null] })
})
scenarios.loneSurrogates = {
  text: stateAfter(doc => doc.getText('t').insert(0, 'x\ud83dy')),
  key: stateAfter(doc => doc.getMap('m').set('k\ude00', 1)),
  value: stateAfter(doc => doc.getMap('m').set('k', 'v\ud83d'))
}
{
  const doc = newDoc(1)
  doc.getText('t').insert(0, 'a😀b')
  scenarios.partOfAPair = { diffs: [1, 2, 3].map(clock => hex(Y.encodeStateAsUpdate(doc, bytes(`01 01 0${clock}`)))) }
}

// 31: what really cuts a surrogate pair in two
const surrogates = edit => {
  const doc = newDoc(1)
  doc.getText('t').insert(0, 'a😀b')
  const updates = updatesOf(doc, () => edit(doc.getText('t')))
  return { updates, text: doc.getText('t').toString(), ...state(doc) }
}
scenarios.surrogateInsertInside = surrogates(text => text.insert(2, 'x'))
scenarios.surrogateDeleteLowHalf = surrogates(text => text.delete(2, 1))
scenarios.surrogateDeleteHighHalf = surrogates(text => text.delete(1, 1))
scenarios.surrogateFormatLowHalf = surrogates(text => text.format(2, 1, { bold: true }))
scenarios.surrogateEmbedInside = surrogates(text => text.insertEmbed(2, { image: 'x' }))

// 32: the gap a local insertion chooses among tombstones
const gaps = edit => {
  const doc = newDoc(1)
  const [text, array, xml] = [doc.getText('t'), doc.getArray('a'), doc.getXmlFragment('x')]
  text.insert(0, 'ABC')
  text.delete(1, 1)
  array.insert(0, [1, 2, 3, 4])
  array.delete(3, 1)
  array.delete(1, 1)
  array.delete(0, 1)
  xml.insert(0, [new Y.XmlElement('p'), new Y.XmlElement('q')])
  xml.delete(1, 1)
  doc.getMap('m').set('k', 1)
  doc.getMap('m').delete('k')
  return updatesOf(doc, () => edit(doc))
}
scenarios.gaps = {
  textFirst: gaps(doc => doc.getText('t').insert(0, 'x')),
  textMiddle: gaps(doc => doc.getText('t').insert(1, 'x')),
  textLast: gaps(doc => doc.getText('t').insert(2, 'x')),
  textEmbed: gaps(doc => doc.getText('t').insertEmbed(1, { a: 1 })),
  textDelta: gaps(doc => doc.getText('t').applyDelta([{ retain: 1 }, { insert: 'x' }])),
  arrayFirst: gaps(doc => doc.getArray('a').insert(0, ['x'])),
  arrayLast: gaps(doc => doc.getArray('a').insert(1, ['x'])),
  arrayPush: gaps(doc => doc.getArray('a').push(['x'])),
  arrayUnshift: gaps(doc => doc.getArray('a').unshift(['x'])),
  xmlLast: gaps(doc => doc.getXmlFragment('x').insert(1, [new Y.XmlText()])),
  xmlPush: gaps(doc => doc.getXmlFragment('x').push([new Y.XmlText()])),
  mapSet: gaps(doc => doc.getMap('m').set('k', 2))
}

// 34: anchors nobody honest writes, next to those that everybody does
scenarios.anchors = []
for (const [origin, rightOrigin] of [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2]]) {
  for (const client of [0, 7]) {
    const doc = newDoc(99)
    Y.applyUpdate(doc, bytes('01 01 01 00 04 01 01 74 03 616263 00'))
    Y.applyUpdate(doc, bytes(`01 01 0${client} 00 c4 01 0${origin} 01 0${rightOrigin} 01 78 00`))
    scenarios.anchors.push({ origin, rightOrigin, client, text: doc.getText('t').toString(), ...state(doc) })
  }
}

// 35: losing values are deleted where they arrive
scenarios.mapWinner = permutations([1, 5, 3]).map(order => {
  const observer = newDoc(99)
  const updates = updatesOf(observer, () => order.forEach(client => {
    const doc = newDoc(client)
    doc.getMap('m').set('k', client)
    Y.applyUpdate(observer, Y.encodeStateAsUpdate(doc))
  }))
  return { order, updates, json: JSON.stringify(observer.getMap('m').toJSON()), ...state(observer) }
})

// 36, 38: parents and neighbours that are not, or no longer, there
const parentIsText = '01 01 01 00 04 01 01 74 01 61 00' // client 1: "a" in the text t
scenarios.parentIsNoType = crafted(parentIsText,
  '01 01 02 00 28 00 01 00 01 6b 01 7d 05 00', // client 2: a map entry inside the letter
  '01 01 03 00 a8 02 00 01 7d 06 00') // client 3: its successor
const nestedDeleted = (() => { // client 1: a in t, a map with an entry in the array, then deleted
  const doc = newDoc(1)
  doc.getText('t').insert(0, 'ab')
  const map = new Y.Map()
  doc.getArray('a').insert(0, [map])
  map.set('k', 1)
  doc.getArray('a').delete(0, 1)
  return hex(Y.encodeStateAsUpdate(doc))
})()
scenarios.parentIsCollected = crafted(nestedDeleted,
  '01 01 02 00 28 00 01 02 01 6c 01 7d 05 00') // client 2: an entry in the deleted map
scenarios.parentIsGcStruct = crafted(nestedDeleted,
  '01 01 02 00 28 00 01 03 01 6c 01 7d 05 00') // client 2: an entry in the collected entry
scenarios.rightNeighbourIsCollected = crafted(nestedDeleted,
  '01 01 02 00 c4 01 01 01 03 01 78 00') // client 2: x between "b" and the collected entry
scenarios.leftNeighbourIsCollected = crafted(nestedDeleted,
  '01 01 02 00 c4 01 03 01 01 01 78 00')

// 37: parents taken over from a neighbour in another client's section
{
  const doc = newDoc(7)
  doc.getMap('m').set('list', new Y.Array())
  doc.getMap('m').get('list').insert(0, ['seven'])
  const low = copyOf(doc, 2)
  low.getMap('m').get('list').insert(1, ['two'])
  const high = copyOf(low, 9)
  high.getMap('m').get('list').insert(1, ['nine'])
  high.getMap('m').set('k', 'v')
  const reader = copyOf(high, 99)
  scenarios.inheritedParent = { update: hex(Y.encodeStateAsUpdate(high)), json: JSON.stringify(reader.getMap('m').toJSON()), ...state(reader) }
}

// 39-41: holes, chains, and what is parked
{
  const author = newDoc(5)
  const [a, b, c] = updatesOf(author, () => ['a', 'b', 'c'].forEach((letter, i) => author.getText('t').insert(i, letter)))
  const doc = newDoc(99)
  const merged = Y.mergeUpdates([bytes(a), bytes(c)])
  const first = updatesOf(doc, () => Y.applyUpdate(doc, merged))
  const holed = { text: doc.getText('t').toString(), ...state(doc) }
  const second = updatesOf(doc, () => Y.applyUpdate(doc, bytes(b)))
  scenarios.hole = { merged: hex(merged), missing: b, first, holed, second, whole: { text: doc.getText('t').toString(), ...state(doc) } }
}
{
  const chain = []
  for (let client = 1; client <= 4; client++) {
    const author = newDoc(client)
    chain.forEach(update => Y.applyUpdate(author, bytes(update)))
    chain.push(...updatesOf(author, () => author.getText('t').insert(client - 1, String(client))))
  }
  const doc = newDoc(99)
  const steps = [...chain].reverse().map(update => ({ update, emitted: updatesOf(doc, () => Y.applyUpdate(doc, bytes(update))), ...state(doc) }))
  scenarios.chain = { steps }
}

// 42: the known part of a struct is cut off
scenarios.overlap = [1, 2, 3].map(known => {
  const author = newDoc(1)
  author.getText('t').insert(0, 'abcdef'.slice(0, known))
  const prefix = hex(Y.encodeStateAsUpdate(author))
  author.getText('t').insert(known, 'abcdef'.slice(known))
  const whole = hex(Y.encodeStateAsUpdate(author))
  const doc = newDoc(99)
  Y.applyUpdate(doc, bytes(prefix))
  doc.getText('t').insert(known, 'Z')
  const emitted = updatesOf(doc, () => Y.applyUpdate(doc, bytes(whole)))
  return { known, prefix, whole, emitted, text: doc.getText('t').toString(), ...state(doc) }
})
{
  const author = newDoc(1)
  author.getArray('a').insert(0, [new Y.Map()])
  author.getArray('a').get(0).set('k', 1)
  author.getArray('a').get(0).set('l', 2)
  const older = hex(Y.encodeStateAsUpdate(author))
  const doc = newDoc(99)
  Y.applyUpdate(doc, bytes(older))
  doc.getArray('a').delete(0, 1) // collects the entries, clocks 1 and 2
  const whole = '01 01 01 02 28 00 01 00 01 6d 03 7d 05 7d 06 7d 07 00' // clocks 2 to 4 as one run of values
  const emitted = updatesOf(doc, () => Y.applyUpdate(doc, bytes(whole)))
  scenarios.overlapCollected = { older, whole: hex(bytes(whole)), emitted, ...state(doc) }
}

// 47: redundant markers after concurrent formatting are deleted by whoever receives them
const cleanup = (first, second) => {
  const one = newDoc(1)
  one.getText('t').insert(0, 'hello world')
  const two = copyOf(one, 2)
  first(one.getText('t'))
  second(two.getText('t'))
  const passive = newDoc(3)
  passive.getText('t')
  const updates = [Y.encodeStateAsUpdate(one), Y.encodeStateAsUpdate(two)]
  const emitted = updatesOf(passive, () => updates.forEach(update => Y.applyUpdate(passive, update)))
  return {
    updates: updates.map(hex),
    emitted,
    delta: JSON.stringify(passive.getText('t').toDelta()),
    ...state(passive)
  }
}
scenarios.cleanupAfterFormat = cleanup(
  text => text.format(0, 5, { bold: true }),
  text => text.format(0, 9, { bold: true }))
scenarios.cleanupAfterDelete = cleanup(
  text => text.format(2, 3, { bold: true }),
  text => text.delete(1, 5))
scenarios.cleanupNothing = cleanup(
  text => text.format(0, 5, { bold: true }),
  text => text.insert(11, '!'))

// 49, 50: what is merged again, and what never is
{
  const doc = newDoc(1)
  const text = doc.getText('t')
  text.insert(0, 'abcdef')
  const other = copyOf(doc, 2)
  other.getText('t').insert(3, 'X')
  const update = hex(Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  Y.applyUpdate(doc, bytes(update))
  const split = { structs: doc.store.clients.get(1).length, ...state(doc) }
  other.getText('t').delete(3, 1)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  text.delete(2, 3) // c, tombstone, d: nothing joins, X stands between
  scenarios.mergeAgain = { update, split, deletion: hex(Y.encodeStateAsUpdate(other)), structs: doc.store.clients.get(1).length, ...state(doc) }
}
{
  const doc = newDoc(1)
  const array = doc.getArray('a')
  array.insert(0, [new Y.Map()])
  array.get(0).set('a', 1)
  array.get(0).set('b', 2)
  array.insert(1, ['x', 'y'])
  array.insert(1, ['between'])
  array.delete(0, 4)
  scenarios.collected = { structs: doc.store.clients.get(1).length, ...state(doc) }
}

// 51-53: tools that never build a document
{
  const author = newDoc(5)
  const updates = updatesOf(author, () => {
    author.getText('t').insert(0, 'ab')
    author.getText('t').insert(2, 'cd')
    author.getText('t').insert(4, 'ef')
    author.getText('t').delete(1, 2)
    author.getText('t').insert(0, 'g')
  })
  const merge = (...indexes) => hex(Y.mergeUpdates(indexes.map(i => bytes(updates[i]))))
  scenarios.tools = {
    updates,
    mergedAll: merge(0, 1, 2, 3, 4),
    mergedHole: merge(0, 2),
    mergedLate: merge(2, 4),
    mergedTwice: merge(0, 1, 0, 1),
    mergedNothing: hex(Y.mergeUpdates([])),
    diffHole: hex(Y.diffUpdate(bytes(merge(0, 2, 3)), bytes('01 05 02'))),
    diffEverything: hex(Y.diffUpdate(bytes(merge(0, 1, 2, 3, 4)), bytes('01 05 07'))),
    diffMiddle: hex(Y.diffUpdate(bytes(merge(0, 1, 2, 3, 4)), bytes('01 05 03'))),
    stateVectorHole: hex(Y.encodeStateVectorFromUpdate(bytes(merge(0, 2)))),
    stateVectorLate: hex(Y.encodeStateVectorFromUpdate(bytes(merge(2, 4)))),
    stateVectorAll: hex(Y.encodeStateVectorFromUpdate(bytes(merge(0, 1, 2, 3, 4))))
  }
}

// 54: update events tell what is left of a transaction
{
  const doc = newDoc(1)
  const text = doc.getText('t')
  scenarios.updateEvents = {
    insertedAndDeleted: updatesOf(doc, () => doc.transact(() => { text.insert(0, 'abc'); text.delete(1, 1) })),
    continued: updatesOf(doc, () => text.insert(2, 'd')),
    nothingLeft: updatesOf(doc, () => doc.transact(() => { doc.getArray('a').insert(0, [new Y.Map()]); doc.getArray('a').delete(0, 1) })),
    overwritten: updatesOf(doc, () => doc.transact(() => { doc.getMap('m').set('k', 1); doc.getMap('m').set('k', 2) })),
    ...state(doc)
  }
}

// 55: subdocuments
{
  const doc = newDoc(1)
  const subdoc = new Y.Doc({ guid: 'sub-1', autoLoad: true, gc: false, meta: { title: 'x', n: 1.5 } })
  const updates = updatesOf(doc, () => doc.getMap('m').set('s', subdoc))
  updates.push(...updatesOf(doc, () => doc.getArray('a').insert(0, [new Y.Doc({ guid: 'sub-2' }), 'v', new Y.Doc({ guid: 'sub-3', autoLoad: true })])))
  const copy = copyOf(doc, 2)
  scenarios.subdocs = {
    updates,
    guids: [...copy.getSubdocGuids()],
    loaded: [...copy.getSubdocs()].map(sub => [sub.guid, sub.shouldLoad, sub.autoLoad, sub.gc]),
    ...state(copy)
  }
}

const describe = ({ loaded, added, removed }) => Object.entries({ loaded, added, removed })
  .filter(([, docs]) => docs.size > 0)
  .map(([name, docs]) => `${name} [${[...docs].map(sub => sub.guid).join(', ')}]`).join(' ')
{
  const doc = newDoc(1)
  const peer = newDoc(2)
  const events = []
  doc.getMap('m')
  peer.getMap('m')
  peer.on('subdocs', event => events.push(describe(event)))
  doc.on('update', update => Y.applyUpdate(peer, update))
  doc.getMap('m').set('lazy', new Y.Doc({ guid: 'lazy', shouldLoad: false }))
  doc.getMap('m').set('eager', new Y.Doc({ guid: 'eager', autoLoad: true }))
  peer.getSubdocs().forEach(sub => sub.guid === 'lazy' && sub.load())
  doc.getMap('m').delete('eager')
  scenarios.subdocEvents = { events }
}
{
  const doc = newDoc(1)
  const map = doc.getMap('m')
  const undo = new Y.UndoManager(map)
  const sub = new Y.Doc({ guid: 'sub' })
  map.set('s', sub)
  undo.stopCapturing()
  const events = []
  doc.on('subdocs', event => events.push(describe(event)))
  map.delete('s')
  undo.undo()
  const restored = map.get('s')
  scenarios.subdocUndo = { events, same: restored === sub, guid: restored.guid, shouldLoad: restored.shouldLoad, ...state(doc) }
}

// 56: undo
const undoing = run => {
  const doc = newDoc(1)
  const other = newDoc(2)
  const result = run(doc, other)
  return { ...result, json: JSON.stringify(doc.toJSON()), ...state(doc) }
}
scenarios.undoSplit = undoing((doc, other) => {
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text)
  text.insert(0, 'abcdef')
  undo.stopCapturing()
  text.delete(0, 6)
  undo.undo() // brings abcdef back
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.getText('t').insert(3, 'XX')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  undo.redo()
  const redone = text.toString()
  undo.undo()
  const undone = text.toString()
  undo.undo()
  return { redone, undone, foreign: hex(Y.encodeStateAsUpdate(other)) }
})
scenarios.undoNested = undoing((doc, other) => {
  const map = doc.getMap('m')
  const undo = new Y.UndoManager(map)
  map.set('list', new Y.Array())
  map.get('list').insert(0, [1, 2])
  undo.stopCapturing()
  map.get('list').insert(1, [3])
  undo.stopCapturing()
  map.delete('list')
  undo.undo()
  const restored = JSON.stringify(map.toJSON())
  undo.undo()
  const earlier = JSON.stringify(map.toJSON())
  undo.redo()
  undo.redo()
  return { restored, earlier }
})
scenarios.undoCrossParent = undoing((doc, other) => {
  const root = doc.getMap('m')
  const undo = new Y.UndoManager(root, { captureTimeout: 0 })
  root.set('list', new Y.Array())
  root.get('list').insert(0, ['a', 'b', 'c'])
  root.get('list').delete(1, 1)
  root.set('list', new Y.Array())
  root.get('list').insert(0, ['new'])
  const steps = []
  for (let i = 0; i < 3; i++) { undo.undo(); steps.push(JSON.stringify(root.toJSON())) }
  for (let i = 0; i < 3; i++) { undo.redo(); steps.push(JSON.stringify(root.toJSON())) }
  return { steps }
})
scenarios.undoTimeout = undoing(doc => {
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text)
  text.insert(0, 'a')
  advance(499)
  text.insert(1, 'b')
  advance(500)
  text.insert(2, 'c')
  const sizes = [undo.undoStack.length]
  undo.undo()
  const undone = text.toString()
  advance(10)
  text.insert(2, 'd')
  sizes.push(undo.undoStack.length, undo.redoStack.length)
  return { sizes, undone }
})
scenarios.undoRemoteMap = undoing((doc, other) => {
  const map = doc.getMap('m')
  const undo = new Y.UndoManager(map, { captureTimeout: 0 })
  map.set('k', 'mine')
  map.set('k', 'mine again')
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.getMap('m').set('k', 'theirs')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  undo.undo()
  return { foreign: hex(Y.encodeStateAsUpdate(other)), undone: JSON.stringify(map.toJSON()) }
})

// 57: relative positions
{
  const doc = newDoc(1)
  const text = doc.getText('t')
  text.insert(0, 'abcdef')
  text.delete(2, 2)
  doc.getArray('a').insert(0, [new Y.Text('nested')])
  const nested = doc.getArray('a').get(0)
  const resolve = position => {
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc)
    return absolute === null ? null : { index: absolute.index, assoc: absolute.assoc }
  }
  const entry = (type, index, assoc) => {
    const position = Y.createRelativePositionFromTypeIndex(type === 't' ? text : nested, index, assoc)
    return { type, index, assoc, bytes: hex(Y.encodeRelativePosition(position)), json: JSON.stringify(Y.relativePositionToJSON(position)), resolved: resolve(position) }
  }
  const made = []
  for (const assoc of [0, -1]) {
    for (let index = 0; index <= 4; index++) made.push(entry('t', index, assoc))
    made.push(entry('nested', 0, assoc), entry('nested', 6, assoc))
  }
  const read = ['00 01 00', '00 01 02', '00 01 02 00', '00 01 02 41', '00 01 05 41', '01 01 74', '01 01 74 00', '01 01 74 41', '02 01 06', '02 01 06 41', '00 01 63', '00 09 00']
    .map(text => {
      const position = Y.decodeRelativePosition(bytes(text))
      return { bytes: hex(bytes(text)), json: JSON.stringify(Y.relativePositionToJSON(position)), resolved: resolve(position) }
    })
  scenarios.relativePositions = { state: hex(Y.encodeStateAsUpdate(doc)), made, read }
}

// 70: observers that edit
{
  const doc = newDoc(1)
  const array = doc.getArray('a')
  const log = []
  const updates = updatesOf(doc, () => {
    doc.on('afterTransaction', () => { if (array.length < 3) array.push([array.length]); log.push('after ' + array.length) })
    array.observe(() => log.push('observe ' + array.length))
    doc.on('afterAllTransactions', (_, all) => log.push('all ' + all.length))
    array.push(['start'])
  })
  scenarios.recursion = { updates, log, json: JSON.stringify(array.toJSON()), ...state(doc) }
}

console.log(JSON.stringify({
  source: 'yjs 13.6.33, recorded by pitfalls-recorder.mjs',
  scenarios
}, null, 1))
