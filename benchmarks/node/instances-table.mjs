/** Turns a session with several instances of each server into Markdown. */
import { about, median, percent, whatWentWrong } from './servers-table.mjs'
import { digits } from './table.mjs'

/** The generator sends later than that: then it is its own lateness that is measured. */
const TOO_LATE_MS = 5

export function instanceTables(session) {
  return [
    `# Instances, ${session.date.slice(0, 10)}, commit ${session.commit.slice(0, 10)}, ${session.pace}`,
    '',
    about(session),
    '',
    'Latency is from when an edit was due at a writer on A to its arrival at a reader, CPU is user and system time. Before it was',
    'measured, everything was warmed up by as many edits as it could take.',
    ...session.rows.flatMap((row) => ['', `## ${title(row)}`, '', ...table(session, row), ...doubts(row)]),
    '',
  ].join('\n')
}

function title({ work, rate }) {
  return rate ? `${work}: ${digits(rate)} edits/s in all` : work
}

function table({ servers }, { rate, answers }) {
  const rivals = servers.filter(({ rival }) => rival).map(({ name }) => median(answers[name], 'latencyMs.p50'))
  const best = rivals.length ? Math.min(...rivals) : NaN
  return [
    '| server | p50 ms | x rival | p99 ms | max ms | delivered | missing | CPU of each process: us per edit (part of a core) | us per delivered edit, all | PUBLISH per edit | us in each | WAL bytes, commits per edit |',
    '|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|',
    ...servers.map(({ name }) => line(name, answers[name], best, rate)),
  ]
}

function line(name, reports, best, rate) {
  const of = (path) => median(reports, path)
  const sum = (value) => reports.reduce((total, report) => total + value(report), 0)
  const edits = rate ? sum(({ editsInAll }) => editsInAll) : NaN
  const counted = (name) => sum(({ counted }) => counted[name] ?? NaN)
  const ratio = of('latencyMs.p50') / best
  const cells = [
    name,
    figure(of('latencyMs.p50')),
    Number.isFinite(ratio) ? `${digits(ratio)}x` : '',
    figure(of('latencyMs.p99')),
    figure(Math.max(...reports.map(({ latencyMs }) => latencyMs.max ?? NaN))),
    String(sum(({ delivered }) => delivered)),
    String(sum(({ missing }) => missing)),
    Object.keys(reports[0].processes).map((each) => cpu(each, of)).join(', '),
    edits ? figure(of('server.cpuMicrosPerDelivered')) : '',
    figure(counted('publishes') / edits),
    figure(counted('publishMicros') / counted('publishes')),
    [counted('walBytes') / edits, counted('commits') / edits].filter(Number.isFinite).map(digits).join(', '),
  ]
  return `| ${cells.join(' | ')} |`
}

function cpu(process, of) {
  const perEdit = of(`processes.${process}.cpuMicrosPerEdit`)
  return `${process} ${perEdit ? `${digits(perEdit)} ` : ''}(${digits(100 * of(`processes.${process}.busy`))} %)`
}

/** Empty for what is not known, such as the latency of no edits. */
function figure(value) {
  return Number.isFinite(value) ? digits(value) : ''
}

function doubts({ answers }) {
  const lines = Object.entries(answers).flatMap(([name, reports]) => [
    ...reports.filter(({ clean }) => !clean).map((report) => `- **${name} was not clean**: ${whatWentWrong(report)}`),
    ...(median(reports, 'latenessMs.p99') > TOO_LATE_MS
      ? [`- **The generator was late for ${name}**, busy ${percent(median(reports, 'generator.busy'))}.`]
      : []),
  ])
  return lines.length ? ['', ...lines] : []
}
