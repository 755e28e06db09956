/**
 * Draws what a session found: one picture per question beside its X.json and X.md, in a folder X.
 *
 *   node plot.mjs results/X.json     draws an old session again and prints what X.md says of its pictures
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawChart } from './chart.mjs'
import { median } from './servers-table.mjs'
import { digits } from './table.mjs'
import { pictureOf, titleOf } from './titles.mjs'

const OURS = ['blue', 'sky']

const COLOURS = {
  'codecollab': 'blue',
  'codecollab-hocuspocus': 'sky',
  'yrs': 'vermilion',
  'yrs-jni': 'orange',
  'yjs': 'green',
  'ywasm': 'yellow',
  'loro': 'purple',
  'hocuspocus': 'vermilion',
  'y-websocket': 'green',
}

/** A class that has more has a picture of each of its methods. */
const MOST_ROWS = 24

const UNITS = { us: 'µs', ms: 'ms', ns: 'ns', B: 'bytes' }

/**
 * Writes the pictures of a session into the folder `out`, in place of those that are there, and returns the Markdown that
 * shows them to a reader of `out`.md.
 */
export function writePlots(session, out) {
  const charts = chartsOf(session)
  mkdirSync(out, { recursive: true })
  for (const old of readdirSync(out).filter((name) => name.endsWith('.svg'))) {
    rmSync(join(out, old))
  }
  for (const { name, ...chart } of charts) {
    writeFileSync(join(out, `${name}.svg`), drawChart(chart))
  }
  const links = charts.map(({ name, title }) => `![${title}](${encodeURI(`${basename(out)}/${name}`)}.svg)`)
  return ['', '## Pictures', '', links.join('\n\n'), ''].join('\n')
}

/** The charts of any kind of session, each with the name of its file less .svg. */
export function chartsOf(session) {
  return session.servers ? serverCharts(session) : questionCharts(session)
}

// --- questions to engines

function questionCharts(session) {
  return [...parted(session.rows, ({ question }) => pictureOf(question))].flatMap(([name, ofClass]) => {
    const byUnit = parted(ofClass, ({ unit }) => unit)
    return [...byUnit].flatMap(([unit, ofUnit]) => {
      const byMethod = parted(ofUnit, ({ question }) => (ofUnit.length > MOST_ROWS ? question.split('.').at(-1) : ''))
      return [...byMethod].flatMap(([method, rows]) => {
        const parts = [name, method, byUnit.size > 1 && unit].filter(Boolean)
        return questionChart(session, { name: parts.join('-'), title: titleOf(name, method), unit }, rows)
      })
    })
  })
}

/** Key to rows, keys and rows in their order. */
function parted(rows, keyOf) {
  const parts = new Map()
  for (const row of rows) {
    parts.set(keyOf(row), [...(parts.get(keyOf(row)) ?? []), row])
  }
  return parts
}

/** None if nobody answered. */
function questionChart(session, { name, title, unit }, rows) {
  const groups = rows.map((row) => engineGroup(row, session)).filter(({ bars }) => bars.some(({ value }) => value !== undefined))
  const note = [
    `Median; the line in a bar is from the 10th to the 90th percentile. 3x: three times as much as ${session.jdks[0].name}.`,
    ...aboutEngines(session),
  ]
  return groups.length === 0 ? [] : [{ name, title, unit: `${UNITS[unit] ?? unit}, less is better`, groups, note }]
}

function engineGroup({ work, answers }, { jdks }) {
  const ours = answers[jdks[0].name]
  return { name: work, bars: Object.entries(answers).map(([engine, answer]) => engineBar(engine, answer, ours, jdks)) }
}

function engineBar(engine, answer, ours, jdks) {
  const colour = OURS[Math.min(OURS.length - 1, jdks.findIndex(({ name }) => name === engine))] ?? COLOURS[engine] ?? 'grey'
  if (answer.failed) return { name: engine, colour, more: 'failed' }
  const spread = answer.runs === 1 ? {} : { low: answer.p10, high: answer.p90 }
  const more = ours?.median && answer !== ours ? `${digits(answer.median / ours.median)}x` : ''
  return { name: engine, colour, value: answer.median, ...spread, more }
}

