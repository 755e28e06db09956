// Records what npm yjs does with its history: undo managers, snapshots, relative positions.
//
//   node history-recorder.mjs scenarios > ../resources/vectors/history.json
//   node history-recorder.mjs runs | gzip -9n > ../resources/vectors/history-runs.jsonl.gz
//
// A scenario is a little story. The Java tests in the package `history` tell the same stories, in the same words; wherever
// a story says `sees`, both sides look, and what was seen here is what must be seen there: of a document its state bytes,
// of anything else its JSON text. The runs are random (HistoryRunsTest.java reads them).
import * as clock from './clock.mjs'
import { createHash } from 'node:crypto'

const Y = await import('yjs')

console.warn = console.log // yjs warns on the console; standard output is ours
const print = line => process.stdout.write(line + '\n')
console.log = () => {}

const hex = bytes => Buffer.from(bytes).toString('hex')

const newDoc = (clientID, options) => {
  const doc = new Y.Doc({ guid: 'doc-' + clientID, ...options })
  doc.clientID = clientID
  return doc
}

const exchange = (...docs) => {
  for (let round = 0; round < 3; round++) {
    for (const from of docs) {
      for (const to of docs) {
        if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'remote')
      }
    }
  }
}

// ---- scenarios

const scenarios = {}

const scenario = (name, tell) => {
  clock.reset()
  const seen = []
  const sees = what => { seen.push(what instanceof Y.Doc ? hex(Y.encodeStateAsUpdate(what)) : JSON.stringify(what)) }
  tell(sees)
  scenarios[name] = seen
}

const nested = (...entries) => {
  const map = new Y.Map()
  for (const [key, value] of entries) map.set(key, value)
  return map
}

// ---- undo

scenario('undoTextAmongOthers', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const [text, other] = [mine.getText('t'), theirs.getText('t')]
  const undo = new Y.UndoManager(text)
  text.insert(0, 'test') // undone before anybody has seen it
  text.delete(0, 4)
  undo.undo()
  sees(mine)
  text.insert(0, 'a')
  text.delete(0, 1)
  undo.undo()
  sees(text.toString())
  text.insert(0, 'abc')
  other.insert(0, 'xyz')
  exchange(mine, theirs)
  undo.undo()
  sees(text.toString())
  undo.redo()
  sees(text.toString())
  exchange(mine, theirs)
  other.delete(0, 1)
  exchange(mine, theirs)
  undo.undo()
  sees(text.toString())
  undo.redo()
  sees(text.toString())
  undo.stopCapturing()
  text.format(1, 3, { bold: true })
  sees(text.toDelta())
  undo.undo()
  sees(text.toDelta())
  undo.redo()
  sees(text.toDelta())
  exchange(mine, theirs)
  sees(mine)
  sees(theirs)
})

scenario('undoingWhatOthersHaveDeletedDoesNothing', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const text = mine.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  text.insert(0, 'first ')
  text.insert(6, 'second ')
  exchange(mine, theirs)
  theirs.getText('t').delete(6, 7)
  exchange(mine, theirs)
  sees(undo.undo() !== null) // the second step is passed over
  sees(text.toString())
  sees([undo.undoStack.length, undo.redoStack.length])
  sees(undo.undo() !== null)
  undo.redo()
  sees(text.toString())
  sees(mine)
})

scenario('formattingComesBackAroundTheSameText', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const text = mine.getText('t')
  const content = [{ insert: 'Merge Test After' }, { insert: '\n', attributes: { header: 1 } }, { insert: 'a' }]
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  text.applyDelta(content)
  text.format(0, 5, { bold: true, italic: true })
  exchange(mine, theirs)
  text.format(0, 10, { bold: null })
  theirs.getText('t').insert(3, 'xx')
  exchange(mine, theirs)
  text.delete(2, 8)
  for (let i = 0; i < 3; i++) {
    undo.undo()
    sees(text.toDelta())
    sees(mine)
  }
  for (let i = 0; i < 3; i++) {
    undo.redo()
    sees(text.toDelta())
    sees(mine)
  }
  exchange(mine, theirs)
  sees(theirs)
})

scenario('anEndlessCaptureTimeoutMakesOneStep', sees => {
  const doc = newDoc(1)
  const array = doc.getArray('a')
  const undo = new Y.UndoManager(array, { captureTimeout: Number.MAX_VALUE })
  array.push([1, 2, 3])
  clock.advance(1e9)
  array.push([4, 5, 6])
  undo.undo()
  sees(array.toJSON())
  sees(doc)
})

scenario('captureTimeoutCountsFromTheLastChange', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text)
  text.insert(0, 'a')
  clock.advance(499)
  text.insert(1, 'b')
  clock.advance(499)
  text.insert(2, 'c')
  clock.advance(500)
  text.insert(3, 'd')
  sees(undo.undoStack.length)
  undo.stopCapturing()
  text.insert(4, 'e')
  sees(undo.undoStack.length)
  undo.undo()
  text.insert(4, 'f') // an undo ends the capture, too
  sees([undo.undoStack.length, undo.redoStack.length])
  undo.undo()
  undo.undo()
  sees(text.toString())
  undo.redo()
  text.insert(4, 'g') // a redo does not move the time of the last change
  sees([undo.undoStack.length, undo.redoStack.length, text.toString()])
  sees(doc)
})

scenario('aScopeMayBeginEmpty', sees => {
  const doc = newDoc(1)
  const [text, array] = [doc.getText('t'), doc.getArray('a')]
  const undo = new Y.UndoManager([], { doc })
  array.push([1])
  text.insert(0, 'x')
  sees(undo.undoStack.length)
  undo.addToScope(array)
  array.push([2])
  text.insert(0, 'y')
  sees(undo.undo() !== null)
  sees(doc.toJSON())
  undo.addToScope(doc)
  text.insert(0, 'z')
  undo.undo()
  sees(doc.toJSON())
  sees(doc)
})

scenario('aDocumentAsScopeHoldsEveryType', sees => {
  const doc = newDoc(1)
  const undo = new Y.UndoManager(doc)
  const map = doc.getMap('m')
  map.set('k', 'v')
  doc.getText('t').insert(0, 'text')
  sees(undo.undo() !== null)
  sees(doc.toJSON())
  undo.redo()
  sees(doc.toJSON())
  doc.transact(() => {}) // nothing at all is a step here
  sees([undo.undoStack.length, undo.redoStack.length])
  sees(doc)
})

