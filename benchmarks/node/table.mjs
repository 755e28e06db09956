/** Turns a session into Markdown: one table of ratios per JDK, what the session ran on above it. */
import { quantile } from './timing.mjs'

export function tables(session) {
  const [goalJdk, ...otherJdks] = session.jdks
  const lines = [
    `# ${session.date.slice(0, 10)}, commit ${session.commit.slice(0, 10)}, ${session.pace}`,
    '',
    about(session),
    '',
    `## ${title(goalJdk)}, warm`,
    '',
    ...ratioTable(session.rows.filter(isWarm), goalJdk.name),
    ...othersTable(session.rows.filter(isWarm), goalJdk.name),
    ...notes(session.rows, goalJdk.name),
  ]
  for (const jdk of otherJdks) {
    lines.push('', `## ${title(jdk)}, warm`, '', ...ratioTable(session.rows.filter(isWarm), jdk.name))
  }
  const cold = session.rows.filter((row) => !isWarm(row))
  for (const jdk of cold.length ? session.jdks : []) {
    lines.push('', `## ${title(jdk)}, cold start`, '', ...ratioTable(cold, jdk.name))
  }
  return lines.join('\n') + '\n'
}

function about({ machine, node, traces }) {
  const core = machine.pinnedToCore === null ? 'not pinned to a core' : `pinned to core ${machine.pinnedToCore}`
  const load = `load average ${machine.loadAtStart.toFixed(2)} at the start`
  const others = machine.othersBusy == null ? '' : `, other cores busy ${Math.round(100 * machine.othersBusy)} % of the time`
  const busy = isBusy(machine) ? ' **The machine was busy: do not quote these.**' : ''
  return `${machine.cpu}, ${machine.cores} cores, ${core}; ${load}${others}; Node ${node}; ${traces} traces.${busy}`
}

/** What the session itself does on its core raises the load average, too. */
function isBusy({ loadAtStart, othersBusy }) {
  return loadAtStart > 0.5 || othersBusy > 0.15
}

function isWarm({ question }) {
  return !question.startsWith('ColdStart.')
}

function title({ version }) {
  return `JDK ${version}`
}

/** Which engines have a column, in this order, when one of the rows has their answer, and whose ratio is shown. */
const COLUMNS = [
  { engine: 'yrs', title: 'native yrs', ratio: 'x yrs' },
  { engine: 'yrs-jni', title: 'yrs by JNI' },
  { engine: 'yjs', title: 'Yjs', ratio: 'x Yjs' },
  { engine: 'ywasm', title: 'ywasm' },
]
const OTHERS = [
  { engine: 'loro', title: 'Loro', ratio: 'x Loro' },
  { engine: 'automerge', title: 'Automerge', ratio: 'x Automerge' },
]
const NAMES = Object.fromEntries([...COLUMNS, ...OTHERS].map(({ engine, ratio }) => [engine, ratio?.slice(2) ?? engine]))

function ratioTable(rows, jdk) {
  const answered = rows.filter(({ answers }) => answers[jdk])
  const columns = answering(COLUMNS, answered)
  const ratios = columns.filter(({ ratio }) => ratio)
  return [
    headings(['CodeCollab', 'p10-p90', ...columns.map(({ title }) => title), ...ratios.map(({ ratio }) => ratio), 'goals'], 'met'),
    ...answered.map((row) => {
      const ours = row.answers[jdk]
      return line([
        row.work,
        quantity(ours),
        spread(ours),
        ...columns.map(({ engine }) => quantity(row.answers[engine])),
        ...ratios.map(({ engine }) => ratio(row.answers[engine], ours)),
        goals(row).map(({ text }) => text).join(', '),
        verdict(row, ours),
      ])
    }),
  ]
}

/** The rows that engines of other kinds answered too: these keep another document for the same text. */
function othersTable(rows, jdk) {
  const columns = answering(OTHERS, rows)
  const answered = rows.filter(({ answers }) => answers[jdk] && columns.some(({ engine }) => answers[engine]))
  if (answered.length === 0) return []
  return [
    '',
    headings(['CodeCollab', ...columns.map(({ title }) => title), ...columns.map(({ ratio }) => ratio)]),
    ...answered.map(({ work, answers }) =>
      line([
        work,
        quantity(answers[jdk]),
        ...columns.map(({ engine }) => quantity(answers[engine])),
        ...columns.map(({ engine }) => ratio(answers[engine], answers[jdk])),
      ]),
    ),
  ]
}

function answering(columns, rows) {
  return columns.filter(({ engine }) => rows.some(({ answers }) => answers[engine]))
}

function headings(figures, last) {
  const more = last ? [last] : []
  return `${line(['work', ...figures, ...more])}\n|---|${'--:|'.repeat(figures.length)}${last ? ':-:|' : ''}`
}

