import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { compare, obstacles, regressed } from './compare.mjs'
import { sessionOf } from './table-session.mjs'

const TIGHT = 0.03
const WIDE = 0.12

const answer = (median, spread = TIGHT) => ({ median, p10: median * (1 - spread), p90: median * (1 + spread), runs: 80 })

/** A session of rows {name of the work: {engine: answer}}, all in us. */
const session = (rows, more = {}) => ({
  date: '2026-01-01T00:00:00Z',
  pace: 'full',
  commit: 'abcdef0123456789',
  traces: 'recorded',
  machine: { cpu: 'a cpu', cores: 2, memoryGiB: 24, kernel: '6', pinnedToCore: 1, loadAtStart: 0, loadAtEnd: 1 },
  node: 'v20',
  jdks: [{ name: 'java-17', version: '17.0.1' }],
  rows: Object.entries(rows).map(([work, answers]) => ({ question: 'Made.up', params: { work }, work, unit: 'us', answers })),
  ...more,
})

const verdicts = (old, now) => compare(session(old), session(now)).rows.map(({ verdict }) => verdict)

test('the same session twice shows no change', () => {
  const rows = { one: { 'java-17': answer(10) }, other: { 'java-17': answer(0.2) } }
  assert.deepEqual(verdicts(rows, rows), ['same', 'same'])
  assert.equal(regressed(compare(session(rows), session(rows))), false)
})

test('30 % with a tight spread is a change, both ways', () => {
  assert.deepEqual(verdicts({ one: { 'java-17': answer(10) } }, { one: { 'java-17': answer(13) } }), ['slower'])
  assert.deepEqual(verdicts({ one: { 'java-17': answer(13) } }, { one: { 'java-17': answer(10) } }), ['faster'])
})

test('10 % within the spread is none', () => {
  const [row] = compare(session({ one: { 'java-17': answer(10, WIDE) } }), session({ one: { 'java-17': answer(11, WIDE) } })).rows
  assert.equal(row.verdict, 'same')
  assert.ok(Math.abs(row.change - 0.1) < 1e-9)
  assert.ok(row.noise > 0.1)
})

test('less than 5 % of time or 2 % of bytes is never believed', () => {
  const bytes = (median) => ({ rows: [{ question: 'Heap', params: {}, work: 'heap', unit: 'B', answers: { 'java-17': answer(median, 0) } }] })
  assert.deepEqual(verdicts({ one: { 'java-17': answer(100, 0) } }, { one: { 'java-17': answer(104, 0) } }), ['same'])
  assert.equal(compare(session({}, bytes(100)), session({}, bytes(101))).rows[0].verdict, 'same')
  assert.equal(compare(session({}, bytes(100)), session({}, bytes(104))).rows[0].verdict, 'slower')
})

const works = ['one', 'two', 'three', 'four']
const withRival = (ours, rival, name = 'yrs') =>
  Object.fromEntries(works.map((work, i) => [work, { 'java-17': answer(ours(i), 0.01), [name]: answer(rival(i), 0.01) }]))

test('what a rival of the same session takes longer is the machine', () => {
  const old = withRival(() => 10, () => 40)
  assert.deepEqual(verdicts(old, withRival(() => 13, () => 52)), ['same', 'same', 'same', 'same'])
  assert.deepEqual(verdicts(old, withRival((i) => (i === 2 ? 13 : 10), () => 40)), ['same', 'same', 'slower', 'same'])
})

test('a machine that got faster hides nothing', () => {
  const result = compare(session(withRival(() => 10, () => 40, 'yjs')), session(withRival(() => 10, () => 30, 'yjs')))
  assert.equal(result.control.name, 'yjs')
  assert.deepEqual(result.rows.map(({ verdict }) => verdict), ['slower', 'slower', 'slower', 'slower'])
})

test('how far a rival scatters between sessions is noise for everybody', () => {
  const old = withRival(() => 10, () => 40)
  const restless = withRival(() => 11.5, (i) => 40 * [0.9, 1.1, 0.92, 1.08][i])
  assert.deepEqual(verdicts(old, restless), ['same', 'same', 'same', 'same'])
})

test('two rows of a rival say too little about a machine', () => {
  const two = (rows) => ({ one: rows.one, two: rows.two, three: { 'java-17': rows.three['java-17'] } })
  const result = compare(session(two(withRival(() => 10, () => 40))), session(two(withRival(() => 10, () => 80))))
  assert.equal(result.control, null)
  assert.deepEqual(result.rows.map(({ verdict }) => verdict), ['same', 'same', 'same'])
})

test('memory does not drift with the machine', () => {
  const heap = { question: 'Heap', params: {}, work: 'heap', unit: 'B', answers: { 'java-17': answer(90, 0) } }
  const [old, now] = [session(withRival(() => 10, () => 40)), session(withRival(() => 20, () => 80))]
  old.rows.push(heap)
  now.rows.push(heap)
  assert.deepEqual(compare(old, now).rows.map(({ verdict }) => verdict), ['same', 'same', 'same', 'same', 'same'])
})

