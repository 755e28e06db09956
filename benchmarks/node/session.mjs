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
import { isAsked as isForEngine } from './answers.mjs'
import { enginesOf } from './asking.mjs'
import { rowsOfOtherTraces } from './editing-trace.mjs'
import { indexResults } from './index.mjs'
import { othersBusy } from './machine.mjs'
import { writePlots } from './plot.mjs'
import { digits, tables } from './table.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const RIVALS = ['yjs', 'ywasm', 'loro', 'automerge']

const PACES = {
  quick: {
    jmh: ['-wi', '8', '-w', '250ms', '-i', '6', '-r', '125ms', '-f', '1'],
    // little of it is Java that has to get warm
    jniJmh: ['-wi', '4', '-w', '200ms', '-i', '5', '-r', '100ms', '-f', '1'],
    coldStarts: 5,
    nativeBudgetMs: 900,
    rivalBudgetMs: 1_200,
    rivals: ['yjs'],
  },
  full: {
    jmh: ['-wi', '10', '-w', '400ms', '-i', '10', '-r', '250ms', '-f', '3'],
    jniJmh: ['-wi', '10', '-w', '400ms', '-i', '10', '-r', '250ms', '-f', '1'],
    coldStarts: 10,
    nativeBudgetMs: 6_000,
    rivalBudgetMs: 10_000,
    rivals: RIVALS,
  },
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
    native: { type: 'string', default: '' },
    jni: { type: 'boolean', default: false },
    rivals: { type: 'string' },
    'no-rivals': { type: 'boolean', default: false },
  },
})
const pace = PACES[options.pace]
const scratch = mkdtempSync(join(os.tmpdir(), 'codecollab-bench-'))

const wanted = new RegExp(options.filter, 'i')
const listed = JSON.parse(readFileSync(join(HERE, '..', 'questions.json'), 'utf8'))
const rows = [...listed, ...rowsOfOtherTraces(options.traces, listed)]
  .filter((row) => options.pace === 'full' || row.quick || options.filter)
  .filter((row) => wanted.test(`${row.question} ${Object.values(row.params).join(' ')} ${row.work}`))
if (rows.length === 0) {
  throw new Error(`no question matches, filter=${options.filter}`)
}

const jdks = options.jdk.map(describeJdk)
const rivals = options['no-rivals'] ? [] : (options.rivals?.split(',') ?? pace.rivals)
const setting = {
  jar: options.jar,
  jdks,
  native: options['no-rivals'] ? '' : options.native,
  jni: options.jni && !options['no-rivals'],
  rivals,
  traces: options.traces,
  derived: options.derived,
  pace,
  briefPace: PACES.quick,
}
const engines = enginesOf(setting, scratch)
const coresBefore = os.cpus()
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
session.machine.othersBusy = othersBusy(coresBefore, os.cpus(), session.machine.pinnedToCore)

const markdown = tables(session) + writePlots(session, options.out)
mkdirSync(dirname(options.out), { recursive: true })
writeFileSync(`${options.out}.json`, JSON.stringify(session, null, 1) + '\n')
writeFileSync(`${options.out}.md`, markdown)
indexResults(options.out)
console.log(markdown)

/** The answers of all engines to one question: name of the engine to {unit, median, p10, p90, runs} or {failed}. */
function ask(row) {
  const answers = {}
  for (const [engine, question] of engines) {
    if (!isAsked(engine, row)) continue
    const answer = tell(engine, () => inUnit(row.unit, question(row)))
    if (answer) answers[engine] = answer
  }
  return answers
}

/** A row may say which of the rivals in Node it is for, and which engines would make a quick session of all rows too long. */
function isAsked(engine, row) {
  if (options.pace === 'quick' && !options.filter && row.onlyFull?.includes(engine)) return false
  return !rivals.includes(engine) || (isForEngine(engine, row) && (row.rivals?.includes(engine) ?? true))
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

/** Milliseconds per run to the row's unit per operation; bytes stay bytes. */
function inUnit(unit, answer) {
  if (!answer) return null
  const { median, p10, p90, runs, early, operations } = answer
  const factor = { ns: 1e6, us: 1e3, ms: 1, B: 1 }[unit] / operations
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