function aboutEngines({ date, commit, pace, traces, machine, jdks, node }) {
  const core = machine.pinnedToCore === null ? 'not pinned to a core' : `all on core ${machine.pinnedToCore}`
  const java = jdks.map(({ name, version }) => `${name} is CodeCollab on JDK ${version}`).join(', ')
  return [
    `${java}; Node ${node}; ${traces} traces.`,
    `${day(date)}, commit ${commit.slice(0, 10)}, ${pace}; ${machine.cpu}, ${machine.cores} cores, ${core}; ${loadOf(machine)}.`,
  ]
}

// --- loads on servers

/** What is drawn of servers: the way to each figure in a report, and how its group is called. */
const SERVER_CHARTS = [
  {
    name: 'throughput',
    title: 'How many edits does one core deliver?',
    unit: 'edits/s delivered, more is better',
    figures: [['deliveredPerSecond', '']],
    of: ({ mode }) => mode === 'saturation',
  },
  {
    name: 'cpu',
    title: 'What does delivering an edit cost the server?',
    unit: 'µs of CPU time (user and system) per delivered edit, less is better',
    figures: [['server.cpuMicrosPerDelivered', '']],
    of: () => true,
  },
  {
    name: 'latency',
    title: 'How long does an edit take to the others?',
    unit: 'ms, less is better',
    figures: [
      ['latencyMs.p50', 'median'],
      ['latencyMs.p99', '99 %'],
      ['latencyMs.p999', '99.9 %'],
    ],
    of: () => true,
  },
]

function serverCharts(session) {
  return SERVER_CHARTS.flatMap(({ figures, of, ...chart }) => {
    const groups = session.rows
      .filter(of)
      .flatMap((row) => figures.map(([path, which]) => serverGroup(session, row, path, which)))
      .filter(({ bars }) => bars.some(({ value }) => value > 0))
    return groups.length === 0 ? [] : { ...chart, groups, note: aboutServers(session) }
  })
}

function serverGroup({ servers }, row, path, which) {
  const rate = row.mode === 'saturation' ? 'saturation' : row.rate ? `${digits(row.rate)} edits/s in all` : ''
  const name = [[row.work, rate].filter(Boolean).join(': '), which].filter(Boolean).join(', ')
  const bars = servers.map(({ name }) => serverBar(name, row.answers[name], path))
  return { name, bars }
}

function serverBar(name, reports, path) {
  const colour = COLOURS[name] ?? 'grey'
  const values = reports.map((report) => median([report], path)).filter(Number.isFinite)
  if (values.length === 0) return { name, colour, more: 'unknown' }
  const spread = values.length === 1 ? {} : { low: Math.min(...values), high: Math.max(...values) }
  const more = reports.every(({ clean }) => clean) ? '' : 'not clean'
  return { name, colour, value: median(reports, path), ...spread, more }
}

function aboutServers({ date, commit, pace, machine, node, java, rows }) {
  const runs = Object.values(rows[0].answers)[0].length
  const what = runs === 1 ? 'One run.' : `Median of ${runs} runs; the line in a bar is from the least to the most.`
  return [
    `${what} Servers on core ${machine.serverCore}, generator on core ${machine.loadCore}; Java ${java}, Node ${node}.`,
    `${day(date)}, commit ${commit.slice(0, 10)}, ${pace}; ${machine.cpu}, ${machine.cores} cores; ${loadOf(machine)}.`,
  ]
}

function loadOf({ loadAtStart, loadAtEnd }) {
  return `load average ${loadAtStart.toFixed(2)} to ${loadAtEnd.toFixed(2)}`
}

function day(date) {
  return date.slice(0, 10)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file] = process.argv.slice(2)
  if (!file?.endsWith('.json')) {
    console.error('usage: node plot.mjs SESSION.json')
    process.exit(2)
  }
  console.log(writePlots(JSON.parse(readFileSync(file, 'utf8')), file.slice(0, -'.json'.length)))
}