function line(cells) {
  return `| ${cells.join(' | ')} |`
}

/**
 * What a row asks of us: `goals` how many times as fast as an engine, `atMost` a number of units, `atMostOf` a share of what an
 * engine takes. Each with how it reads, against whom, and what answer of theirs meets it.
 */
function goals({ goals = {}, atMost, atMostOf = {}, unit }) {
  return [
    ...Object.entries(goals).map(([engine, times]) => ({
      text: `${times}x ${NAMES[engine]}`,
      engine,
      isMet: (ours, theirs) => theirs.median / ours.median >= times,
    })),
    ...(atMost ? [{ text: `${atMost} ${unit}`, isMet: (ours) => ours.median <= atMost }] : []),
    ...Object.entries(atMostOf).map(([engine, share]) => ({
      text: `${share} of ${NAMES[engine]}`,
      engine,
      isMet: (ours, theirs) => ours.median <= share * theirs.median,
    })),
  ]
}

/** Whether all goals are met, or which are not; nothing when nobody is there to be compared with. */
function verdict(row, ours) {
  if (ours.failed) return 'failed'
  const judged = goals(row).filter(({ engine }) => !engine || row.answers[engine]?.median)
  const missed = judged.filter(({ engine, isMet }) => !isMet(ours, row.answers[engine]))
  if (missed.length > 0) return missed.map(({ text }) => `**not ${text}**`).join(', ')
  return judged.length > 0 ? 'yes' : ''
}

function ratio(rival, ours) {
  if (!rival || rival.failed || ours.failed) return ''
  return `${digits(rival.median / ours.median)}x`
}

function quantity(answer) {
  if (!answer) return ''
  return answer.failed ? 'failed' : `${digits(answer.median)} ${answer.unit}`
}

function spread(answer) {
  if (answer.failed || answer.runs === 1) return ''
  return `${digits(answer.p10)}-${digits(answer.p90)}`
}

/** Three significant digits, no exponent, thousands grouped. */
export function digits(value) {
  const rounded = Number(value.toPrecision(3))
  return rounded >= 1_000 ? rounded.toLocaleString('en-US') : String(rounded)
}

function notes(rows, jdk) {
  const lines = [...flatness(rows, jdk), ...jniOverhead(rows)]
  return lines.length ? ['', ...lines] : []
}

/** How much the cost of a small update grows with the clients a document knows; 1 is flat. */
function flatness(rows, jdk) {
  const byKind = new Map()
  for (const row of rows.filter(isSmallUpdate)) {
    byKind.set(kind(row), [...(byKind.get(kind(row)) ?? []), row])
  }
  const lines = []
  for (const [name, group] of byKind) {
    const figures = group.map((row) => [Number(row.params.clients), row.answers[jdk]?.median]).filter(([, us]) => us)
    const one = figures.find(([clients]) => clients === 1)
    const most = figures.reduce((a, b) => (b[0] > a[0] ? b : a), [0, 0])
    if (!one || most[0] === 1) continue
    const growth = digits(most[1] / one[1])
    lines.push(`- ${name}: ${growth} times the cost of one client at ${most[0].toLocaleString('en-US')} clients`)
  }
  return lines
}

/** What it costs yrs to be called from Java: the calls, the copies, and the checks our binding makes before it. */
function jniOverhead(rows) {
  const crossings = rows.filter(({ question, answers }) => question === 'JniCrossing.cross' && answers['yrs-jni']?.median)
  const both = rows.filter(isTimed).filter(({ answers }) => answers.yrs?.median && answers['yrs-jni']?.median)
  const times = both.map(({ answers }) => answers['yrs-jni'].median / answers.yrs.median).toSorted((a, b) => a - b)
  return [
    ...crossings.map(({ work, answers }) => `- JNI: ${work}: ${quantity(answers['yrs-jni'])}`),
    ...both.filter((row) => isSmallUpdate(row) && row.params.listener === 'false').map(({ work, unit, answers }) => {
      const more = digits(answers['yrs-jni'].median - answers.yrs.median)
      return `- JNI and our checks of the update: ${more} ${unit} more, ${work}`
    }),
    ...(both.length ? [`- yrs by JNI takes ${digits(quantile(times, 0.5))} times as long as native yrs, the median of ${both.length} questions`] : []),
  ]
}

function isTimed(row) {
  return isWarm(row) && row.unit !== 'B'
}

function isSmallUpdate({ question }) {
  return question === 'SmallRemoteUpdate.apply'
}

function kind({ params }) {
  return `small remote update, ${params.trace}${params.listener === 'true' ? ', listener' : ''}`
}
