/** Says what of ours got slower from one session to another. Started by benchmarks/regression, which says how. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { compare, obstacles, regressed } from './compare.mjs'
import { digits } from './table.mjs'

const CANNOT_COMPARE = 2

const SECTIONS = [
  ['slower', 'Slower beyond noise'],
  ['fails', 'Fails now'],
  ['faster', 'Faster beyond noise'],
  ['answers', 'Answers again'],
  ['failed', 'Fails in both'],
  ['missing', 'Not asked any more'],
  ['new', 'Asked for the first time'],
]

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
process.exitCode = main(...positionals.map((file) => JSON.parse(readFileSync(file, 'utf8'))))

function main(old, now) {
  const differences = obstacles(old, now)
  if (differences.length > 0 && !options.force) {
    console.error(['These sessions cannot be compared (--force does it all the same):', ...differences].join('\n  '))
    return CANNOT_COMPARE
  }
  const result = compare(old, now)
  if (!result.rows.some(({ change }) => change !== undefined)) {
    console.error('These sessions have no figure of ours in common')
    return CANNOT_COMPARE
  }
  const failed = regressed(result)
  console.log(options.json ? JSON.stringify({ differences, regressed: failed, ...result }, null, 1) : report(old, now, differences, result))
  return failed ? 1 : 0
}

function report(old, now, differences, { control, rows }) {
  const of = (verdict) => rows.filter((row) => row.verdict === verdict)
  const sections = SECTIONS.filter(([verdict]) => of(verdict).length > 0)
  const changes = rows.filter(({ change }) => change !== undefined).map(({ change }) => Math.log1p(change))
  const together = Math.expm1(changes.reduce((sum, change) => sum + change, 0) / changes.length)
  return [
    `${name(old)} -> ${name(now)}`,
    ...differences.map((difference) => `COMPARED ALL THE SAME, ${difference}`),
    ...[old, now].flatMap(busyness),
    machine(control),
    ...sections.flatMap(([verdict, title]) => ['', `${title}:`, ...of(verdict).map(line)]),
    '',
    `${changes.length} figures compared: ${of('slower').length} slower, ${of('faster').length} faster, ` +
      `${of('same').length} within noise; the geometric mean of all changes is ${signed(together)}`,
  ].join('\n')
}

function name({ date, commit, pace }) {
  return `${date.slice(0, 10)} ${commit.slice(0, 10)} ${pace}`
}

function busyness({ date, machine: { loadAtStart } }) {
  return loadAtStart > 0.5 ? [`The machine was busy on ${date.slice(0, 16)}, load average ${loadAtStart.toFixed(2)} at the start`] : []
}

function machine(control) {
  if (!control) return 'No rival was asked often enough in both sessions: what the machine did is taken for a change of ours'
  const { name, drift, scatter, rows } = control
  return `The machine: ${name} takes ${signed(Math.expm1(drift))}, its ${rows} figures scatter by ${percent(Math.expm1(scatter))}`
}

function line({ question, engine, unit, before, after, change, noise }) {
  const figures = change === undefined ? '' : `: ${digits(before)} -> ${digits(after)} ${unit}, ${signed(change)} (noise ${percent(noise)})`
  return `  ${engine}, ${question}${figures}`
}

function signed(part) {
  return `${part < 0 ? '-' : '+'}${percent(Math.abs(part))}`
}

function percent(part) {
  return `${digits(100 * part)} %`
}