scenario('typesOutsideOfTheScopeStay', sees => {
  const doc = newDoc(1)
  const xml = doc.getXmlFragment('x')
  const [first, second] = [new Y.XmlText(), new Y.XmlText()]
  const element = new Y.XmlElement('p')
  xml.insert(0, [first, element])
  element.insert(0, [second])
  const undoElement = new Y.UndoManager(element)
  const undoFirst = new Y.UndoManager([first])
  first.insert(0, '1')
  second.insert(0, '2')
  sees([undoElement.undoStack.length, undoFirst.undoStack.length])
  undoFirst.undo()
  sees(xml.toString())
  undoElement.undo()
  sees(xml.toString())
  undoFirst.redo()
  sees(xml.toString())
  sees(doc)
})

scenario('undoneTwiceAndRedoneTwice', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  text.insert(0, '1221')
  const undo = new Y.UndoManager(text)
  text.insert(2, '3')
  text.insert(3, '3')
  undo.undo()
  undo.undo()
  sees(text.toString())
  text.insert(2, '3')
  sees(text.toString())
  undo.undo()
  undo.redo()
  undo.undo()
  undo.redo()
  sees(doc)
})

scenario('valuesOfKeys', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const map = mine.getMap('m')
  map.set('a', 0)
  const undo = new Y.UndoManager(map)
  map.set('a', 1)
  undo.undo()
  sees(map.toJSON())
  undo.redo()
  sees(map.toJSON())
  map.set('a', 2) // joins the step
  undo.undo()
  sees(map.toJSON())
  const inner = nested(['x', 42])
  map.set('a', inner)
  sees(map.toJSON())
  undo.undo()
  sees(map.toJSON())
  undo.redo()
  sees(map.toJSON())
  exchange(mine, theirs)
  undo.stopCapturing()
  map.set('a', 'mine')
  exchange(mine, theirs)
  theirs.getMap('m').set('a', 'theirs')
  exchange(mine, theirs)
  undo.undo() // their value stays
  sees(map.toJSON())
  undo.stopCapturing()
  map.set('b', 'initial')
  undo.stopCapturing()
  map.set('b', 'second')
  undo.undo()
  undo.undo()
  sees(map.toJSON())
  undo.redo()
  undo.redo()
  sees(map.toJSON())
  sees(mine)
})

for (const ignoreRemoteMapChanges of [false, true]) {
  scenario('remoteValuesOfKeys' + (ignoreRemoteMapChanges ? 'Ignored' : 'Respected'), sees => {
    const [mine, theirs] = [newDoc(7), newDoc(3)]
    const [map, other] = [mine.getMap('m'), theirs.getMap('m')]
    const undo = new Y.UndoManager(map, { captureTimeout: 0, ignoreRemoteMapChanges })
    map.set('x', 1)
    map.set('gone', 'mine')
    exchange(mine, theirs)
    other.set('x', 2)
    other.delete('gone')
    exchange(mine, theirs)
    map.set('x', 3)
    exchange(mine, theirs)
    other.set('x', 4)
    exchange(mine, theirs)
    undo.undo()
    sees(map.toJSON())
    undo.undo()
    sees(map.toJSON())
    undo.undo()
    sees(map.toJSON())
    undo.redo()
    undo.redo()
    sees(map.toJSON())
    exchange(mine, theirs)
    sees(mine)
    sees(theirs)
  })
}

scenario('elementsAndNestedTypes', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const [array, other] = [mine.getArray('a'), theirs.getArray('a')]
  const undo = new Y.UndoManager(array)
  array.insert(0, [1, 2, 3])
  other.insert(0, [4, 5, 6])
  exchange(mine, theirs)
  sees(array.toJSON())
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  sees(array.toJSON())
  exchange(mine, theirs)
  other.delete(0, 1)
  exchange(mine, theirs)
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  sees(array.toJSON())
  array.delete(0, 5)
  const map = new Y.Map()
  array.insert(0, [map])
  undo.stopCapturing()
  map.set('a', 1)
  undo.stopCapturing()
  map.set('a', 2)
  undo.undo()
  sees(array.toJSON())
  undo.undo()
  sees(array.toJSON())
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  undo.redo()
  undo.redo()
  sees(array.toJSON())
  exchange(mine, theirs)
  other.get(0).set('b', 2)
  exchange(mine, theirs)
  undo.undo()
  sees(array.toJSON())
  undo.undo()
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  sees(array.toJSON())
  undo.redo()
  sees(array.toJSON())
  sees(mine)
  exchange(mine, theirs)
  sees(theirs)
})

scenario('xmlComesBackWithAttributesAndText', sees => {
  const doc = newDoc(1)
  const xml = doc.getXmlElement('x')
  const undo = new Y.UndoManager(xml)
  const child = new Y.XmlElement('p')
  xml.insert(0, [child])
  const text = new Y.XmlText('content')
  child.insert(0, [text])
  sees(xml.toString())
  undo.stopCapturing()
  text.format(3, 4, { bold: {} })
  sees(xml.toString())
  undo.undo()
  sees(xml.toString())
  undo.redo()
  sees(xml.toString())
  child.setAttribute('class', 'x')
  child.setAttribute('rank', 4)
  xml.delete(0, 1)
  sees(xml.toString())
  undo.undo()
  sees(xml.toString())
  undo.redo()
  undo.undo()
  undo.redo()
  undo.undo()
  sees(xml.toString())
  sees(doc)
})

scenario('everyKindOfContentComesBack', sees => {
  const doc = newDoc(5)
  const [array, map, text, xml] = [doc.getArray('a'), doc.getMap('m'), doc.getText('t'), doc.getXmlFragment('x')]
  const undo = new Y.UndoManager(doc)
  array.push([1, 'two', { three: [3] }, new Uint8Array([1, 2, 3]), new Y.Text('inner'), Y.Array.from([1, [2]]), null])
  map.set('big', 12345678901234567890n % 1000n)
  map.set('undefined', undefined)
  text.insert(0, 'plain ')
  text.insertEmbed(6, { image: 'x.png' }, { width: 3 })
  text.insertEmbed(7, nested(['k', 'v']))
  text.insert(8, 'bold', { bold: true })
  text.setAttribute('lang', 'en')
  const hook = new Y.XmlHook('hook')
  hook.set('h', 1)
  xml.insert(0, [hook, new Y.XmlElement('p'), new Y.XmlText('t')])
  undo.stopCapturing()
  doc.transact(() => {
    array.delete(0, array.length)
    map.clear()
    text.delete(0, text.length)
    text.removeAttribute('lang')
    xml.delete(0, xml.length)
  })
  sees(doc)
  undo.undo()
  sees([array.toJSON(), Object.keys(map.toJSON()), text.toDelta(), text.getAttributes(), xml.toString()])
  sees(doc)
  undo.redo()
  sees(doc)
  undo.undo()
  sees(doc)
})

