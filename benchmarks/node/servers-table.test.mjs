import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, serverTables } from './servers-table.mjs'
import { sessionOf } from './table-session.mjs'

const report = (delivered, more = {}) => ({
  deliveredPerSecond: delivered,
  editsPerMessageIn: 1,
  latencyMs: { p50: 1, p99: 4, p999: 9 },
  server: { busy: 0.9, userMs: 300, systemMs: 100, cpuMicrosPerDelivered: 8, rssKb: 102_400 },
  generator: { busy: 0.5 },
  clean: true,
  ...more,
})

const session = (answers) => sessionOf(['one', 'other'], { mode: 'saturation', answers })

test('a figure is the median of all runs, wherever it is in the report', () => {
  assert.equal(median([report(3), report(1), report(2)], 'deliveredPerSecond'), 2)
  assert.equal(median([report(3)], 'latencyMs.p99'), 4)
})

test('everybody is compared with the better of the rivals', () => {
  const tables = serverTables(session({ codecollab: [report(600)], one: [report(100)], other: [report(200)] }))
  assert.match(tables, /\| codecollab \| 600 \| 3x \| 8: 6 \+ 2 \| 1x \|/)
  assert.match(tables, /\| one \| 100 \| 0.5x \|/)
  assert.doesNotMatch(tables, /\*\*/)
})

test('what casts doubt on a figure is said', () => {
  const lost = report(600, { clean: false, missing: 7, lostAcks: 0, refused: 0, broken: 0, reasons: {} })
  const limited = report(200, { generator: { busy: 0.97 } })
  const tables = serverTables(session({ codecollab: [lost], one: [report(100)], other: [limited] }))
  assert.match(tables, /\*\*codecollab was not clean\*\*: 7 missing/)
  assert.match(tables, /\*\*The generator was the limit of other\.\*\*/)
})
