import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { benchmarksWithParam, readJmhResult } from './jmh.mjs'
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

test('benchmarks that let the engine be chosen are told from those that do not', () => {
  const listing = [
    'Benchmarks: ',
    'io.codecollab.bench.Conflict.deliver',
    '  param "conflict" = {k1000-asc, k1000-desc}',
    '  param "engine" = {java}',
    'io.codecollab.bench.EncodeState.memoised',
    '  param "format" = {v1, v2}',
    'io.codecollab.bench.server.FanOut.deliver',
    '  param "engine" = {java}',
    '',
  ]
  assert.deepEqual([...benchmarksWithParam(listing.join('\n'), 'engine')], ['Conflict.deliver', 'server.FanOut.deliver'])
})