scenario('stackEventsSayWhatHappened', sees => {
  const doc = newDoc(1)
  const [text, map] = [doc.getText('t'), doc.getMap('m')]
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([null, 'editor']) })
  const heard = []
  const hear = what => event => {
    const types = [text, map].filter(type => event.changedParentTypes.has(type)).length
    heard.push([what, event.type, event.origin === undo ? 'manager' : event.origin, types, event.stackItem.meta.get('cursor') ?? null])
  }
  undo.on('stack-item-added', event => { hear('added')(event); event.stackItem.meta.set('cursor', heard.length) })
  undo.on('stack-item-updated', hear('updated'))
  undo.on('stack-item-popped', hear('popped'))
  undo.on('stack-cleared', event => heard.push(['cleared', event.undoStackCleared, event.redoStackCleared]))
  text.insert(0, 'abc')
  doc.transact(() => { text.insert(0, 'x'); map.set('k', 1) }, 'editor')
  doc.transact(() => text.insert(0, 'y'), 'somebody')
  undo.undo()
  undo.undo()
  undo.redo()
  text.insert(0, 'z')
  undo.undo()
  text.insert(0, 'clears the redo stack')
  undo.clear(true, false)
  undo.clear(true, true)
  sees(heard)
  sees(doc)
})

scenario('theStepInProgressCanBeAskedFor', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text)
  undo.on('stack-item-added', event => event.stackItem.meta.set('label', 'written'))
  const labels = []
  text.observe(() => labels.push(undo.currStackItem === null ? null : undo.currStackItem.meta.get('label')))
  text.insert(0, 'abc')
  undo.undo()
  undo.redo()
  sees(labels)
})

scenario('originsAreTrackedByValueAndByClass', sees => {
  class Editor {}
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0, trackedOrigins: new Set([Editor, 'typing']) })
  const write = (word, origin) => doc.transact(() => text.insert(text.length, word + ' '), origin)
  write('null', null)
  write('class', new Editor())
  write('value', 'typing')
  write('other', 'pasting')
  sees(undo.undoStack.length)
  undo.addTrackedOrigin('pasting')
  undo.removeTrackedOrigin(Editor)
  write('pasted', 'pasting')
  write('late', new Editor())
  sees(undo.undoStack.length)
  while (undo.canUndo()) undo.undo()
  sees(text.toString())
  sees(doc)
})

scenario('transactionsCanBeLeftOut', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0, captureTransaction: tr => !tr.meta.has('skip') })
  text.insert(0, 'a')
  doc.transact(tr => { tr.meta.set('skip', true); text.insert(1, 'b') })
  text.insert(2, 'c')
  undo.undo()
  undo.undo()
  sees(text.toString())
  sees(doc)
})

scenario('aFilterSparesWhatUndoWouldDelete', sees => {
  const doc = newDoc(1)
  const array = doc.getArray('a')
  const undo = new Y.UndoManager(array, { deleteFilter: item => item.parentSub !== 'spared' && item.length < 3 })
  array.insert(0, [nested(['spared', 1], ['deleted', 2]), 'x', 'y'])
  array.insert(3, [1, 2, 3])
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  sees(array.toJSON())
  sees(doc)
})

scenario('twoManagersMindTheirOwnSteps', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const [ann, bob] = ['ann', 'bob'].map(name => new Y.UndoManager(text, { trackedOrigins: new Set([name]) }))
  doc.transact(() => text.insert(0, 'ann '), 'ann')
  doc.transact(() => text.insert(4, 'bob '), 'bob')
  doc.transact(() => text.delete(1, 5), 'ann')
  sees(text.toString())
  ann.stopCapturing()
  bob.undo()
  sees(text.toString())
  ann.undo()
  sees(text.toString())
  bob.redo()
  ann.redo()
  sees(text.toString())
  ann.undo()
  bob.undo()
  sees(doc)
})

scenario('remoteChangesCanBeRejected', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const [text, array] = [mine.getText('t'), mine.getArray('a')]
  text.insert(0, 'We have text. ')
  array.push([1, 2, 3])
  exchange(mine, theirs)
  const suggestions = new Y.UndoManager(mine, { trackedOrigins: new Set(['remote']) })
  theirs.getText('t').insert(8, 'no ')
  theirs.getText('t').delete(0, 3)
  theirs.getArray('a').delete(1, 1)
  exchange(mine, theirs)
  sees(mine.toJSON())
  while (suggestions.canUndo()) suggestions.undo()
  sees(mine.toJSON())
  sees(mine)
  exchange(mine, theirs)
  sees(theirs)
})

// the order in which clients were deleted from, and in which they came, decides which clock each unit comes back with
scenario('contentOfManyClientsComesBackInOrder', sees => {
  const docs = [9, 4, 7, 2, 100].map(id => newDoc(id))
  docs.forEach(doc => { doc.getText('t'); doc.getMap('m') })
  for (const from of [3, 1, 4, 0, 2]) {
    docs[from].getText('t').insert(0, 'written by ' + docs[from].clientID + '. ')
    docs[from].getMap('m').set('k' + from, from)
    exchange(docs[from], docs[0])
    exchange(docs[0], docs[1])
  }
  const undo = new Y.UndoManager(docs[0])
  const text = docs[0].getText('t')
  docs[0].transact(() => {
    text.delete(40, 8)
    text.delete(3, 20)
    docs[0].getMap('m').clear()
    text.delete(12, 10)
  })
  text.delete(0, 2) // joins, with one more client
  sees(docs[0])
  undo.undo()
  sees(text.toString())
  sees(docs[0])
  undo.redo()
  sees(docs[0])
  const rejecting = new Y.UndoManager(docs[1], { trackedOrigins: new Set(['remote']) })
  exchange(...docs)
  docs[3].getText('t').delete(5, 30)
  docs[2].getText('t').insert(7, 'two more')
  docs[4].getMap('m').set('k1', 'again')
  exchange(docs[2], docs[3], docs[4])
  exchange(docs[1], docs[3])
  rejecting.undo()
  sees(docs[1])
  rejecting.undo()
  sees(docs[1])
})

