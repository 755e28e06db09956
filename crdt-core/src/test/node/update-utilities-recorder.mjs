// Records what npm yjs makes of updates without a document: merge, diff, state vector, meta, convert, obfuscate.
//
//   node update-utilities-recorder.mjs 1 120 > ../resources/vectors/update-utilities.jsonl.gz
//
// First argument: the seed of the first round; second: how many rounds. Every line is one round: a few peers edit, their
// updates (both formats) are collected in a table, and every case names its inputs by their place in the table and has the
// bytes Yjs answered (base64). The same arguments give the same file.
import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'
import { gzipSync } from 'node:zlib'

const firstSeed = Number(process.argv[2] ?? 1)
const rounds = Number(process.argv[3] ?? 120)

const base64 = bytes => Buffer.from(bytes).toString('base64')

const randomOf = seed => {
  let state = (seed * 2654435761) >>> 0 || 1
  const below = n => {
    state ^= state << 13; state >>>= 0
    state ^= state >>> 17
    state ^= state << 5; state >>>= 0
    return state % n
  }
  return { below, pick: list => list[below(list.length)], chance: n => below(n) === 0 }
}

const clientIds = [1, 2, 77, 300, 4294967295, 9007199254740991]
const texts = ['a', 'bc', '\n', 'é', '中文', '😀', 'x😀y😀', 'hello world', '\u0000', '\ufeff', 'typing']
const values = [null, undefined, true, false, 0, -0, 1, -64, 2147483648, 0.5, 0.1, 1e21, NaN, 1700000000000, 10n, 'str', '', '😀',
  [1, 'a', null], { b: 1, a: { 10: 'x' } }, {}, []]
/** What Y.Array takes: Y.Map takes more. */
const plainValues = values.filter(value => value !== undefined && typeof value !== 'bigint')
const jsonTexts = ['1', '"a"', 'undefined', 'null', '{"k":[1,2]}', '"😀"', '0.25']
const formats = [{ bold: true }, { bold: null }, { italic: true }, { color: 'red' }, { link: { href: 'u' } }, { size: 1.5 }]

const names = { key: ['k', 'l', '1', '', 'ключ'], node: ['p', 'DIV', 'p'] }

/** An update with content of the legacy kind JSON, which Yjs reads and no longer makes. */
const legacyJson = (client, clock, texts) => {
  const out = encoding.createEncoder()
  for (const number of [1, 1, client, clock]) encoding.writeVarUint(out, number)
  encoding.writeUint8(out, 2)
  encoding.writeVarUint(out, 1)
  encoding.writeVarString(out, 'legacy')
  encoding.writeVarUint(out, texts.length)
  texts.forEach(text => encoding.writeVarString(out, text))
  encoding.writeVarUint(out, 0)
  return encoding.toUint8Array(out)
}

const edit = (doc, random) => {
  const text = doc.getText('t')
  const list = doc.getArray('a')
  const map = doc.getMap('m')
  const xml = doc.getXmlFragment('x')
  const within = type => random.below(type.length + 1)
  const remove = type => { if (type.length > 0) { const at = random.below(type.length); type.delete(at, 1 + random.below(Math.min(5, type.length - at))) } }
  switch (random.below(16)) {
    case 0: case 1: case 2: case 3: text.insert(within(text), random.pick(texts)); break
    case 4: text.insert(within(text), random.pick(texts), { ...random.pick(formats) }); break
    case 5: if (text.length > 0) { const at = random.below(text.length); text.format(at, 1 + random.below(text.length - at), { ...random.pick(formats) }) } break
    case 6: text.insertEmbed(within(text), { image: random.below(9) }); break
    case 7: case 8: remove(text); break
    case 9: case 10: list.insert(within(list), Array.from({ length: 1 + random.below(4) }, () => random.pick(plainValues))); break
    case 11: list.insert(within(list), [random.pick([new Uint8Array([1, 2, 3]), new Y.Map([['in', 1]]), new Y.Text('nested'), new Y.Array()])]); break
    case 12: remove(list); break
    case 13: map.set(random.pick(names.key), random.chance(4) ? new Y.Doc({ guid: 'g' + random.below(3), autoLoad: true, meta: { a: 1 } }) : random.pick(values)); break
    case 14: map.delete(random.pick(names.key)); break
    case 15: {
      const element = new Y.XmlElement(random.pick(names.node))
      element.setAttribute('id', 'i')
      xml.insert(within(xml), [element, random.chance(3) ? new Y.XmlHook('hook') : new Y.XmlText('tx')])
      break
    }
  }
}

