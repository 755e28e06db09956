/** Puts questions to engines, each in a process of its own, and returns what they say. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchmarksWithParam, readJmhResult } from './jmh.mjs'
import { summary } from './timing.mjs'
import { splitRecords } from './traces.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const HEAP = ['-XX:+UseSerialGC', '-Xms1g', '-Xmx3g']

/**
 * The engines by their names in the answers: ours once per JDK; yrs, as the program `native` and by JNI; the rivals in Node.
 *
 * `setting` is {jar, jdks, native, jni, rivals, traces, derived, pace}: `jdks` [{name, home, feature}], `native` a path or
 * empty, `jni` whether yrs is in the jar, `rivals` names in engines.mjs, `pace` {jmh, jniJmh, coldStarts, nativeBudgetMs,
 * rivalBudgetMs}, `briefPace` the same for rows that are `brief`, of which there are many. `scratch` is a directory to write to.
 *
 * An engine is asked with a row of questions.json and answers {unit, median, p10, p90, runs, early, operations}: milliseconds
 * per run, or bytes. It returns null if it has no such function, and throws if it fails.
 */
export function enginesOf(setting, scratch) {
  const { jdks, native, jni, rivals } = setting
  const result = join(scratch, 'jmh.json')
  return new Map([
    ...jdks.map((jdk) => [jdk.name, (row) => askJava(setting, jdk, result, row)]),
    ...(native ? [['yrs', (row) => askNative(setting, row)]] : []),
    ...(jni ? [['yrs-jni', jniAsker(setting, jdks[0], result)]] : []),
    ...rivals.map((rival) => [rival, (row) => askRival(setting, rival, row)]),
  ])
}

function askJava(setting, jdk, result, row) {
  if (row.minJdk && jdk.feature < row.minJdk) return null
  return isFootprint(row) || isSize(row)
    ? askFootprint(setting, jdk, row, [])
    : askJmh(setting, jdk, result, row, row.params, row.runs ? singleRuns(row.runs) : paceOf(setting, row).jmh)
}

/** Asks yrs where a benchmark lets the engine be chosen. */
function jniAsker(setting, jdk, result) {
  const listing = spawn(setting, java(jdk), ['-cp', setting.jar, 'org.openjdk.jmh.Main', '-lp'])
  const choosable = benchmarksWithParam(listing, 'engine')
  return (row) => {
    if (isSize(row)) return null
    if (isFootprint(row)) return askFootprint(setting, jdk, row, ['engine=yrs'])
    if (!choosable.has(row.question)) return null
    const often = row.jniRuns ? singleRuns(row.jniRuns) : setting.pace.jniJmh
    return askJmh(setting, jdk, result, row, { ...row.params, engine: 'yrs' }, often)
  }
}

/** Of what takes seconds, so many runs behind one that warms up. */
function singleRuns(count) {
  return ['-wi', '1', '-w', '1ms', '-i', String(count), '-r', '1ms', '-f', '1']
}

function askFootprint(setting, jdk, row, more) {
  const [name, what] = row.question.split('.')
  const args = [...HEAP, ...(row.jvm ?? []), '-cp', setting.jar, `io.codecollab.bench.${name}`, what]
  const said = spawn(setting, java(jdk), [...args, ...Object.values(row.params), ...more])
  const { bytes } = JSON.parse(said.trim().split('\n').pop())
  return { unit: 'B', median: bytes, p10: bytes, p90: bytes, runs: 1, operations: 1 }
}

function askJmh(setting, jdk, result, row, params, often) {
  try {
    spawn(setting, java(jdk), [
      ...['-cp', setting.jar, 'org.openjdk.jmh.Main', `^io.codecollab.bench.${row.question}$`],
      ...Object.entries(params).flatMap(([key, value]) => ['-p', `${key}=${value}`]),
      ...(isCold(row) ? ['-f', String(setting.pace.coldStarts)] : often),
      ...['-foe', 'true', '-rf', 'json', '-rff', result, '-jvmArgs', HEAP.join(' ')],
    ])
  } catch (error) {
    if (error.message.includes('UnansweredException')) return null
    throw error
  }
  const operations = row.operations ?? (row.per ? splitRecords(readFileSync(join(setting.traces, row.per))).length : 1)
  return { ...readJmhResult(JSON.parse(readFileSync(result, 'utf8'))), operations }
}

function askNative(setting, row) {
  const budget = ['--budget', String(setting.pace.nativeBudgetMs)]
  return askProgram(setting, setting.native, [...budget, '--engine', 'yrs'], row, row.params)
}

function askRival(setting, rival, row) {
  const options = ['--expose-gc', '--max-old-space-size=4096', join(HERE, 'rivals.mjs')]
  const budget = ['--budget', String(paceOf(setting, row).rivalBudgetMs)]
  const params = { ...row.params, ...row.rivalParams }
  return askProgram(setting, process.execPath, [...options, ...budget, '--engine', rival], row, params)
}

/** A program that says its answer as one line of JSON. */
function askProgram(setting, program, options, row, params) {
  const ask = () => {
    const said = spawn(setting, program, [
      ...[...options, '--question', row.question, '--params', JSON.stringify(params)],
      ...['--traces', setting.traces, '--derived', setting.derived],
    ])
    return JSON.parse(said)
  }
  const first = ask()
  if (first.unanswered) return null
  if (!isCold(row)) return first
  const starts = [first, ...Array.from({ length: setting.pace.coldStarts - 1 }, ask)]
  return { ...first, ...summary(starts.map(({ median }) => median)) }
}

/** Not a benchmark of JMH but a program of its own. */
function isFootprint({ question }) {
  return question.startsWith('HeapFootprint.')
}

/** What is sent and stored, another program. */
function isSize({ question }) {
  return question.startsWith('CrdtSizes.')
}

function paceOf({ pace, briefPace = pace }, row) {
  return row.brief ? briefPace : pace
}

function isCold({ question }) {
  return question.startsWith('ColdStart.')
}

function java({ home }) {
  return join(home, 'bin', 'java')
}

function spawn({ traces, derived }, program, args) {
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, CODECOLLAB_TRACES: traces, CODECOLLAB_DERIVED_TRACES: derived },
    maxBuffer: 1 << 28,
  })
  if (error) throw error
  if (status !== 0) {
    throw new Error(`${lastWords(stdout, stderr)}\nstatus=${status ?? signal}, command=${program} ${args.join(' ')}`)
  }
  return stdout
}

/** The line that says why, out of everything a failed program printed: JMH wraps it, Node quotes its source. */
export function lastWords(stdout, stderr) {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim())
  const said = lines.filter((line) => /^(\S+ )*\S*(Exception|Error|ERROR)\b.*: ./.test(line))
  const reasons = said.filter((line) => !/BenchmarkException|RunnerException: Benchmark/.test(line))
  return reasons[0] ?? said[0] ?? lines.filter(Boolean).pop() ?? 'no output'
}