scenario('aTextInsideATextIsPartOfIt', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text)
  const inner = new Y.Text('initial text')
  text.insertEmbed(0, inner, { bold: true })
  sees(inner.toString())
  undo.stopCapturing()
  inner.delete(0, inner.length)
  inner.insert(0, 'other text')
  sees(inner.toString())
  undo.undo()
  sees(inner.toString())
  undo.redo()
  sees(inner.toString())
  undo.undo()
  undo.undo()
  sees(text.length)
  sees(doc)
})

scenario('emptyStepsArePassedOver', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const [array, other] = [mine.getArray('a'), theirs.getArray('a')]
  array.insert(0, [nested(['hello', 'world'])])
  exchange(mine, theirs)
  const map = array.get(0)
  const [undo, undoOther] = [mine, theirs].map(doc => new Y.UndoManager(doc.getArray('a'), { trackedOrigins: new Set([doc.clientID]) }))
  mine.transact(() => map.set('key', 'value'), mine.clientID)
  exchange(mine, theirs)
  theirs.transact(() => other.delete(0, 1), theirs.clientID)
  exchange(mine, theirs)
  sees(undo.undo() !== null)
  sees([undo.undoStack.length, undo.redoStack.length])
  sees(undoOther.undo() !== null)
  sees(other.toJSON())
  exchange(mine, theirs)
  undo.redo()
  sees(array.toJSON())
  sees(mine)
  sees(theirs)
})

scenario('aTypeSetAgainAndAgain', sees => {
  const doc = newDoc(1, { gc: false })
  const design = doc.getMap('design')
  const undo = new Y.UndoManager(design, { captureTimeout: 0 })
  const block = (type, children) => nested(['type', type], ...(children ? [['children', children]] : []))
  design.set('text', nested(['blocks', block('text', nested(['t', 'Type Something']))]))
  design.get('text').set('blocks', block('text', nested(['t', 'Something'])))
  design.get('text').set('blocks', block('text', nested(['t', 'Something Else'])))
  sees(design.toJSON())
  for (let i = 0; i < 3; i++) {
    undo.undo()
    sees(design.toJSON())
  }
  for (let i = 0; i < 3; i++) {
    undo.redo()
    sees(design.toJSON())
  }
  sees(doc)
})

scenario('redoOfANestedMapTwiceInARow', sees => {
  const doc = newDoc(1)
  const root = doc.getMap('m')
  const undo = new Y.UndoManager(root)
  const step = edit => { doc.transact(edit); undo.stopCapturing() }
  const point = () => root.get('a')
  step(() => root.set('a', nested(['x', 0], ['y', 0])))
  step(() => { point().set('x', 100); point().set('y', 100) })
  step(() => { point().set('x', 200); point().set('y', 200) })
  step(() => { point().set('x', 300); point().set('y', 300) })
  const trail = () => sees(root.toJSON())
  for (let i = 0; i < 4; i++) { undo.undo(); trail() }
  for (let i = 0; i < 4; i++) { undo.redo(); trail() }
  for (let i = 0; i < 4; i++) { undo.undo(); trail() }
  sees(doc)
})

scenario('anElementResizedAndTakenAway', sees => {
  const origin = 'origin'
  const doc = newDoc(3)
  const xml = doc.getXmlFragment('t')
  const undo = new Y.UndoManager(xml, { captureTimeout: 0, trackedOrigins: new Set([origin]) })
  doc.transact(() => {
    const element = new Y.XmlElement('test-node')
    element.setAttribute('a', '100')
    element.setAttribute('b', '0')
    xml.insert(0, [element])
  }, origin)
  doc.transact(() => { xml.get(0).setAttribute('a', '200') }, origin)
  doc.transact(() => { xml.get(0).setAttribute('a', '180'); xml.get(0).setAttribute('b', '50') }, origin)
  undo.undo()
  undo.undo()
  undo.undo()
  undo.redo()
  undo.redo()
  undo.redo()
  sees(xml.toString())
  sees(doc)
})

scenario('blocksSplitAndTakenBack', sees => {
  const doc = newDoc(1, { gc: false })
  const root = doc.getMap('m')
  const undo = new Y.UndoManager(root, { captureTimeout: 0 })
  root.set('text', nested(['blocks', nested(['text', '1'])]))
  root.get('text').set('blocks', nested(['text', '2']))
  root.get('text').set('blocks', nested(['text', '3']))
  root.get('text').set('blocks', nested(['text', '4']))
  undo.undo()
  undo.undo()
  undo.undo()
  undo.undo()
  sees(root.toJSON())
  for (let i = 0; i < 4; i++) {
    undo.redo()
    sees(root.toJSON())
  }
  sees(doc)
})

scenario('formattingDeletedRemotelyDoesNotComeBack', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const [text, other] = [mine.getText('t'), theirs.getText('t')]
  text.insert(0, 'Attack ships on fire off the shoulder of Orion.')
  exchange(mine, theirs)
  const undo = new Y.UndoManager(text)
  text.format(13, 7, { bold: true })
  undo.stopCapturing()
  exchange(mine, theirs)
  text.format(16, 4, { bold: null })
  undo.stopCapturing()
  exchange(mine, theirs)
  sees(text.toDelta())
  undo.undo()
  exchange(mine, theirs)
  sees(text.toDelta())
  sees(other.toDelta())
  undo.undo()
  exchange(mine, theirs)
  sees(mine)
  sees(theirs)
})

scenario('formatsWithObjectsAsValues', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const text = mine.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  text.insert(0, 'one two three')
  text.format(4, 3, { comment: { id: 1 } })
  text.format(2, 9, { comment: { id: 2 } })
  text.delete(3, 5)
  exchange(mine, theirs)
  for (const act of ['undo', 'undo', 'redo', 'undo', 'undo', 'redo', 'redo', 'redo']) {
    undo[act]()
    sees(text.toDelta())
    sees(mine)
  }
  exchange(mine, theirs)
  sees(mine)
  sees(theirs)
})

