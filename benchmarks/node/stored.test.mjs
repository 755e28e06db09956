import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as Y from 'yjs'
import { isAsked } from './answers.mjs'
import { ENGINES } from './engines.mjs'
import { BEHIND, storedFor } from './stored.mjs'
import { joinRecords, splitRecords, Traces } from './traces.mjs'

const directory = mkdtempSync(join(tmpdir(), 'codecollab-stored-'))
after(() => rmSync(directory, { recursive: true }))

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** 1,100 letters one behind the other, of which another client puts ten more at the start. */
function writeTraces() {
  const letters = Array.from({ length: BEHIND + 100 }, (_, i) => LETTERS[i % 26])
  writeFileSync(join(directory, 'b4-ops.bin'), joinRecords(letters.map((letter, i) => encodedEdit(i, letter))))
  const doc = new Y.Doc()
  doc.getText('text').insert(0, letters.join(''))
  writeFileSync(join(directory, 'b4-doc-v1.bin'), Y.encodeStateAsUpdate(doc))
  const updates = []
  doc.on('update', (update) => updates.push(update))
  for (let i = 0; i < BEHIND + 10; i++) doc.getText('text').insert(i % 7, '!')
  writeFileSync(join(directory, 'hot-random-v1.bin'), joinRecords(updates))
  return { b4: letters.join(''), hot: doc.getText('text').toString() }
}

function encodedEdit(position, insert) {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(position)
  return Buffer.concat([head, Buffer.from(insert)])
}

const { b4, hot } = writeTraces()

for (const name of ['loro', 'automerge']) {
  test(`${name} is given the documents of the traces in its own format, once`, async () => {
    const engine = await ENGINES[name]()
    const traces = new Traces(directory, directory)
    const stored = storedFor(engine, traces)
    const textOf = (bytes, ...updates) => {
      const doc = engine.newDocument()
      engine.load(doc, bytes)
      for (const update of updates) engine.applyUpdate(doc, update)
      return engine.text(doc)
    }
    assert.equal(textOf(stored.document('b4')), b4)
    assert.equal(textOf(stored.documentBehind('b4')), b4.slice(0, -BEHIND))
    assert.equal(textOf(stored.document('hot-random')), hot)
    assert.equal(textOf(stored.document('b4'), ...stored.updates('hot-random')), hot)

    const doc = engine.newDocument()
    engine.load(doc, stored.document('b4'))
    const missing = engine.encodeState(doc, stored.versionBehind('b4'))
    assert.equal(textOf(stored.documentBehind('b4'), missing), b4)

    assert.deepEqual([...stored.document('b4')], [...stored.document('b4')])
    assert.equal(readdirSync(directory).filter((file) => file.startsWith(name)).length, 6)
  })
}

test('records are split where they were joined', () => {
  const records = [Uint8Array.of(1, 2, 3), Uint8Array.of(), Uint8Array.of(4)]
  assert.deepEqual(splitRecords(joinRecords(records)).map((record) => [...record]), [[1, 2, 3], [], [4]])
})

test('engines with formats of their own are asked where the work is the same', () => {
  const load = (params) => ({ question: 'LoadAndRead.load', params })
  assert.ok(isAsked('loro', load({ trace: 'b4', format: 'v1' })))
  assert.ok(!isAsked('loro', load({ trace: 'b4', format: 'v2' })))
  assert.ok(isAsked('yjs', load({ trace: 'b4', format: 'v2' })))
  assert.ok(!isAsked('automerge', { question: 'MergeUpdates.withoutDocument', params: { trace: 'hot-random' } }))
  assert.ok(!isAsked('automerge', { question: 'HeapFootprint.struct', params: { trace: 'b4x100' } }))
})
