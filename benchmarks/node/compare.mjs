/**
 * Compares two sessions that asked the same questions: what of ours got slower, what faster, beyond noise.
 *
 * A rival whose code is the same in both sessions is the control: the median of its changes is what the machine did, and is
 * taken out of ours; how far its rows scatter around that is how far a row moves between two sessions for no reason.
 */
import { loadCells } from './load-cells.mjs'
import { quantile } from './timing.mjs'

/** Who may be the control, the quietest first: native code has no compiler that decides anew each time. */
const CONTROLS = ['yrs', 'yjs', 'y-websocket', 'hocuspocus']
const FEWEST_CONTROL_ROWS = 3

/** No change smaller than this is believed: where the JIT puts things differs between two starts of a JVM. */
const LEAST_NOISE = { time: 0.05, bytes: 0.02 }

/** Of a normal distribution, from the median absolute deviation to two standard deviations. */
const TWO_DEVIATIONS = 2 * 1.4826

/**
 * What keeps two sessions from being compared, as sentences; empty if nothing does. What differs would be seen as a change of
 * the code.
 */
export function obstacles(old, now) {
  const facts = (session) => ({
    'kind of session': session.servers ? (session.rows.some(({ mode }) => mode) ? 'servers' : 'instances') : 'questions',
    pace: session.pace,
    traces: session.traces,
    CPU: session.machine.cpu,
    cores: session.machine.cores,
    'memory, GiB': session.machine.memoryGiB,
    'pinned to a core': (session.machine.pinnedToCore ?? null) !== null,
    JDK: session.java ?? session.jdks.map(({ version }) => version).join(', '),
    'JVM options': session.javaOptions,
    'server options': session.serverOptions,
    Node: session.node,
  })
  const [before, after] = [facts(old), facts(now)]
  return Object.keys(before)
    .filter((fact) => before[fact] !== after[fact])
    .map((fact) => `${fact}: ${before[fact] ?? 'unknown'} before, ${after[fact] ?? 'unknown'} now`)
}

/**
 * {control, rows}. control is {name, drift, scatter, rows} or null; drift and scatter are natural logarithms. A row is
 * {question, engine, unit, verdict}, and where both sessions have a figure also {before, after, change, noise}: change is 0.3
 * for 30 % more cost than the machine explains, noise is the most that may mean nothing. Verdicts: slower, faster, same, fails
 * (now), answers (again), failed (in both), missing (now), new.
 */
export function compare(old, now) {
  const [before, after] = [cellsOf(old), cellsOf(now)]
  const control = CONTROLS.map((name) => controlOf(name, before, after)).find((each) => each) ?? null
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const rows = keys
    .filter((key) => isOurs((before.get(key) ?? after.get(key)).engine))
    .map((key) => judge(before.get(key), after.get(key), control))
  return { control, rows }
}

export function regressed({ rows }) {
  return rows.some(({ verdict }) => verdict === 'slower' || verdict === 'fails')
}

/** All answers of a session by engine and question: {id, question, engine, unit, answer}, of loads also the least noise. */
function cellsOf(session) {
  const cells = session.servers ? loadCells(session) : questionCells(session)
  return new Map(cells.map((cell) => [`${cell.engine} ${cell.id}`, cell]))
}

function questionCells({ rows }) {
  return rows.flatMap(({ question, params, work, unit, answers }) => {
    const id = `${question} ${JSON.stringify(Object.entries(params).sort())}`
    return Object.entries(answers).map(([engine, answer]) => ({ id, question: work, engine, unit, answer }))
  })
}

function isOurs(engine) {
  return /^(java-\d+|codecollab.*)$/.test(engine)
}

/** What a rival says about the machine, or null if it says too little. */
function controlOf(name, before, after) {
  const changes = [...before]
    .filter(([key, { engine, unit }]) => engine === name && unit !== 'B' && isAnswered(before.get(key)) && isAnswered(after.get(key)))
    .map(([key]) => changeOf(before.get(key), after.get(key)))
  if (changes.length < FEWEST_CONTROL_ROWS) return null
  const drift = middle(changes)
  const scatter = TWO_DEVIATIONS * middle(changes.map((change) => Math.abs(change - drift)))
  return { name, drift, scatter, rows: changes.length }
}

function judge(before, after, control) {
  const { question, engine, unit } = after ?? before
  const row = { question, engine, unit }
  if (!isAnswered(before) || !isAnswered(after)) return { ...row, verdict: withoutFigures(before, after) }
  const timed = unit !== 'B'
  const drift = timed && control ? control.drift : 0
  const change = changeOf(before, after) - drift
  const least = Math.log(1 + (after.least ?? (timed ? LEAST_NOISE.time : LEAST_NOISE.bytes)))
  const scatter = timed && control ? control.scatter : 0
  const noise = Math.max(least, Math.hypot(spreadOf(before), spreadOf(after), scatter))
  const verdict = change > noise ? 'slower' : change < -noise ? 'faster' : 'same'
  return {
    ...row,
    verdict,
    before: before.answer.median,
    after: after.answer.median,
    change: Math.expm1(change),
    noise: Math.expm1(noise),
  }
}

function withoutFigures(before, after) {
  if (!before) return 'new'
  if (!after) return 'missing'
  if (!after.answer.failed) return 'answers'
  return before.answer.failed ? 'failed' : 'fails'
}

function isAnswered(cell) {
  return cell?.answer.median > 0
}

/** How much more it costs, as a logarithm: halves and doubles are equally far from nothing. */
function changeOf(before, after) {
  return Math.log(after.answer.median / before.answer.median)
}

/** Half of the distance from the tenth to the ninetieth percentile, as a logarithm. */
function spreadOf({ answer: { p10, p90 } }) {
  return p10 > 0 ? Math.log(p90 / p10) / 2 : 0
}

function middle(values) {
  return quantile(values.toSorted((a, b) => a - b), 0.5)
}