scenario('aNodeDeletedTogetherWithItsAttribute', sees => {
  const doc = newDoc(1, { gc: false })
  const xml = doc.getXmlFragment('x')
  const undo = new Y.UndoManager(xml)
  doc.transact(() => {
    const element = new Y.XmlElement('test')
    element.setAttribute('a', '1')
    xml.insert(0, [element])
    xml.get(0).setAttribute('a', '2')
    xml.delete(0, 1)
  })
  sees(undo.undo() !== null)
  sees(xml.toString())
  sees(doc)
})

scenario('aDeletedKeyComesBack', sees => {
  const doc = newDoc(1)
  const map = doc.getMap('m')
  map.set('a', 'a')
  const undo = new Y.UndoManager(map)
  map.delete('a')
  map.set('a', 'b')
  map.delete('a')
  undo.undo()
  sees(map.toJSON())
  undo.redo()
  sees(map.toJSON())
  undo.undo()
  sees(doc)
})

// Yjs issue 757: the chain of the old map must not become the origin in the new one
scenario('aKeyOfATypeThatCameBackHasItsOwnChain', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const array = mine.getArray('a')
  const undo = new Y.UndoManager(array, { captureTimeout: 0 })
  array.insert(0, [nested(['k', 1])])
  array.get(0).set('k', 2)
  array.get(0).set('k', 3)
  exchange(mine, theirs)
  array.delete(0, 1)
  exchange(mine, theirs)
  for (const act of ['undo', 'undo', 'undo', 'undo', 'redo', 'redo', 'undo', 'redo', 'redo', 'redo', 'undo', 'undo']) {
    undo[act]()
    exchange(mine, theirs)
    sees(array.toJSON())
    sees(mine)
    sees(theirs)
  }
})

scenario('everyPartOfASplitItemComesBack', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const text = mine.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  text.insert(0, 'abcdefghij')
  text.delete(0, 10)
  exchange(mine, theirs)
  undo.undo() // ten units, redone as one item
  exchange(mine, theirs)
  theirs.getText('t').insert(5, '|')
  text.delete(2, 2)
  exchange(mine, theirs)
  undo.undo()
  sees(text.toString())
  undo.undo() // deletes what has come back, on both sides of the bar
  sees(text.toString())
  undo.redo()
  undo.redo()
  sees(text.toString())
  sees(mine)
  exchange(mine, theirs)
  sees(theirs)
})

scenario('contentOutsideOfTheScopeIsNotBroughtBack', sees => {
  const doc = newDoc(1)
  const array = doc.getArray('a')
  array.insert(0, [new Y.Text('inner')])
  const inner = array.get(0)
  const undo = new Y.UndoManager(inner)
  inner.insert(5, ' words')
  undo.stopCapturing()
  inner.delete(0, 5)
  array.delete(0, 1)
  sees(undo.undo() !== null)
  sees(array.toJSON())
  sees([undo.undoStack.length, undo.redoStack.length])
  sees(doc)
})

scenario('subdocumentsComeBackAsNewInstances', sees => {
  const doc = newDoc(1)
  const subdocs = doc.getMap('m')
  const undo = new Y.UndoManager(subdocs)
  const heard = []
  doc.on('subdocs', ({ added, loaded, removed }) => heard.push([added, loaded, removed].map(set => [...set].map(sub => sub.guid))))
  const first = new Y.Doc({ guid: 'sub-a', autoLoad: true })
  subdocs.set('k', first)
  undo.undo()
  undo.redo()
  sees(subdocs.get('k') !== first)
  sees(subdocs.get('k').guid)
  sees(heard)
  subdocs.delete('k')
  undo.undo()
  sees(heard)
  sees(doc)
})

scenario('whatAStepNeedsIsKeptUntilItIsForgotten', sees => {
  const doc = newDoc(1)
  const [text, array] = [doc.getText('t'), doc.getArray('a')]
  const undo = new Y.UndoManager(doc, { captureTimeout: 0 })
  text.insert(0, 'kept words')
  array.push([nested(['k', new Y.Text('deep')])])
  text.delete(0, 5)
  array.delete(0, 1)
  sees(doc)
  undo.undo()
  undo.undo()
  sees(doc.toJSON())
  undo.redo()
  undo.clear()
  sees(doc)
  array.delete(0, 1)
  undo.clear()
  text.delete(0, 2)
  sees(doc)
})

scenario('keptItemsAreReleasedByRemoteDeletions', sees => {
  const [mine, theirs] = [newDoc(1), newDoc(2)]
  const array = mine.getArray('a')
  const undo = new Y.UndoManager(array, { captureTimeout: 0 })
  array.push([nested(['k', 'v']), 'x'])
  exchange(mine, theirs)
  array.get(0).delete('k')
  exchange(mine, theirs)
  theirs.getArray('a').delete(0, 2)
  exchange(mine, theirs)
  sees(mine) // the map is kept, for the value that was deleted in it
  undo.undo()
  sees(array.toJSON())
  undo.undo()
  sees(array.toJSON())
  undo.redo()
  undo.redo()
  sees(array.toJSON())
  sees(mine)
})

scenario('positionsFollowWhatWasUndone', sees => {
  const doc = newDoc(1)
  const text = doc.getText('t')
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  text.insert(0, 'hello world')
  const before = Y.createRelativePositionFromTypeIndex(text, 1)
  const inside = Y.createRelativePositionFromTypeIndex(text, 7)
  const behind = Y.createRelativePositionFromTypeIndex(text, 8, -1)
  const look = () => [before, inside, behind].map(position => [true, false].map(follow => Y.createAbsolutePositionFromRelativePosition(position, doc, follow).index))
  sees(look())
  text.delete(6, 5)
  sees(look())
  undo.undo()
  sees(look())
  text.insert(6, 'wide ')
  sees(look())
  text.delete(8, 3)
  undo.undo()
  sees(look())
  const copy = newDoc(2)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.getText('t')
  sees([before, inside, behind].map(position => Y.createAbsolutePositionFromRelativePosition(position, copy).index))
})

// ---- relative positions

