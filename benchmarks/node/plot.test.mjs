import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { drawChart } from './chart.mjs'
import { chartsOf, writePlots } from './plot.mjs'
import { sessionOf } from './table-session.mjs'
import { classOf, pictureOf, titleOf } from './titles.mjs'

const answer = (median, more = {}) => ({ unit: 'us', median, p10: 0.9 * median, p90: 1.2 * median, runs: 9, ...more })

const session = (rows) => ({
  date: '2026-01-01T00:00:00Z',
  pace: 'quick',
  commit: 'abcdef0123456789',
  traces: 'recorded',
  machine: { cpu: 'a <fast> cpu', cores: 2, pinnedToCore: 1, loadAtStart: 0.25, loadAtEnd: 1 },
  node: 'v20',
  jdks: [{ name: 'java-17', version: '17.0.1' }],
  rows,
})

const row = (answers, more = {}) => ({ question: 'LocalEdit.edit', params: {}, work: 'local edits', unit: 'us', answers, ...more })

const draw = (rows) => drawChart(chartsOf(session(rows))[0])

/** Attributes of all elements of a kind that have a class, if one is asked for, in the order of the picture. */
function elements(svg, kind, className = '') {
  return [...svg.matchAll(new RegExp(`<${kind} class="${className}[^"]*"([^>]*)>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, Number(value)])),
  )
}

const bars = (svg) => elements(svg, 'rect').filter(({ rx }) => rx === 2)

test('bars are as long as their figures, and say them', () => {
  const svg = draw([row({ 'java-17': answer(2), yjs: answer(8) })])
  const [ours, yjs] = bars(svg)
  assert.ok(Math.abs(yjs.width / ours.width - 4) < 0.01, `${yjs.width} and ${ours.width}`)
  assert.match(svg, />2 µs</)
  assert.match(svg, />8 µs, 4x</)
  assert.doesNotMatch(svg, /Logarithmic/)
})

test('figures far apart are on a logarithmic scale, and it is said', () => {
  const svg = draw([row({ 'java-17': answer(2), yjs: answer(20), ywasm: answer(200) })])
  const [ours, yjs, ywasm] = bars(svg)
  assert.ok(Math.abs(ywasm.width - yjs.width - (yjs.width - ours.width)) < 0.3, 'equal ratios are equal distances')
  assert.ok(ours.width > 1)
  assert.match(svg, /Logarithmic scale, in µs, less is better/)
})

test('the spread is a line from the tenth to the ninetieth percentile, of one run there is none', () => {
  const svg = draw([row({ 'java-17': answer(2), yjs: answer(8, { runs: 1 }) })])
  const lines = [...svg.matchAll(/class="spread" d="M([\d.]+) [^H]*H([\d.]+)/g)]
  assert.equal(lines.length, 1)
  const [ours] = bars(svg)
  const perMicrosecond = ours.width / 2
  assert.ok(Math.abs(Number(lines[0][1]) - ours.x - 1.8 * perMicrosecond) < 0.2)
  assert.ok(Math.abs(Number(lines[0][2]) - ours.x - 2.4 * perMicrosecond) < 0.2)
})

test('who failed has no bar and who was not asked no place', () => {
  const svg = draw([row({ 'java-17': answer(2), loro: { failed: 'out of memory' } })])
  assert.equal(bars(svg).length, 1)
  assert.match(svg, />failed</)
  assert.doesNotMatch(svg, /ywasm/)
})

test('a question nobody answered has no picture', () => {
  assert.deepEqual(chartsOf(session([row({ 'java-17': { failed: 'x' } }), row({})])), [])
})

test('rows of one class share a picture, unless their units differ', () => {
  const rows = [
    row({ 'java-17': answer(2) }),
    row({ 'java-17': answer(3) }, { work: 'with a listener' }),
    row({ 'java-17': answer(3) }, { question: 'Mixed.one' }),
    row({ 'java-17': answer(3, { unit: 'ms' }) }, { question: 'Mixed.other', unit: 'ms' }),
  ]
  const charts = chartsOf(session(rows))
  assert.deepEqual(charts.map(({ name }) => name), ['LocalEdit', 'Mixed-us', 'Mixed-ms'])
  assert.deepEqual(charts[0].groups.map(({ name }) => name), ['local edits', 'with a listener'])
})

test('a class of many rows has a picture of each method, floors are shown with what stands on them', () => {
  const many = Array.from({ length: 13 }, (_, i) => [`Many.one`, `Many.other`].map((question) => row({ 'java-17': answer(i + 1) }, { question }))).flat()
  const floors = ['server.JournalAppend.alone', 'server.FileSync.force'].map((question) => row({ 'java-17': answer(3) }, { question }))
  const charts = chartsOf(session([...many, ...floors]))
  assert.deepEqual(charts.map(({ name, groups }) => [name, groups.length]), [['Many-one', 13], ['Many-other', 13], ['JournalAppend', 2]])
})

test('below a picture stands what it was made with, and nothing breaks out of it', () => {
  const svg = draw([row({ 'java-17': answer(2) })])
  for (const said of ['2026-01-01', 'abcdef0123', '17.0.1', 'a &lt;fast&gt; cpu', 'recorded traces', 'load average 0.25']) {
    assert.ok(svg.includes(said), said)
  }
  assert.match(svg, /prefers-color-scheme:dark/)
})

test('a question that was not put into words is called by its name', () => {
  assert.equal(titleOf('FanOutToFew'), 'Fan Out To Few')
  assert.match(titleOf('LocalEdit'), /\?$/)
  assert.equal(classOf('server.FanOutToMany.deliver'), 'FanOutToMany')
})

test('every question that is asked was put into words', () => {
  const rows = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'questions.json'), 'utf8'))
  for (const { question } of rows) {
    assert.match(titleOf(pictureOf(question), question.split('.').at(-1)), /\?$/, question)
  }
})

test('servers have pictures of throughput, cost and latency', () => {
  const report = (delivered, more = {}) => ({
    deliveredPerSecond: delivered,
    latencyMs: { p50: 1, p99: 4, p999: 9 },
    server: { cpuMicrosPerDelivered: 8 },
    clean: true,
    ...more,
  })
  const servers = sessionOf(['other'], {
    mode: 'saturation',
    answers: { codecollab: [report(600), report(500), report(700)], other: [report(90), report(100, { clean: false }), report(110)] },
  })
  const charts = chartsOf(servers)
  assert.deepEqual(charts.map(({ name }) => name), ['throughput', 'cpu', 'latency'])
  const [ours, other] = charts[0].groups[0].bars
  assert.deepEqual([ours.value, ours.low, ours.high, ours.more], [600, 500, 700, ''])
  assert.equal(other.more, 'not clean')
  assert.deepEqual(charts[2].groups.map(({ name }) => name.replace(/.*, /, '')), ['median', '99 %', '99.9 %'])
})

test('instances, which all deliver what is due, have none of throughput', () => {
  const idle = { latencyMs: {}, server: { cpuMicrosPerDelivered: 0 }, clean: true }
  const busy = { latencyMs: { p50: 1, p99: 2 }, server: { cpuMicrosPerDelivered: 90 }, clean: true }
  const instances = sessionOf([], { rate: 20, answers: { codecollab: [busy] } })
  instances.rows.push({ work: 'nobody writes', rate: 0, answers: { codecollab: [idle] } })
  const charts = chartsOf(instances)
  assert.deepEqual(charts.map(({ name, groups }) => [name, groups.length]), [['cpu', 1], ['latency', 2]])
})

test('pictures are in a folder of their own and old ones go', () => {
  const out = join(mkdtempSync(join(os.tmpdir(), 'plots-')), 'a session')
  try {
    writePlots(session([row({ 'java-17': answer(2) }, { question: 'Gone.now' })]), out)
    const markdown = writePlots(session([row({ 'java-17': answer(2) })]), out)
    assert.deepEqual(readdirSync(out), ['LocalEdit.svg'])
    assert.match(readFileSync(join(out, 'LocalEdit.svg'), 'utf8'), /^<svg [^]*<\/svg>\n$/)
    assert.ok(markdown.includes(`(${encodeURI(basename(out))}/LocalEdit.svg)`), markdown)
  } finally {
    rmSync(join(out, '..'), { recursive: true })
  }
})
