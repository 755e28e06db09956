/**
 * What the users of the public crdt-benchmarks do (github.com/dmonad/crdt-benchmarks, N = 6,000), under its names: B1.1 to
 * B1.11 one user writes and another follows, B2.1 to B2.4 two write at once, B3.1 to B3.5 many set or insert one thing each,
 * B4 somebody writes a paper. Chance is a generator of its own per benchmark, the same in io.codecollab.bench.CrdtInputs, so
 * that all engines are given the same.
 */
import { ManyUsers, OneWriter, TwoWriters } from './crdt-scenarios.mjs'

export const N = 6_000

/** Twenty times the root of N. */
export const MANY = 20 * Math.floor(Math.sqrt(N))

const START_LENGTH = 100

/** The scenario with this name. */
export function scenarioOf(name, engine, traces) {
  if (name === 'B4') return new OneWriter(engine, textInput(traces.edits()), 'text', traces.text('b4-final.txt'))
  if (!(name in INPUTS)) throw new Error(`no such benchmark, benchmark=${name}`)
  return INPUTS[name](engine, new Mulberry32(seedOf(name)))
}

/** B2.4 has the seed 204. */
function seedOf(name) {
  const [major, minor] = name.slice(1).split('.').map(Number)
  return 100 * major + minor
}

/** The mulberry32 generator: 32 bits of state, 32 bits at a time. */
export class Mulberry32 {
  constructor(seed) {
    this.state = seed | 0
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  /** At least 0, less than `bound`, which is at most 2^20. */
  below(bound) {
    return Math.floor((this.next() * bound) / 2 ** 32)
  }

  /** 31 bits. */
  number() {
    return this.next() >>> 1
  }

  /** Lower case letters, `shortest` to `longest` of them. */
  word(shortest, longest = shortest) {
    const length = shortest + this.below(longest - shortest + 1)
    return Array.from({ length }, () => String.fromCharCode(97 + this.below(26))).join('')
  }
}

const insertion = (position, insert) => ({ position, deleteCount: 0, insert })

/** Every edit is a transaction. */
const textInput = (edits) => edits.map((edit) => (replica) => replica.edit([edit]))

const INPUTS = {
  'B1.1': (engine, random) => {
    const text = random.word(N)
    return new OneWriter(engine, textInput([...text].map((letter, i) => insertion(i, letter))), 'text', text)
  },
  'B1.2': (engine, random) => {
    const text = random.word(N)
    return new OneWriter(engine, textInput([insertion(0, text)]), 'text', text)
  },
  'B1.3': (engine, random) => {
    const text = random.word(N)
    return new OneWriter(engine, textInput([...text].reverse().map((letter) => insertion(0, letter))), 'text', text)
  },
  'B1.4': (engine, random) => insertedWords(engine, random, 1, 1),
  'B1.5': (engine, random) => insertedWords(engine, random, 2, 10),
  'B1.6': (engine, random) => {
    const text = random.word(N)
    const both = (replica) => {
      replica.edit([insertion(0, text)])
      replica.edit([{ position: 0, deleteCount: N, insert: '' }])
    }
    return new OneWriter(engine, [both], 'text', '')
  },
  'B1.7': (engine, random) => {
    const { edits, text } = typed('', Array.from({ length: N }, () => (now) => insertOrDelete(random, now)))
    return new OneWriter(engine, textInput(edits), 'text', text)
  },
  'B1.8': (engine, random) => {
    const numbers = someNumbers(random)
    const input = numbers.map((number, i) => (replica) => replica.insertValues(i, [number]))
    return new OneWriter(engine, input, 'values', numbers)
  },
  'B1.9': (engine, random) => {
    const numbers = someNumbers(random)
    return new OneWriter(engine, [(replica) => replica.insertValues(0, numbers)], 'values', numbers)
  },
  'B1.10': (engine, random) => {
    const numbers = someNumbers(random)
    const input = numbers.map((number) => (replica) => replica.insertValues(0, [number]))
    return new OneWriter(engine, input, 'values', numbers.toReversed())
  },
  'B1.11': (engine, random) => {
    const numbers = []
    const input = []
    for (let i = 0; i < N; i++) {
      const index = random.below(numbers.length + 1)
      const number = random.number()
      numbers.splice(index, 0, number)
      input.push((replica) => replica.insertValues(index, [number]))
    }
    return new OneWriter(engine, input, 'values', numbers)
  },
  'B2.1': (engine, random) => twoWriters(engine, random, () => [insertion(0, random.word(N))]),
  'B2.2': (engine, random) => twoWriters(engine, random, (start) => randomInsertions(random, start, 1, 1).edits),
  'B2.3': (engine, random) => twoWriters(engine, random, (start) => randomInsertions(random, start, 3, 9).edits),
  'B2.4': (engine, random) =>
    twoWriters(engine, random, (start) => {
      const one = (now) => insertion(random.below(now.length + 1), random.word(3, 9))
      const other = (now) => insertOrDelete(random, now)
      return typed(start, Array.from({ length: 2 * N }, (_, i) => (i % 2 === 0 ? one : other))).edits
    }),
  'B3.1': (engine, random) => manyUsers(engine, random, 'entries', (i) => (replica) => replica.setEntry('v', i)),
  'B3.2': (engine, random) =>
    manyUsers(engine, random, 'entries', (i) => (replica) => replica.setEntry('v', { name: String(i), address: 'here' })),
  'B3.3': (engine, random) =>
    manyUsers(engine, random, 'entries', (i) => (replica) => replica.setEntry('v', String(i).repeat(MANY))),
  'B3.4': (engine, random) => manyUsers(engine, random, 'values', (i) => (replica) => replica.insertValues(0, [String(i)])),
  'B3.5': (engine, random) => manyUsers(engine, random, 'text', (i) => (replica) => replica.edit([insertion(0, String(i))])),
}

export const BENCHMARKS = [...Object.keys(INPUTS), 'B4']

function insertedWords(engine, random, shortest, longest) {
  const { edits, text } = randomInsertions(random, '', shortest, longest)
  return new OneWriter(engine, textInput(edits), 'text', text)
}

function randomInsertions(random, start, shortest, longest) {
  const one = (now) => insertion(random.below(now.length + 1), random.word(shortest, longest))
  return typed(start, Array(N).fill(one))
}

function insertOrDelete(random, now) {
  const position = random.below(now.length + 1)
  if (position === now.length || random.below(2) === 0) return insertion(position, random.word(2, 10))
  return { position, deleteCount: 1 + random.below(Math.min(9, now.length - position)), insert: '' }
}

/** Edits one after the other, each chosen by what the text is by then. */
function typed(start, choices) {
  const edits = []
  let text = start
  for (const choose of choices) {
    const edit = choose(text)
    text = text.slice(0, edit.position) + edit.insert + text.slice(edit.position + edit.deleteCount)
    edits.push(edit)
  }
  return { edits, text }
}

function someNumbers(random) {
  return Array.from({ length: N }, () => random.number())
}

function twoWriters(engine, random, edits) {
  const start = random.word(START_LENGTH)
  return new TwoWriters(engine, start, edits(start), edits(start))
}

function manyUsers(engine, random, what, change) {
  const clients = Array.from({ length: MANY }, () => random.next())
  return new ManyUsers(engine, what, clients, change)
}