scenario('positionsAtEveryIndex', sees => {
  const doc = newDoc(1)
  const [text, array, root] = [doc.getText('t'), doc.getArray('a'), doc.getMap('m')]
  text.insert(0, '1')
  text.insert(0, 'abc')
  text.insert(0, 'z')
  text.insert(0, 'y')
  text.insert(0, 'x')
  text.delete(1, 2)
  text.format(0, 2, { bold: true })
  text.delete(text.length - 1, 1)
  array.push([1, 2, 3])
  root.set('inner', new Y.Text('xy'))
  const types = [text, array, root.get('inner'), doc.getText('empty')]
  for (const type of types) {
    for (let index = 0; index <= type.length + 2; index++) {
      for (const assoc of [0, -1, 3, -7]) {
        const position = Y.createRelativePositionFromTypeIndex(type, index, assoc)
        const absolute = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(Y.encodeRelativePosition(position)), doc)
        sees([hex(Y.encodeRelativePosition(position)), JSON.stringify(Y.relativePositionToJSON(position)), absolute.index, absolute.assoc, types.indexOf(absolute.type)])
      }
    }
  }
})

scenario('positionsOfTombstonesAndReleasedContent', sees => {
  const doc = newDoc(1)
  const [array, text] = [doc.getArray('a'), doc.getText('t')]
  array.push([new Y.Text('inner'), Y.Array.from([1, 2, 3]), nested(['k', 'v'])])
  text.insert(0, 'abcdef')
  const positions = [[text, 2, 0], [text, 3, -1], [text, 6, 0], [text, 6, -1], [array.get(0), 2, 0], [array.get(0), 5, 0], [array.get(0), 0, -1], [array.get(1), 1, 0], [array, 1, 0], [array, 3, 0]]
    .map(([type, index, assoc]) => Y.createRelativePositionFromTypeIndex(type, index, assoc))
  const key = Y.createRelativePositionFromJSON({ item: { client: 1, clock: array.get(2)._map.get('k').id.clock } })
  positions.push(key)
  const look = () => positions.map(position => {
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc)
    return absolute === null ? null : [absolute.index, absolute.assoc]
  })
  sees(look())
  text.delete(1, 4)
  array.delete(0, 1)
  sees(look())
  array.delete(1, 1)
  text.delete(0, 2)
  sees(look())
  positions.push(Y.createRelativePositionFromJSON({ item: { client: 1, clock: 99 } }), Y.createRelativePositionFromJSON({ type: { client: 8, clock: 0 } }))
  sees(look())
})

// ---- snapshots

const snapshotHex = snapshot => [hex(Y.encodeSnapshot(snapshot)), hex(Y.encodeSnapshotV2(snapshot))]

scenario('snapshotsAreRestored', sees => {
  const doc = newDoc(1, { gc: false })
  const [array, text, map, xml] = [doc.getArray('a'), doc.getText('t'), doc.getMap('m'), doc.getXmlFragment('x')]
  const snapshots = [Y.snapshot(doc), Y.emptySnapshot]
  const keep = () => { const snapshot = Y.snapshot(doc); snapshots.push(snapshot); sees(snapshotHex(snapshot)) }
  array.insert(0, ['hello'])
  keep()
  array.insert(1, ['world'])
  text.insert(0, 'world!')
  keep()
  text.insert(0, 'hello ')
  map.set('sub', nested(['key1', 'value1']))
  keep()
  map.get('sub').set('key2', 'value2')
  map.get('sub').delete('key1')
  array.delete(0, 1)
  keep()
  xml.insert(0, [new Y.XmlElement('p')])
  xml.get(0).setAttribute('a', 'b')
  text.format(2, 5, { bold: { nested: [undefined, 1] } })
  keep()
  xml.get(0).setAttribute('a', 'c')
  map.set('sub', 1)
  text.delete(3, 6)
  xml.delete(0, 1)
  keep()
  for (const snapshot of snapshots) {
    const restored = Y.createDocFromSnapshot(doc, snapshot)
    sees([restored.getArray('a').toJSON(), restored.getText('t').toDelta(), restored.getMap('m').toJSON(), restored.getXmlFragment('x').toString()])
    sees(restored)
    sees(Y.createDocFromSnapshot(doc, Y.decodeSnapshotV2(Y.encodeSnapshotV2(snapshot)), newDoc(9, { gc: false })))
  }
  sees(doc)
})

scenario('snapshotsOfTwoAuthorsAreRestored', sees => {
  const docs = [newDoc(3, { gc: false }), newDoc(8, { gc: false })]
  const [one, two] = docs.map(doc => doc.getArray('a'))
  one.insert(0, ['user1item1'])
  exchange(...docs)
  two.insert(1, ['user2item1'])
  exchange(...docs)
  const first = Y.snapshot(docs[0])
  one.insert(2, ['user1item2'])
  exchange(...docs)
  two.insert(3, ['user2item2'])
  exchange(...docs)
  const restored = Y.createDocFromSnapshot(docs[0], first)
  sees(restored.getArray('a').toJSON())
  sees(restored)
  one.delete(1, 2)
  one.insert(1, ['user1item3', 'user1item4'])
  exchange(...docs)
  const second = Y.snapshot(docs[1])
  two.delete(0, 2)
  exchange(...docs)
  sees(Y.createDocFromSnapshot(docs[1], second).getArray('a').toJSON())
  sees(Y.createDocFromSnapshot(docs[1], second))
  sees(Y.createDocFromSnapshot(docs[1], first))
  sees(docs[1])
})

scenario('snapshotsContainUpdates', sees => {
  const doc = newDoc(1)
  const updates = []
  const updatesV2 = []
  doc.on('update', update => updates.push(update))
  doc.on('updateV2', update => updatesV2.push(update))
  const array = doc.getArray('a')
  const snapshots = [Y.snapshot(doc)]
  const step = edit => { edit(); snapshots.push(Y.snapshot(doc)) }
  step(() => array.insert(0, [1]))
  step(() => array.push([2, 3]))
  step(() => array.delete(1, 1))
  step(() => array.insert(1, ['x']))
  step(() => array.delete(0, 3))
  updates.push(Y.mergeUpdates([updates[0], updates[3]]), Y.encodeStateAsUpdate(doc))
  updatesV2.push(Y.mergeUpdatesV2([updatesV2[0], updatesV2[3]]), Y.encodeStateAsUpdateV2(doc))
  sees(updates.map(hex))
  sees(updatesV2.map(hex))
  sees(snapshots.map(snapshot => updates.map(update => Y.snapshotContainsUpdate(snapshot, update))))
  sees(snapshots.map(snapshot => updatesV2.map(update => Y.snapshotContainsUpdate(snapshot, Y.convertUpdateFormatV2ToV1(update)))))
})

