/** Turns a session with several servers into Markdown. */
import { digits } from './table.mjs'
import { quantile } from './timing.mjs'

/** Busier than that the generator may be what was measured. */
const TOO_BUSY = 0.9

/** The median of one figure of several reports; the path is the way to it, such as 'latencyMs.p99'. */
export function median(reports, path) {
  const values = reports.map((report) => path.split('.').reduce((value, key) => value?.[key], report) ?? NaN)
  return quantile(values.toSorted((a, b) => a - b), 0.5)
}

export function serverTables(session) {
  return [
    `# Servers, ${session.date.slice(0, 10)}, commit ${session.commit.slice(0, 10)}, ${session.pace}`,
    '',
    about(session),
    ...session.rows.flatMap((row) => ['', `## ${title(row)}`, '', ...table(session, row), ...doubts(row)]),
    '',
  ].join('\n')
}

/** What a session ran on, in one line. */
export function about({ machine, node, java, javaOptions, serverOptions, rows }) {
  const runs = Object.values(rows[0].answers)[0].length
  const load = `load average ${machine.loadAtStart.toFixed(2)} at the start, ${machine.loadAtEnd.toFixed(2)} at the end`
  const busy = machine.loadAtStart > 0.5 || machine.loadAtEnd > 2.5 ? ' **The machine was busy: do not quote these.**' : ''
  const options = [javaOptions, serverOptions].filter(Boolean).map((each) => ` with ${each}`).join('')
  return (
    `${machine.cpu}, ${machine.cores} cores, servers on core ${machine.serverCore}, generator on core ` +
    `${machine.loadCore}; Node ${node}, Java ${java}${options}; ${runs} run${runs === 1 ? '' : 's, medians'}; ${load}.${busy}`
  )
}

function title({ work, mode, rate }) {
  return mode === 'saturation' ? `${work}: saturation` : `${work}: ${digits(rate)} edits/s in all`
}

function table(session, row) {
  const best = (path, pick) =>
    pick(...session.servers.filter(({ rival }) => rival).map(({ name }) => median(row.answers[name], path)))
  const bests = {
    delivered: best('deliveredPerSecond', Math.max),
    cpu: best('server.cpuMicrosPerDelivered', Math.min),
    p99: best('latencyMs.p99', Math.min),
  }
  return [
    '| server | delivered edits/s | x best rival | CPU us per delivered edit: user + system | x best rival | p50 ms | p99 ms | x best rival | p99.9 ms | edits per message | RSS MB | server, generator busy |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...session.servers.map(({ name }) => line(name, row.answers[name], bests)),
  ]
}

function line(name, reports, bests) {
  const of = (path) => median(reports, path)
  const cpu = of('server.cpuMicrosPerDelivered')
  const inKernel = of('server.systemMs') / (of('server.systemMs') + of('server.userMs'))
  const cells = [
    name,
    digits(of('deliveredPerSecond')),
    ratio(of('deliveredPerSecond'), bests.delivered),
    `${digits(cpu)}: ${digits(cpu * (1 - inKernel))} + ${digits(cpu * inKernel)}`,
    ratio(cpu, bests.cpu),
    digits(of('latencyMs.p50')),
    digits(of('latencyMs.p99')),
    ratio(of('latencyMs.p99'), bests.p99),
    digits(of('latencyMs.p999')),
    digits(of('editsPerMessageIn')),
    digits(of('server.rssKb') / 1024),
    `${percent(of('server.busy'))}, ${percent(of('generator.busy'))}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function doubts({ answers }) {
  const lines = Object.entries(answers).flatMap(([name, reports]) => [
    ...reports.filter(({ clean }) => !clean).map((report) => `- **${name} was not clean**: ${whatWentWrong(report)}`),
    ...(median(reports, 'generator.busy') > TOO_BUSY ? [`- **The generator was the limit of ${name}.**`] : []),
  ])
  return lines.length ? ['', ...lines] : []
}

/** What a report that is not clean complains of. */
export function whatWentWrong({ missing, lostAcks, refused, broken, reasons }) {
  return `${missing} missing, ${lostAcks} confirmed and lost, ${refused} refused, ${broken} broken ${JSON.stringify(reasons)}`
}

function ratio(value, best) {
  return Number.isFinite(best) ? `${digits(value / best)}x` : ''
}

export function percent(part) {
  return `${Math.round(100 * part)} %`
}
