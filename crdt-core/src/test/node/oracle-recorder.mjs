// Records what an observer of three Yjs authors sees, update by update, in an order of the devil's choice.
// Usage: node oracle-recorder.mjs > ../resources/vectors/oracle.json
//
// Plain text, plain values, maps and maps within maps: what the slow oracle in the Java tests understands.

import * as Y from 'yjs'

const hex = bytes => Buffer.from(bytes).toString('hex')

const random = seed => () => { // mulberry32
  seed = (seed + 0x6D2B79F5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const define = doc => ({ text: doc.getText('t'), array: doc.getArray('a'), map: doc.getMap('m') })

const newDoc = clientID => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  define(doc)
  return doc
}

const recordSession = (seed, editCount) => {
  const rnd = random(seed)
  const int = n => Math.floor(rnd() * n)
  const pick = list => list[int(list.length)]
  const authors = [3, 70000, 9007199254740991].map(newDoc)
  const outbox = [] // every update with the author it came from
  authors.forEach(doc => doc.on('update', (update, origin) => { if (origin !== 'remote') outbox.push(update) }))

  const edit = doc => {
    const { text, array, map } = define(doc)
    const nested = map.get('nested')
    pick([
      () => text.insert(int(text.length + 1), pick(['a', 'bc', 'déf', '123456'])),
      () => text.insert(int(text.length + 1), pick(['X', 'YZ'])),
      () => text.insert(text.length, pick(['.', '!?'])),
      () => text.length > 0 && text.delete(int(text.length), 1 + int(3)),
      () => array.insert(int(array.length + 1), pick([[1], ['two', 3.5], [null, true]])),
      () => array.push([int(100)]),
      () => array.length > 0 && array.delete(int(array.length), 1),
      () => map.set(pick(['k', 'l']), int(1000)),
      () => map.delete(pick(['k', 'l', 'nested'])),
      () => map.set('nested', new Y.Map()),
      () => nested instanceof Y.Map && nested.set(pick(['x', 'y']), pick(['deep', int(9)]))
    ])()
  }

  for (let i = 0; i < editCount; i++) {
    const doc = pick(authors)
    edit(doc)
    if (rnd() < 0.4 && outbox.length > 0) Y.applyUpdate(doc, pick(outbox), 'remote')
  }

  // shuffled within a window, some of it twice, and in the end all of it
  const deliveries = outbox.map((update, i) => [i + int(12), update])
    .concat(outbox.filter(() => rnd() < 0.1).map(update => [int(outbox.length), update]))
    .sort((a, b) => a[0] - b[0]).map(([, update]) => update)
  const observer = newDoc(5)
  const steps = deliveries.map(update => {
    Y.applyUpdate(observer, update)
    const { text, array, map } = define(observer)
    return {
      update: hex(update),
      text: text.toString(),
      array: JSON.stringify(array.toJSON()),
      map: JSON.stringify(map.toJSON()),
      stateVector: hex(Y.encodeStateVector(observer)),
      pending: observer.store.pendingStructs !== null || observer.store.pendingDs !== null
    }
  })
  return { seed, steps }
}

console.log(JSON.stringify({
  source: 'yjs 13.6.33, recorded by oracle-recorder.mjs',
  sessions: [1, 2, 3, 4, 5, 6, 7, 8].map(seed => recordSession(seed, 60))
}).replaceAll('{"update":', '\n{"update":'))
