/**
 * One session: every question of questions.json to every engine in turn, on whatever core this process was pinned to.
 * Writes the answers as JSON and prints the tables as Markdown. Started by benchmarks/run, which says how.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { indexResults } from './index.mjs'
import { readJmhResult } from './jmh.mjs'
import { writePlots } from './plot.mjs'
import { digits, tables } from './table.mjs'
import { summary } from './timing.mjs'
import { splitRecords } from './traces.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const RIVALS = ['yjs', 'ywasm']
const COLD_STARTS = 10
const HEAP = ['-XX:+UseSerialGC', '-Xms1g', '-Xmx3g']

const PACES = {
  quick: { jmh: ['-wi', '8', '-w', '250ms', '-i', '8', '-r', '125ms', '-f', '1'], rivalBudgetMs: 1_500 },
  full: { jmh: ['-wi', '10', '-w', '400ms', '-i', '10', '-r', '250ms', '-f', '3'], rivalBudgetMs: 10_000 },
}

const { values: options } = parseArgs({
  options: {
    pace: { type: 'string' },
    filter: { type: 'string', default: '' },
    jar: { type: 'string' },
    jdk: { type: 'string', multiple: true },
    traces: { type: 'string' },
    derived: { type: 'string' },
    core: { type: 'string', default: '' },
    commit: { type: 'string', default: 'unknown' },
    out: { type: 'string' },
    'no-rivals': { type: 'boolean', default: false },
  },
})
const pace = PACES[options.pace]
const environment = {
  ...process.env,
  CODECOLLAB_TRACES: options.traces,
  CODECOLLAB_DERIVED_TRACES: options.derived,
}
const scratch = mkdtempSync(join(os.tmpdir(), 'codecollab-bench-'))

const wanted = new RegExp(options.filter, 'i')
const rows = JSON.parse(readFileSync(join(HERE, '..', 'questions.json'), 'utf8'))
  .filter((row) => options.pace === 'full' || row.quick || options.filter)
  .filter((row) => wanted.test(`${row.question} ${Object.values(row.params).join(' ')} ${row.work}`))
if (rows.length === 0) {
  throw new Error(`no question matches, filter=${options.filter}`)
}

const jdks = options.jdk.map(describeJdk)
const session = {
  date: new Date().toISOString(),
  pace: options.pace,
  commit: options.commit,
  traces: isSynthetic() ? 'synthetic' : 'recorded',
  machine: {
    cpu: os.cpus()[0].model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    pinnedToCore: options.core === '' ? null : Number(options.core),
    loadAtStart: os.loadavg()[0],
  },
  node: process.version,
  jdks: jdks.map(({ name, version }) => ({ name, version })),
  rows: [],
}

try {
  for (const [i, row] of rows.entries()) {
    process.stderr.write(`[${i + 1}/${rows.length}] ${row.work}`)
    session.rows.push({ ...row, answers: ask(row) })
    process.stderr.write('\n')
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
session.machine.loadAtEnd = os.loadavg()[0]

const markdown = tables(session) + writePlots(session, options.out)
mkdirSync(dirname(options.out), { recursive: true })
writeFileSync(`${options.out}.json`, JSON.stringify(session, null, 1) + '\n')
writeFileSync(`${options.out}.md`, markdown)
indexResults(options.out)
console.log(markdown)

/** The answers of all engines to one question: name of the engine to {unit, median, p10, p90, runs} or {failed}. */
function ask(row) {
  const operations = row.per ? splitRecords(readFileSync(join(options.traces, row.per))).length : 1
  const answers = {}
  for (const jdk of jdks) {
    if (row.minJdk && jdk.feature < row.minJdk) continue
    answers[jdk.name] = tell(jdk.name, () => inUnit(row.unit, askJava(row, jdk), operations))
  }
  for (const rival of row.rivals ?? RIVALS) {
    if (options['no-rivals'] || (options.pace === 'quick' && row.onlyFull?.includes(rival))) continue
    const answer = tell(rival, () => {
      const raw = askRival(row, rival)
      return raw.unanswered ? null : inUnit(row.unit, raw, raw.operations)
    })
    if (answer) answers[rival] = answer
  }
  return answers
}

