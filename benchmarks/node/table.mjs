/** Turns a session into Markdown: one table of ratios per JDK, what the session ran on above it. */

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
    ...flatness(session.rows, goalJdk.name),
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
  const load = `load average ${machine.loadAtStart.toFixed(2)} at the start, ${machine.loadAtEnd.toFixed(2)} at the end`
  const busy = machine.loadAtStart > 0.5 || machine.loadAtEnd > 1.5 ? ' **The machine was busy: do not quote these.**' : ''
  return `${machine.cpu}, ${machine.cores} cores, ${core}; ${load}; Node ${node}; ${traces} traces.${busy}`
}

function isWarm({ question }) {
  return !question.startsWith('ColdStart.')
}

function title({ version }) {
  return `JDK ${version}`
}

function ratioTable(rows, jdk) {
  return [
    '| work | CodeCollab | p10-p90 | Yjs | ywasm | x Yjs | x ywasm | goal | met |',
    '|---|--:|--:|--:|--:|--:|--:|--:|:-:|',
    ...rows.filter(({ answers }) => answers[jdk]).map((row) => ratioRow(row, row.answers[jdk])),
  ]
}

function ratioRow(row, ours) {
  const { yjs, ywasm } = row.answers
  const cells = [
    row.work,
    quantity(ours),
    spread(ours),
    quantity(yjs),
    quantity(ywasm),
    ratio(yjs, ours),
    ratio(ywasm, ours),
    row.goal ? `${row.goal}x` : row.atMost ? `${row.atMost} ${row.unit}` : '',
    verdict(row, ours, yjs),
  ]
  return `| ${cells.join(' | ')} |`
}

function verdict({ goal, atMost }, ours, yjs) {
  if (ours.failed) return 'failed'
  if (atMost) return ours.median <= atMost ? 'yes' : '**no**'
  if (!goal || !yjs || yjs.failed) return ''
  return yjs.median / ours.median >= goal ? 'yes' : '**no**'
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
  return lines.length ? ['', ...lines] : []
}

function isSmallUpdate({ question }) {
  return question === 'SmallRemoteUpdate.apply'
}

function kind({ params }) {
  return `small remote update, ${params.trace}${params.listener === 'true' ? ', listener' : ''}`
}
