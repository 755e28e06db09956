/**
 * Answers one question with one rival and prints one JSON line
 * {question, params, engine, version, unit, median, p10, p90, runs, operations}: milliseconds per run, or bytes.
 * A question the engine has no function for prints {…, unanswered: reason}.
 *
 *   node --expose-gc rivals.mjs --engine yjs --question LoadAndRead.load --params '{"trace":"b4","format":"v1"}' \
 *        --traces DIR [--derived DIR] [--budget MILLISECONDS]
 */
import { parseArgs } from 'node:util'
import { isAsked } from './answers.mjs'
import { ENGINES } from './engines.mjs'
import { FOOTPRINTS } from './footprint.mjs'
import { QUESTIONS } from './questions.mjs'
import { measure } from './timing.mjs'
import { Traces } from './traces.mjs'
import { GaveUp } from './writing-questions.mjs'

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    question: { type: 'string' },
    params: { type: 'string', default: '{}' },
    traces: { type: 'string', default: process.env.CODECOLLAB_TRACES },
    derived: { type: 'string', default: process.env.CODECOLLAB_DERIVED_TRACES ?? '.' },
    budget: { type: 'string', default: '3000' },
  },
})
if (!(options.engine in ENGINES) || !options.question || !options.traces) {
  throw new Error(`usage: rivals.mjs --engine ${Object.keys(ENGINES).join('|')} --question NAME --traces DIR`)
}

const engine = await ENGINES[options.engine]()
const traces = new Traces(options.traces, options.derived)
const params = JSON.parse(options.params)
const head = { question: options.question, params, engine: engine.name, version: engine.version }
console.log(JSON.stringify({ ...head, ...(await answer()) }))

async function answer() {
  if (!isAsked(engine.name, { question: options.question, params })) {
    return { unanswered: 'the engine does not do the same work here' }
  }
  if (options.question in FOOTPRINTS) {
    const bytes = await FOOTPRINTS[options.question](engine, traces, params)
    return { unit: 'B', median: bytes, p10: bytes, p90: bytes, runs: 1, operations: 1 }
  }
  if (options.question === 'ColdStart.load') {
    return coldLoad()
  }
  if (!(options.question in QUESTIONS)) {
    throw new Error(`no such question, question=${options.question}`)
  }
  const question = QUESTIONS[options.question](engine, traces, params)
  if (question === null) {
    return { unanswered: 'the engine has no such function' }
  }
  try {
    return { unit: 'ms', ...measure(engine, question, Number(options.budget)), operations: question.operations }
  } catch (error) {
    if (error instanceof GaveUp) return { unanswered: error.message }
    throw error
  }
}

/** The first load of this process: nothing is warm, and nothing may be checked before it. */
function coldLoad() {
  const question = QUESTIONS['LoadAndRead.load'](engine, traces, params)
  const state = question.prepare()
  const start = performance.now()
  const result = question.run(state)
  const took = performance.now() - start
  question.check(result)
  return { unit: 'ms', median: took, p10: took, p90: took, runs: 1, operations: 1 }
}