/** An engine that fails gets an empty cell and a line on the error stream; the session goes on. */
function tell(engine, question) {
  try {
    const answer = question()
    if (answer) process.stderr.write(`  ${engine} ${digits(answer.median)} ${answer.unit}`)
    return answer
  } catch (error) {
    process.stderr.write(`\n  ${engine} FAILED: ${error.message}\n`)
    return { failed: error.message.split('\n')[0] }
  }
}

function askJava(row, jdk) {
  const [name] = row.question.split('.')
  const program = join(jdk.home, 'bin', 'java')
  if (name === 'HeapFootprint') {
    const [, what] = row.question.split('.')
    const args = [...HEAP, ...(row.jvm ?? []), '-cp', options.jar, 'io.codecollab.bench.HeapFootprint', what]
    const { bytes } = JSON.parse(spawn(program, [...args, ...Object.values(row.params)]).trim().split('\n').pop())
    return { unit: 'B', median: bytes, p10: bytes, p90: bytes, runs: 1 }
  }
  const result = join(scratch, 'jmh.json')
  const params = Object.entries(row.params).flatMap(([key, value]) => ['-p', `${key}=${value}`])
  const often = name === 'ColdStart' ? ['-f', String(COLD_STARTS)] : pace.jmh
  spawn(program, [
    ...['-cp', options.jar, 'org.openjdk.jmh.Main', `^io.codecollab.bench.${row.question}$`, ...params, ...often],
    ...['-foe', 'true', '-rf', 'json', '-rff', result, '-jvmArgs', HEAP.join(' ')],
  ])
  return readJmhResult(JSON.parse(readFileSync(result, 'utf8')))
}

function askRival(row, rival) {
  const ask = () =>
    JSON.parse(
      spawn(process.execPath, [
        ...['--expose-gc', '--max-old-space-size=4096', join(HERE, 'rivals.mjs'), '--engine', rival],
        ...['--question', row.question, '--params', JSON.stringify({ ...row.params, ...row.rivalParams })],
        ...['--traces', options.traces, '--derived', options.derived, '--budget', String(pace.rivalBudgetMs)],
      ]),
    )
  if (!row.question.startsWith('ColdStart.')) {
    return ask()
  }
  const starts = Array.from({ length: COLD_STARTS }, ask)
  return { ...starts[0], ...summary(starts.map(({ median }) => median)) }
}

function spawn(program, args) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: environment,
    maxBuffer: 1 << 28,
  })
  if (error) throw error
  if (status !== 0) {
    throw new Error(`${lastWords(stdout, stderr)}\nstatus=${status}, command=${program} ${args.join(' ')}`)
  }
  return stdout
}

/** The line that says why, out of everything a failed program printed: JMH wraps it, Node quotes its source. */
function lastWords(stdout, stderr) {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim())
  const said = lines.filter((line) => /^(\S+ )*\S*(Exception|Error)\b.*: ./.test(line) && !/RunnerException/.test(line))
  return said[0] ?? lines.filter(Boolean).pop() ?? 'no output'
}

/** Milliseconds per run to the row's unit per operation; bytes stay bytes. */
function inUnit(unit, { median, p10, p90, runs, early }, operations) {
  const factor = { us: 1e3, ms: 1, B: 1 }[unit] / operations
  const figures = { median: median * factor, p10: p10 * factor, p90: p90 * factor, runs }
  return early === undefined ? { unit, ...figures } : { unit, ...figures, early: early * factor }
}

function describeJdk(home) {
  const settings = spawnSync(join(home, 'bin', 'java'), ['-XshowSettings:properties', '-version'], { encoding: 'utf8' })
  const property = (name) => new RegExp(`${name.replaceAll('.', '\\.')} = (.*)`).exec(settings.stderr)?.[1].trim()
  const feature = Number(property('java.specification.version'))
  return { home, feature, name: `java-${feature}`, version: property('java.runtime.version') }
}

function isSynthetic() {
  try {
    readFileSync(join(options.traces, 'SYNTHETIC'))
    return true
  } catch {
    return false
  }
}