scenario('deltasBetweenSnapshots', sees => {
  const docs = [newDoc(1, { gc: false }), newDoc(2, { gc: false })]
  const [text, other] = docs.map(doc => doc.getText('t'))
  const snapshots = []
  const keep = () => { exchange(...docs); snapshots.push(Y.snapshot(docs[0])) }
  text.applyDelta([{ insert: 'abcd' }])
  keep()
  text.applyDelta([{ retain: 1 }, { insert: 'x' }, { delete: 1 }])
  other.insert(4, ' and more')
  keep()
  text.applyDelta([{ retain: 2 }, { delete: 3 }, { insert: 'x' }, { delete: 1 }])
  other.format(1, 6, { bold: true })
  keep()
  text.insertEmbed(3, { image: 'x' })
  other.insertEmbed(1, new Y.Text('inner'), { italic: true })
  other.delete(4, 2)
  keep()
  text.format(0, text.length, { bold: null, ychange: { user: 2, type: 'added' } })
  keep()
  text.delete(0, text.length)
  keep()
  const attribute = (type, id) => ({ user: id.client, type })
  const word = (type, id) => type + ' by ' + id.client
  for (const [i, later] of [...snapshots.entries(), [-1, undefined]]) {
    for (const [j, earlier] of [...snapshots.entries(), [-1, undefined]]) {
      if (i < 0 || j < 0 || j <= i + 1) {
        sees(text.toDelta(later, earlier))
        sees(text.toDelta(later, earlier, attribute))
        sees(text.toDelta(later, earlier, word))
      }
    }
  }
  sees(docs[0]) // cut and joined again
})

scenario('listsAndMapsAsTheyWere', sees => {
  const docs = [newDoc(1, { gc: false }), newDoc(2, { gc: false })]
  const [mine, theirs] = docs
  const [array, map, xml, text] = [mine.getArray('a'), mine.getMap('m'), mine.getXmlElement('x'), mine.getText('t')]
  const snapshots = [Y.snapshot(mine)]
  const keep = () => { exchange(...docs); snapshots.push(Y.snapshot(mine)) }
  array.push([1, 2])
  map.set('k', 'first')
  xml.setAttribute('class', 'a')
  keep()
  array.push([3, 4]) // joins the item of 1 and 2
  map.set('k', nested(['inner', 1]))
  map.set('l', [null, true])
  xml.insert(0, [new Y.XmlText('t')])
  keep()
  theirs.getArray('a').delete(1, 2)
  theirs.getMap('m').set('k', 'second')
  theirs.getMap('m').delete('l')
  theirs.getXmlElement('x').removeAttribute('class')
  keep()
  array.insert(1, ['x', new Y.Map()])
  map.set('l', 'third')
  map.set('10', 'ten')
  map.set('2', 'two') // properties of an object are listed numbers first
  keep()
  for (const snapshot of snapshots) {
    mine.transact(() => {
      text.toDelta(snapshot) // cuts all items at the snapshot until the end of the transaction
      sees(Y.typeListToArraySnapshot(array, snapshot))
      sees(Y.typeMapGetAllSnapshot(map, snapshot))
      sees(['k', 'l', 'none'].map(key => Y.typeMapGetSnapshot(map, key, snapshot) ?? null))
      sees(xml.getAttributes(snapshot))
      sees(Y.typeListToArraySnapshot(xml, snapshot).length)
    })
  }
  sees(mine)
})

// ---- random runs

