import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { planOf, readEditingTrace, rowsOfOtherTraces, TraceReplay } from './editing-trace.mjs'
import { ENGINES } from './engines.mjs'

const directory = mkdtempSync(join(tmpdir(), 'codecollab-editing-'))
after(() => rmSync(directory, { recursive: true }))

const file = join(directory, 'bad.json.gz')

function read(trace, maxBytes) {
  writeFileSync(file, gzipSync(JSON.stringify(trace)))
  return readEditingTrace(file, maxBytes)
}

const SEQUENTIAL = { startContent: 'ab', endContent: 'aXc', txns: [{ patches: [[1, 1, ''], [1, 0, 'c']] }, { patches: [[1, 0, 'X']] }] }

const DIAMOND = {
  kind: 'concurrent',
  endContent: 'AxB🌱yC',
  numAgents: 3,
  txns: [
    { agent: 0, parents: [], patches: [[0, 0, 'B🌱']] },
    { agent: 1, parents: [0], patches: [[0, 0, 'A'], [1, 0, 'x']] },
    { agent: 2, parents: [0], patches: [[2, 0, 'yZC'], [3, 1, '']] },
    { agent: 0, parents: [1, 2], patches: [] },
  ],
}

test('a sequential trace is one author who has seen everything', () => {
  const { agents, steps } = read(SEQUENTIAL)
  assert.equal(agents, 1)
  assert.deepEqual(steps[1], { agent: 0, parents: [0], edits: [{ position: 1, deleteCount: 0, insert: 'X' }] })
})

test('authors merge what their steps follow', () => {
  assert.deepEqual(planOf(read(DIAMOND)), { before: [[], [0], [0], [1, 2]], atEnd: [[], [2, 3], [1, 3]] })
})

test('positions are code points in the file and UTF-16 here', () => {
  const { steps } = read(DIAMOND)
  assert.deepEqual(steps[2].edits.map(({ position }) => position), [3, 4])
})

for (const [name, load] of Object.entries(ENGINES)) {
  test(`${name} comes to the end of a trace`, async () => {
    const engine = await load()
    for (const trace of [read(SEQUENTIAL), read(DIAMOND)]) {
      const replay = new TraceReplay(trace, planOf(trace), (options) => engine.replica({ ...options, format: 'v1' }))
      assert.deepEqual(replay.run().map((author) => author.text()), Array(trace.agents).fill(trace.endContent))
      replay.free()
    }
  })
}

test('what is no trace is refused with the place', () => {
  const edit = (patch) => ({ endContent: '', txns: [{ patches: [patch] }] })
  const two = (numAgents, txn) => ({ kind: 'concurrent', endContent: '', numAgents, txns: [txn] })
  const refused = [
    [null, 'the file is no object'],
    [{ kind: 'tree' }, 'kind=tree'],
    [{ txns: [] }, 'endContent is no string'],
    [{ endContent: '' }, 'txns is no list'],
    [{ endContent: '', txns: [1] }, 'txns\\[0\\].patches is no list'],
    [edit([-1, 0, '']), 'value=-1'],
    [edit([0, 0.5, '']), 'value=0.5'],
    [edit([0, 0]), 'patches is no string'],
    [two(undefined, {}), 'numAgents is no index'],
    [two(1, { agent: 1, parents: [], patches: [] }), 'agent=1'],
    [two(1, { agent: 0, parents: [0], patches: [] }), 'comes before its parent'],
  ]
  for (const [trace, reason] of refused) {
    assert.throws(() => read(trace), new RegExp(`bad\\.json\\.gz: .*${reason}`))
  }
  writeFileSync(file, gzipSync(JSON.stringify(DIAMOND)).subarray(0, 40))
  assert.throws(() => readEditingTrace(file), /bad\.json\.gz/)
})

test('no more is unpacked than the limit says', () => {
  const size = Buffer.byteLength(JSON.stringify(DIAMOND))
  assert.equal(read(DIAMOND, size).agents, 3)
  assert.throws(() => read(DIAMOND, size - 1), /bad\.json\.gz/)
})

test('an author who forgets is refused', () => {
  const step = (parents) => ({ agent: 0, parents, edits: [] })
  assert.throws(() => planOf({ agents: 1, steps: [step([]), step([])] }), /forgets what was seen, agent=0, step=1/)
})

test('a trace that is put beside the others has a row', () => {
  read(SEQUENTIAL)
  const question = 'EditingTraces.replay'
  assert.deepEqual(rowsOfOtherTraces(directory, [{ question, params: { file: 'bad' } }]), [])
  const [row, ...more] = rowsOfOtherTraces(directory, [{ question, params: { file: 'friendsforever' } }])
  assert.deepEqual([row.question, row.params, more], [question, { file: 'bad' }, []])
})
