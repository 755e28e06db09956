/**
 * Every question once to all rivals, checked and not timed: do they agree with the traces?
 *
 *   node check.mjs --traces DIR [--all] [--engine NAME]...
 *
 * Without --all, of the rows that differ in a parameter only the first, but every conflict and every editing trace, and none
 * that takes an engine with another format long; without --engine, all engines.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isAsked } from './answers.mjs'
import { ENGINES } from './engines.mjs'
import { QUESTIONS } from './questions.mjs'
import { Traces } from './traces.mjs'

/** The parameters of which every value is another thing to be right about. */
const CHECKED_EACH = ['conflict', 'file']

const { values: options } = parseArgs({
  options: {
    traces: { type: 'string' },
    all: { type: 'boolean' },
    engine: { type: 'string', multiple: true, default: Object.keys(ENGINES) },
  },
})
const traces = new Traces(options.traces, options.traces)
const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'questions.json')
const rows = JSON.parse(readFileSync(file, 'utf8'))
  // many known clients and a hundred papers take the rivals minutes, and the huge document is not in every directory
  .filter(({ question, params }) => question in QUESTIONS && !/Huge/.test(question) && !(params.clients > 1))
  .filter((row, i, all) => options.all || CHECKED_EACH.some((each) => each in row.params) || i === all.findIndex(sameQuestion(row)))

function sameQuestion({ question }) {
  return (row) => row.question === question
}

function isChecked({ name, ownFormat }, row) {
  return isAsked(name, row) && (options.all || !ownFormat || !row.onlyFull?.includes(name))
}

for (const name of options.engine) {
  const engine = await ENGINES[name]()
  let answered = 0
  for (const row of rows.filter((each) => isChecked(engine, each))) {
    const question = QUESTIONS[row.question](engine, traces, row.params)
    if (!question) continue
    try {
      question.check(question.run(question.prepare()))
      answered++
    } catch (error) {
      throw new Error(`${engine.name} disagrees, question=${row.work}`, { cause: error })
    }
  }
  console.log(`${engine.name}: agrees, questions=${answered}`)
}