test('what is not asked any more, or for the first time, is named and no regression', () => {
  const result = compare(session({ one: { 'java-17': answer(1) } }), session({ other: { 'java-17': answer(1) } }))
  assert.deepEqual(result.rows.map(({ question, verdict }) => [question, verdict]), [['one', 'missing'], ['other', 'new']])
  assert.equal(regressed(result), false)
})

test('what fails now is a regression, what failed before is none', () => {
  const failed = { failed: 'OutOfMemoryError' }
  assert.deepEqual(verdicts({ one: { 'java-17': answer(1) } }, { one: { 'java-17': failed } }), ['fails'])
  assert.deepEqual(verdicts({ one: { 'java-17': failed } }, { one: { 'java-17': failed } }), ['failed'])
  assert.deepEqual(verdicts({ one: { 'java-17': failed } }, { one: { 'java-17': answer(1) } }), ['answers'])
  assert.equal(regressed(compare(session({ one: { 'java-17': answer(1) } }), session({ one: { 'java-17': failed } }))), true)
})

test('other machines, JDKs, paces and traces are told apart', () => {
  const old = session({})
  assert.deepEqual(obstacles(old, session({})), [])
  const elsewhere = session({}, {
    pace: 'quick',
    traces: 'synthetic',
    machine: { ...old.machine, cpu: 'another cpu', kernel: '7' },
    jdks: [{ name: 'java-17', version: '17.0.2' }],
  })
  assert.deepEqual(obstacles(old, elsewhere), [
    'pace: full before, quick now',
    'traces: recorded before, synthetic now',
    'CPU: a cpu before, another cpu now',
    'JDK: 17.0.1 before, 17.0.2 now',
  ])
})

test('loads on servers are compared by throughput, CPU and latency, more throughput being better', () => {
  const report = (delivered, cpu, p99, clean = true) => ({ deliveredPerSecond: delivered, latencyMs: { p50: 1, p99 }, server: { cpuMicrosPerDelivered: cpu }, clean })
  const load = (...figures) => sessionOf(['y-websocket'], { mode: 'saturation', answers: { codecollab: [report(...figures)], 'y-websocket': [report(100, 10, 5)] } })
  const rows = (old, now) => compare(old, now).rows.map(({ verdict }) => verdict)
  assert.deepEqual(obstacles(load(100, 10, 5), load(100, 10, 5)), [])
  assert.deepEqual(rows(load(100, 10, 5), load(150, 14, 6)), ['faster', 'slower', 'same', 'same'])
  assert.deepEqual(rows(load(100, 10, 5), load(100, 10, 5, false)), ['fails', 'fails', 'fails', 'fails'])
})

test('the command says it with its exit code', () => {
  const folder = mkdtempSync(join(os.tmpdir(), 'regression-'))
  const file = (name, session) => {
    writeFileSync(join(folder, name), JSON.stringify(session))
    return join(folder, name)
  }
  const run = (...args) => spawnSync('bash', [join('..', 'regression'), ...args], { cwd: import.meta.dirname, encoding: 'utf8' })
  try {
    const old = file('old.json', session({ one: { 'java-17': answer(10) }, two: { 'java-17': answer(5) } }))
    const slow = file('slow.json', session({ one: { 'java-17': answer(13) }, two: { 'java-17': answer(4) } }))
    const quick = file('quick.json', session({ one: { 'java-17': answer(10) } }, { pace: 'quick' }))

    const same = run(old, old)
    assert.equal(same.status, 0, same.stderr)
    assert.match(same.stdout, /2 figures compared: 0 slower, 0 faster, 2 within noise/)

    const slower = run(old, slow)
    assert.equal(slower.status, 1, slower.stderr)
    assert.match(slower.stdout, /Slower beyond noise:\n  java-17, one: 10 -> 13 us, \+30 % \(noise 5 %\)/)
    assert.match(slower.stdout, /Faster beyond noise:\n  java-17, two: 5 -> 4 us, -20 %/)

    const refused = run(old, quick)
    assert.equal(refused.status, 2)
    assert.match(refused.stderr, /pace: full before, quick now/)
    const forced = run(old, quick, '--force')
    assert.equal(forced.status, 0, forced.stderr)
    assert.match(forced.stdout, /COMPARED ALL THE SAME, pace[^]*Not asked any more:\n  java-17, two/)

    const json = JSON.parse(run('--json', old, slow).stdout)
    assert.equal(json.regressed, true)
    assert.deepEqual(json.rows.map(({ question, verdict }) => [question, verdict]), [['one', 'slower'], ['two', 'faster']])

    assert.equal(run(old).status, 2)
    assert.equal(run(old, join(folder, 'none.json')).status, 2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
