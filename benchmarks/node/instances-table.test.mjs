import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instanceTables } from './instances-table.mjs'
import { publishes } from './stores.mjs'
import { sessionOf } from './table-session.mjs'

const cost = (us) => ({ busy: us / 1000, cpuMicrosPerEdit: us })

const report = (p50, more = {}) => ({
  delivered: 100,
  editsInAll: 200,
  missing: 0,
  latencyMs: { p50, p99: 4 * p50, max: 10 * p50 },
  latenessMs: { p99: 0.1 },
  server: { cpuMicrosPerDelivered: 90 },
  processes: { A: cost(50), B: cost(30), Redis: cost(10) },
  counted: { publishes: 220, publishMicros: 880 },
  generator: { busy: 0.2 },
  clean: true,
  ...more,
})

const session = (answers, rate = 20) => sessionOf(['other'], { rate, answers })

test('each process has its share and publishes are counted per edit', () => {
  const tables = instanceTables(session({ codecollab: [report(1)], other: [report(2)] }))
  const cells = '100 | 0 | A 50 (5 %), B 30 (3 %), Redis 10 (1 %) | 90 | 1.1 | 4 |'
  assert.ok(tables.includes(`| codecollab | 1 | 0.5x | 4 | 10 | ${cells}`), tables)
  assert.ok(tables.includes(`| other | 2 | 1x | 8 | 20 | ${cells}`), tables)
  assert.doesNotMatch(tables, /\*\*|NaN/)
})

test('what a database wrote is told per edit', () => {
  const counted = { publishes: 200, publishMicros: 800, walBytes: 60_000, commits: 150 }
  const tables = instanceTables(session({ codecollab: [report(1, { counted })], other: [report(2)] }))
  assert.ok(tables.includes('| 1 | 4 | 300, 0.75 |'), tables)
})

test('without a rival there is nothing to compare with', () => {
  const alone = { ...session({ codecollab: [report(1)] }), servers: [{ name: 'codecollab', rival: false }] }
  assert.ok(instanceTables(alone).includes('| codecollab | 1 |  | 4 |'), instanceTables(alone))
})

test('several runs add up, the longest latency is that of all of them', () => {
  const tables = instanceTables(session({ codecollab: [report(1), report(3), report(2)], other: [report(2)] }))
  assert.ok(tables.includes('| codecollab | 2 | 1x | 8 | 30 | 300 | 0 |'), tables)
})

test('who did not write has no cost per edit', () => {
  const nothing = { delivered: 0, editsInAll: 0, latencyMs: {}, latenessMs: {}, processes: { A: { busy: 0.02, cpuMicrosPerEdit: 0 } } }
  const tables = instanceTables(session({ codecollab: [report(1, nothing)], other: [report(2, nothing)] }, 0))
  assert.ok(tables.includes('| A (2 %) |'), tables)
  assert.doesNotMatch(tables, /NaN|Infinity/)
})

test('what casts doubt on a figure is said', () => {
  const lost = report(1, { clean: false, missing: 7, lostAcks: 0, refused: 0, broken: 0, reasons: {} })
  const late = report(2, { latenessMs: { p99: 20 } })
  const tables = instanceTables(session({ codecollab: [lost], other: [late] }))
  assert.match(tables, /\*\*codecollab was not clean\*\*: 7 missing/)
  assert.match(tables, /\*\*The generator was late for other\*\*, busy 20 %/)
})

test('both kinds of PUBLISH are counted', () => {
  const stats = [
    '# Commandstats',
    'cmdstat_publish:calls=10,usec=30,usec_per_call=3.00,rejected_calls=0,failed_calls=0',
    'cmdstat_spublish:calls=5,usec=20,usec_per_call=4.00,rejected_calls=0,failed_calls=0',
    'cmdstat_pubsub|numsub:calls=7,usec=7,usec_per_call=1.00,rejected_calls=0,failed_calls=0',
  ]
  assert.deepEqual(publishes(stats.join('\r\n')), { publishes: 15, publishMicros: 50 })
  assert.deepEqual(publishes('# Commandstats'), { publishes: 0, publishMicros: 0 })
})