/** A session of a few peers; its updates, in both formats, as they were sent, and states along the way. */
const session = random => {
  const v1 = []
  const v2 = []
  const both = update => { v1.push(update); v2.push(Y.convertUpdateFormatV1ToV2(update)) }
  const ids = clientIds.slice().sort(() => random.below(3) - 1).slice(0, 2 + random.below(3))
  const docs = ids.map(id => {
    const doc = new Y.Doc({ gc: !random.chance(3), guid: 'd' })
    doc.clientID = id
    doc.getText('t'); doc.getArray('a'); doc.getMap('m'); doc.getXmlFragment('x')
    doc.on('update', (update, _origin, _doc, transaction) => { if (transaction.local) v1.push(update) })
    doc.on('updateV2', (update, _origin, _doc, transaction) => { if (transaction.local) v2.push(update) })
    return doc
  })
  if (random.chance(2)) {
    const legacy = legacyJson(5000, 0, Array.from({ length: 2 + random.below(4) }, () => random.pick(jsonTexts)))
    both(legacy)
    docs.forEach(doc => Y.applyUpdate(doc, legacy, 'remote'))
  }
  const steps = 8 + random.below(40)
  for (let step = 0; step < steps; step++) {
    const doc = random.pick(docs)
    if (random.chance(4)) {
      const other = random.pick(docs)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, random.chance(2) ? undefined : Y.encodeStateVector(doc)), 'remote')
    } else {
      doc.transact(() => { for (let n = 1 + random.below(4); n > 0; n--) edit(doc, random) })
    }
    if (random.chance(8)) {
      v1.push(Y.encodeStateAsUpdate(doc))
      v2.push(Y.encodeStateAsUpdateV2(doc))
    }
  }
  docs.forEach(doc => { v1.push(Y.encodeStateAsUpdate(doc)); v2.push(Y.encodeStateAsUpdateV2(doc)) })
  return { v1, v2, docs }
}

const randomStateVector = (update, random, parse) => {
  const entries = new Map()
  parse(update).to.forEach((clock, client) => { if (!random.chance(4)) entries.set(client, random.below(clock + 2)) })
  if (random.chance(4)) entries.set(123456, 7)
  const out = encoding.createEncoder()
  encoding.writeVarUint(out, entries.size)
  Array.from(entries).sort((a, b) => b[0] - a[0]).forEach(([client, clock]) => { encoding.writeVarUint(out, client); encoding.writeVarUint(out, clock) })
  return encoding.toUint8Array(out)
}

const functions = {
  1: { merge: Y.mergeUpdates, diff: Y.diffUpdate, sv: Y.encodeStateVectorFromUpdate, meta: Y.parseUpdateMeta, convert: Y.convertUpdateFormatV1ToV2, obfuscate: Y.obfuscateUpdate },
  2: { merge: Y.mergeUpdatesV2, diff: Y.diffUpdateV2, sv: Y.encodeStateVectorFromUpdateV2, meta: Y.parseUpdateMetaV2, convert: Y.convertUpdateFormatV2ToV1, obfuscate: Y.obfuscateUpdateV2 }
}

const entriesOf = clocks => Array.from(clocks).map(([client, clock]) => [String(client), clock])

const record = seed => {
  const random = randomOf(seed)
  const { v1, v2, docs } = session(random)
  const tables = { 1: v1, 2: v2 }
  const cases = []
  for (const version of [1, 2]) {
    const table = tables[version]
    const f = functions[version]
    const place = update => table.push(update) - 1
    const some = () => Array.from({ length: 2 + random.below(Math.min(12, table.length)) }, () => random.below(table.length))
    const merge = inputs => {
      const output = f.merge(inputs.map(i => table[i]))
      const at = place(output)
      cases.push({ f: 'merge', v: version, in: inputs, out: at })
      return at
    }
    const diff = (input, stateVector) => {
      const output = f.diff(table[input], stateVector)
      const at = place(output)
      cases.push({ f: 'diff', v: version, in: input, sv: base64(stateVector), out: at })
      return at
    }
    // merges of parts leave holes, diffs cut structs: both go back into the table and are merged again
    for (let n = 0; n < 3; n++) merge(some())
    for (let n = 0; n < 3; n++) { const input = random.below(table.length); diff(input, randomStateVector(table[input], random, f.meta)) }
    for (let n = 0; n < 4; n++) merge(some())
    for (let n = 0; n < 3; n++) { const input = table.length - 1 - random.below(10); diff(input, randomStateVector(table[input], random, f.meta)) }
    const subjects = Array.from({ length: 5 }, () => random.below(table.length))
    for (const input of subjects) {
      const update = table[input]
      cases.push({ f: 'sv', v: version, in: input, bytes: base64(f.sv(update)) })
      const meta = f.meta(update)
      cases.push({ f: 'meta', v: version, in: input, from: entriesOf(meta.from), to: entriesOf(meta.to) })
      cases.push({ f: 'convert', v: version, in: input, bytes: base64(f.convert(update)) })
    }
    const subject = subjects[0]
    const options = { formatting: !random.chance(3), subdocs: !random.chance(3), yxml: !random.chance(3) }
    cases.push({ f: 'obfuscate', v: version, in: subject, options, bytes: base64(f.obfuscate(table[subject], options)) })
  }
  docs.forEach(doc => doc.destroy())
  return { seed, v1: v1.map(base64), v2: v2.map(base64), cases }
}

const lines = []
for (let seed = firstSeed; seed < firstSeed + rounds; seed++) lines.push(JSON.stringify(record(seed)))
process.stdout.write(gzipSync(lines.join('\n') + '\n', { level: 9 }))