const random = seed => () => { // mulberry32
  seed = (seed + 0x6D2B79F5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const WORDS = ['a', 'bc', 'déf', '12345', ' ', 'x\n', 'lorem ipsum dolor']
const digest = bytes => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

/**
 * Three authors. With `keys` they only fight over the keys of maps inside maps, and undo as often as they write.
 */
const recordRun = (seed, steps, keys) => {
  clock.reset()
  const rnd = random(seed)
  const int = n => Math.floor(rnd() * n)
  const pick = list => list[int(list.length)]
  const gc = seed % 4 < 2
  const docs = [1, 70000, 9007199254740991].map(id => newDoc(id, { gc }))
  const scope = keys ? 3 : 1 + seed % 3
  const options = { captureTimeout: 300, ignoreRemoteMapChanges: seed % 3 === 0 }
  const roots = docs.map(doc => [doc.getText('t'), doc.getArray('a'), doc.getMap('m')])
  const managers = [
    new Y.UndoManager(docs[0], { ...options, trackedOrigins: new Set(keys ? [null] : [null, 'remote']) }),
    new Y.UndoManager(roots[1].slice(0, scope), options)
  ]
  const positions = []
  const snapshots = []
  const records = []
  let broken = false

  /** All list-like types that can be reached, by path: ['t'], ['a'], ['m', key], ['a', index], … */
  const lists = doc => {
    const found = []
    const visit = (path, type) => {
      if (type instanceof Y.Map) {
        for (const key of [...type.keys()].sort()) visit([...path, key], type.get(key))
      } else if (type instanceof Y.Array) {
        found.push({ path, type })
        type.forEach((value, i) => visit([...path, i], value))
      } else if (type instanceof Y.Text) found.push({ path, type })
    }
    for (const name of ['t', 'a', 'm']) visit([name], doc.share.get(name))
    return found
  }

  const maps = doc => {
    const found = []
    const visit = (path, map) => {
      found.push(path)
      for (const key of [...map.keys()].sort()) if (map.get(key) instanceof Y.Map) visit([...path, key], map.get(key))
    }
    visit(['m'], doc.getMap('m'))
    return found
  }

  const editKey = d => {
    const op = { do: pick(['set', 'set', 'set', 'unset', 'unset', 'nestMap']), d, path: pick(maps(docs[d])), key: pick(['k', 'l']) }
    if (op.do === 'set') op.value = int(1000)
    perform(docs[d], op)
    records.push(op)
  }

  const txn = d => {
    const outer = records.length
    docs[d].transact(() => { for (let count = 2 + int(3); count > 0; count--) editKey(d) })
    records.push({ do: 'txn', d, ops: records.splice(outer) })
  }

  const edit = d => {
    const doc = docs[d]
    const { path, type } = pick(lists(doc))
    const op = { do: null, d, path }
    if (rnd() < 0.25) {
      op.path = ['m']
      op.key = pick(['k', 'l', 'n'])
      op.do = pick(['set', 'set', 'unset', 'nest', 'nestList'])
      if (op.do === 'set') op.value = pick([int(100), 'word', null, [1, 2]])
    } else if (type instanceof Y.Text) {
      op.at = int(type.length + 1)
      op.do = type.length === 0 ? 'insert' : pick(['insert', 'insert', 'delete', 'format', 'embed'])
      if (op.do === 'insert') op.text = pick(WORDS)
      else if (op.do === 'embed') op.value = { n: int(9) }
      else {
        op.at = int(type.length)
        op.count = Math.min(1 + int(6), type.length - op.at)
        if (op.do === 'format') op.attributes = { [pick(['bold', 'link'])]: pick([true, null, 'x']) }
      }
    } else if (type.length === 0 || rnd() < 0.6) {
      op.at = int(type.length + 1)
      op.do = pick(['add', 'add', 'addText', 'addList'])
      if (op.do === 'add') op.values = pick([[1], ['two', 3.5], [null, true, { x: 1 }]])
    } else {
      op.do = 'remove'
      op.at = int(type.length)
      op.count = Math.min(1 + int(3), type.length - op.at)
    }
    perform(doc, op)
    records.push(op)
  }

  const perform = (doc, op) => {
    const type = op.path.slice(1).reduce((parent, key) => parent.get(key), doc.share.get(op.path[0]))
    switch (op.do) {
      case 'set': return type.set(op.key, op.value)
      case 'unset': return type.delete(op.key)
      case 'nest': return type.set(op.key, new Y.Text('nested'))
      case 'nestMap': return type.set(op.key, nested(['k', 0], ['l', 0]))
      case 'nestList': return type.set(op.key, Y.Array.from([1, 2, 3]))
      case 'insert': return type.insert(op.at, op.text)
      case 'embed': return type.insertEmbed(op.at, op.value)
      case 'delete': return type.delete(op.at, op.count)
      case 'format': return type.format(op.at, op.count, op.attributes)
      case 'add': return type.insert(op.at, op.values)
      case 'addText': return type.insert(op.at, [new Y.Text('in list')])
      case 'addList': return type.insert(op.at, [Y.Array.from(['p', 'q'])])
      case 'remove': return type.delete(op.at, op.count)
    }
  }

  const tick = ms => {
    clock.advance(ms)
    if (ms > 0) records.push({ do: 'tick', ms })
  }

  const pop = name => {
    const d = int(2)
    tick(200)
    try {
      records.push({ do: name, d, done: managers[d][name]() !== null })
    } catch (error) { // where a type that came back was deleted and released, Yjs finds no type to redo into
      if (!(error instanceof TypeError)) throw error
      broken = true
    }
  }

  const sync = () => {
    const from = int(3)
    const to = (from + 1 + int(2)) % 3
    Y.applyUpdate(docs[to], Y.encodeStateAsUpdate(docs[from], Y.encodeStateVector(docs[to])), 'remote')
    records.push({ do: 'sync', from, d: to })
  }

  const place = () => {
    const d = int(3)
    const { path, type } = pick(lists(docs[d]))
    const at = int(type.length + 1)
    const assoc = pick([0, -1])
    const position = Y.createRelativePositionFromTypeIndex(type, at, assoc)
    positions.push(position)
    records.push({ do: 'position', d, path, at, assoc, bytes: hex(Y.encodeRelativePosition(position)) })
  }

  const keep = () => {
    const d = int(3)
    snapshots.push([d, Y.snapshot(docs[d])])
    records.push({ do: 'snapshot', d, bytes: hex(Y.encodeSnapshot(snapshots.at(-1)[1])) })
  }

  /** Where all positions are, in all documents; what the documents are. */
  const look = () => {
    const where = follow => docs.map(doc => positions.map(position => {
      const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc, follow)
      return absolute === null ? -1 : absolute.index
    }))
    records.push({
      do: 'look',
      states: docs.map(doc => digest(Y.encodeStateAsUpdate(doc))),
      stacks: managers.map(manager => [manager.undoStack.length, manager.redoStack.length]),
      following: where(true),
      plain: where(false)
    })
  }

  const restore = () => {
    for (const [i, [d, snapshot]] of snapshots.entries()) {
      if (gc) return
      const restored = Y.createDocFromSnapshot(docs[d], snapshot)
      const previous = snapshots.slice(0, i).findLast(([owner]) => owner === d)
      docs[d].transact(() => {
        const delta = docs[d].getText('t').toDelta(snapshot, previous?.[1], (type, id) => ({ user: id.client, type }))
        records.push({
          do: 'restore',
          d,
          snapshot: i,
          previous: previous ? snapshots.indexOf(previous) : -1,
          state: digest(Y.encodeStateAsUpdate(restored)),
          delta: JSON.stringify(delta),
          list: JSON.stringify(Y.typeListToArraySnapshot(docs[d].getArray('a'), snapshot).map(value => value instanceof Y.AbstractType ? 'type' : value)),
          keys: JSON.stringify(Object.entries(Y.typeMapGetAllSnapshot(docs[d].getMap('m'), snapshot)).map(([key, value]) => [key, value instanceof Y.AbstractType ? 'type' : value]))
        })
      })
    }
  }

  for (let step = 1; step <= steps && !broken; step++) {
    const chance = rnd()
    if (keys) {
      if (chance < 0.45) {
        tick(pick([0, 300]))
        pick([editKey, editKey, editKey, txn])(pick([0, 0, 1, 1, 1, 2]))
      } else if (chance < 0.55) sync()
      else pop(chance < 0.82 ? 'undo' : 'redo')
    } else if (chance < 0.45) {
      tick(pick([0, 100, 400]))
      edit(int(3))
    } else if (chance < 0.60) sync()
    else if (chance < 0.68) pop('undo')
    else if (chance < 0.74) pop('redo')
    else if (chance < 0.95) place()
    else keep()
    if (step % 40 === 0 && !broken) look()
  }
  if (!broken) {
    for (let round = 0; round < 8; round++) sync()
    look()
    restore()
    look()
  }
  return { seed, gc, ignoreRemoteMapChanges: options.ignoreRemoteMapChanges, scope, clock: 1_000_000, records }
}

if (process.argv[2] === 'runs') {
  const seeds = Number(process.argv[3] ?? 80)
  for (let seed = 1; seed <= seeds; seed++) print(JSON.stringify({ keys: seed % 2 === 0, ...recordRun(seed, 200, seed % 2 === 0) }))
} else {
  print(JSON.stringify({ about: 'what npm yjs 13.6.33 was seen doing with its history; see history-recorder.mjs', scenarios }, null, 1))
}
