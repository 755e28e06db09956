/**
 * Every question once to both rivals, checked and not timed: do they agree with the traces?
 *
 *   node check.mjs --traces DIR [--all]
 *
 * Without --all, of the rows that differ in a parameter only the first, but every conflict.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ENGINES } from './engines.mjs'
import { QUESTIONS } from './questions.mjs'
import { Traces } from './traces.mjs'

const { values: options } = parseArgs({ options: { traces: { type: 'string' }, all: { type: 'boolean' } } })
const traces = new Traces(options.traces, options.traces)
const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'questions.json')
const rows = JSON.parse(readFileSync(file, 'utf8'))
  // many known clients take the rivals minutes, and the huge document is not in every directory
  .filter(({ question, params }) => question in QUESTIONS && question !== 'LoadHuge.load' && !(params.clients > 1))
  .filter((row, i, all) => options.all || row.params.conflict || i === all.findIndex(sameQuestion(row)))

function sameQuestion({ question }) {
  return (row) => row.question === question
}

for (const load of Object.values(ENGINES)) {
  const engine = await load()
  let answered = 0
  for (const row of rows) {
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
