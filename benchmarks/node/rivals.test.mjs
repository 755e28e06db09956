import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { readJmhResult } from './jmh.mjs'
import { tables } from './table.mjs'
import { quantile, summary } from './timing.mjs'
import { knownClientsUpdate, splitRecords } from './traces.mjs'

test('quantiles lie between the nearest ranks', () => {
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5)
  assert.equal(quantile([7], 0.9), 7)
  assert.deepEqual(summary([30, 10, 20]), { median: 20, p10: 12, p90: 28, runs: 3 })
})

test('records are split at their lengths', () => {
  const records = splitRecords(Uint8Array.of(0, 0, 0, 2, 8, 9, 0, 0, 0, 0))
  assert.deepEqual(records.map((record) => [...record]), [[8, 9], []])
})

test('yjs knows as many clients as the update says', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, knownClientsUpdate(1_000))
  assert.equal(Y.decodeStateVector(Y.encodeStateVector(doc)).size, 1_000)
  assert.equal(doc.getText('others').toString(), 'x'.repeat(1_000))
})

test('sampled runs of JMH are read run by run, in milliseconds', () => {
  const metric = { scoreUnit: 'us/op', rawDataHistogram: [[[[1_000, 2], [3_000, 1]], [[2_000, 2]]]] }
  assert.deepEqual(readJmhResult([{ primaryMetric: metric }]), { unit: 'ms', median: 2, p10: 1, p90: 2.6, runs: 5 })
})

test('a ratio below its goal is said to be missed', () => {
  const answer = (median) => ({ unit: 'us', median, p10: median, p90: median, runs: 9 })
  const row = { question: 'LocalEdit.edit', params: {}, work: 'local edits', unit: 'us', goal: 12 }
  const session = (ours) => ({
    date: '2026-01-01T00:00:00Z',
    pace: 'quick',
    commit: 'abc',
    traces: 'recorded',
    machine: { cpu: 'a cpu', cores: 2, pinnedToCore: 1, loadAtStart: 0, loadAtEnd: 1 },
    node: 'v20',
    jdks: [{ name: 'java-25', version: '25' }],
    rows: [{ ...row, answers: { 'java-25': answer(ours), yjs: answer(1_200) } }],
  })
  assert.match(tables(session(100)), /\| local edits \| 100 us \| 100-100 \| 1,200 us \|  \| 12x \|  \| 12x \| yes \|/)
  assert.match(tables(session(120)), /\| 10x \|  \| 12x \| \*\*no\*\* \|/)
})
