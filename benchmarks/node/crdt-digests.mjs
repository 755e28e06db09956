/**
 * What the crdt-benchmarks come to, for comparison with other engines: per benchmark one line of JSON
 * {benchmark, content, saved}, the SHA-256 of the content as text and of the stored document.
 *
 *   node crdt-digests.mjs --engine yjs --traces DIR
 */
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { BENCHMARKS, scenarioOf } from './crdt-inputs.mjs'
import { ENGINES } from './engines.mjs'
import { Traces } from './traces.mjs'
import { finished } from './writing-questions.mjs'

const { values: options } = parseArgs({ options: { engine: { type: 'string' }, traces: { type: 'string' } } })
const engine = await ENGINES[options.engine]()
const traces = new Traces(options.traces, options.traces)
for (const benchmark of BENCHMARKS) {
  const { content, saved } = finished(scenarioOf(benchmark, engine, traces))
  console.log(JSON.stringify({ benchmark, content: digest(canonical(content)), saved: digest(saved) }))
}

/** The content as one text, whatever the order of the keys. */
function canonical(content) {
  return typeof content === 'string' ? content : JSON.stringify(sorted(content))
}

function sorted(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
