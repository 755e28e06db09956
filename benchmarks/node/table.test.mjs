import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tables } from './table.mjs'

const WORK = { question: 'LocalEdit.edit', params: {}, work: 'local edits', unit: 'us', goals: { yjs: 12, yrs: 5 } }

test('all goals met is a yes', () => {
  const rows = tableOf({ ...WORK, answers: { 'java-25': answer(100), yrs: answer(500), yjs: answer(1_200) } })
  assert.equal(rows[0], '| work | CodeCollab | p10-p90 | native yrs | Yjs | x yrs | x Yjs | goals | met |')
  assert.equal(rows[2], '| local edits | 100 us | 90-110 | 500 us | 1,200 us | 5x | 12x | 12x Yjs, 5x yrs | yes |')
})

test('a goal that is missed is named', () => {
  const rows = tableOf({ ...WORK, answers: { 'java-25': answer(120), yrs: answer(600), yjs: answer(1_200) } })
  assert.match(rows[2], /\| 5x \| 10x \| 12x Yjs, 5x yrs \| \*\*not 12x Yjs\*\* \|$/)
})

test('nobody is judged against an engine that did not answer', () => {
  const failed = { failed: 'Error: wrong text' }
  const rows = tableOf({ ...WORK, answers: { 'java-25': answer(120), yrs: failed } })
  assert.equal(rows[2], '| local edits | 120 us | 108-132 | failed |  | 12x Yjs, 5x yrs |  |')
})

test('a share of what an engine takes can be a goal', () => {
  const row = { ...WORK, unit: 'B', goals: undefined, atMost: 90, atMostOf: { yrs: 0.5 } }
  const rows = (ours) => tableOf({ ...row, answers: { 'java-25': answer(ours), yrs: answer(200) } })
  assert.match(rows(85)[2], /\| 90 B, 0.5 of yrs \| yes \|$/)
  assert.match(rows(95)[2], /\| \*\*not 90 B\*\* \|$/)
  assert.match(rows(110)[2], /\| \*\*not 90 B\*\*, \*\*not 0.5 of yrs\*\* \|$/)
})

test('only the engines that were asked have columns', () => {
  assert.equal(tableOf({ ...WORK, answers: { 'java-25': answer(1) } })[0], '| work | CodeCollab | p10-p90 | goals | met |')
  const all = { 'java-25': answer(1), yrs: answer(2), 'yrs-jni': answer(3), yjs: answer(4), ywasm: answer(5) }
  assert.match(tableOf({ ...WORK, answers: all })[2], /\| 2 us \| 3 us \| 4 us \| 5 us \| 2x \| 4x \|/)
})

test('engines of another kind have a table of their own', () => {
  const text = tables(sessionOf({ ...WORK, answers: { 'java-25': answer(10), loro: answer(25), automerge: answer(1_000) } }))
  assert.match(text, /\| work \| CodeCollab \| Loro \| Automerge \| x Loro \| x Automerge \|/)
  assert.match(text, /\| local edits \| 10 us \| 25 us \| 1,000 us \| 2.5x \| 100x \|/)
})

test('what JNI adds is said', () => {
  const params = { trace: 'hot-random', clients: '1', listener: 'false' }
  const row = { question: 'SmallRemoteUpdate.apply', params, work: 'small remote update', unit: 'us' }
  const crossing = { question: 'JniCrossing.cross', params: { bytes: '25' }, work: 'call with 25 bytes', unit: 'us' }
  const text = tables(
    sessionOf(
      { ...row, answers: { 'java-25': answer(1), yrs: answer(2), 'yrs-jni': answer(3) } },
      { ...crossing, answers: { 'yrs-jni': answer(0.05) } },
    ),
  )
  assert.match(text, /^- JNI: call with 25 bytes: 0.05 us$/m)
  assert.match(text, /yrs by JNI takes 1.5 times as long as native yrs, the median of 1 questions/)
  assert.match(text, /^- JNI and our checks of the update: 1 us more, small remote update$/m)
  assert.doesNotMatch(text, /\| call with/)
})

function answer(median) {
  return { unit: 'us', median, p10: 0.9 * median, p90: 1.1 * median, runs: 9 }
}

/** The lines of the first table. */
function tableOf(row) {
  return tables(sessionOf(row)).split('\n').filter((line) => line.startsWith('|'))
}

test('a machine that did something else is said to be busy', () => {
  const quiet = sessionOf()
  const noisy = { ...quiet, machine: { ...quiet.machine, othersBusy: 0.4 } }

  assert.doesNotMatch(tables({ ...quiet, machine: { ...quiet.machine, othersBusy: 0.02, loadAtEnd: 2 } }), /was busy/)
  assert.match(tables(noisy), /other cores busy 40 % of the time.*was busy/)
  assert.match(tables({ ...quiet, machine: { ...quiet.machine, loadAtStart: 3 } }), /was busy/)
})

function sessionOf(...rows) {
  return {
    date: '2026-01-01T00:00:00Z',
    pace: 'quick',
    commit: 'abc',
    traces: 'recorded',
    machine: { cpu: 'a cpu', cores: 2, pinnedToCore: 1, loadAtStart: 0, loadAtEnd: 1 },
    node: 'v20',
    jdks: [{ name: 'java-25', version: '25' }],
    rows,
  }
}
