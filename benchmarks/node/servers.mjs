/**
 * One session: drives every server in turn with the load generator, writes what it found as JSON and prints the tables as
 * Markdown. Started by benchmarks/compare-servers, which says how.
 */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, serverTables } from './servers-table.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const RIVALS = join(HERE, '..', 'servers')
const START_TIMEOUT_MS = 30_000
const PART_OF_SATURATION = 0.6

const PACES = {
  quick: { runs: 1, warmup: 4, seconds: 6 },
  full: { runs: 3, warmup: 10, seconds: 15 },
}

const SCENARIOS = {
  'room-of-50': { work: 'one room of 50, all write', documents: 1, clients: 50 },
  'rooms-of-2': { work: '100 rooms of 2, both write', documents: 100, clients: 2 },
}

const { values: options } = parseArgs({
  options: {
    pace: { type: 'string' },
    server: { type: 'string' },
    generator: { type: 'string' },
    commit: { type: 'string', default: 'unknown' },
    out: { type: 'string' },
    targets: { type: 'string', default: 'codecollab,codecollab-hocuspocus,hocuspocus,y-websocket' },
    scenarios: { type: 'string', default: Object.keys(SCENARIOS).join(',') },
    rate: { type: 'string' },
    'in-flight': { type: 'string', default: '1' },
    runs: { type: 'string' },
    warmup: { type: 'string' },
    seconds: { type: 'string' },
    'java-opts': { type: 'string', default: '' },
    'server-opts': { type: 'string', default: '' },
    'server-core': { type: 'string', default: '0' },
    'load-core': { type: 'string', default: '1' },
  },
})
const pace = PACES[options.pace]
const runs = Number(options.runs ?? pace.runs)
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
const scratch = mkdtempSync(join(os.tmpdir(), 'codecollab-servers-'))

const words = (text) => text.split(' ').filter(Boolean)
const codecollab = (port, folder) => [
  ...[java, ...words(options['java-opts']), '-jar', options.server],
  ...['--port', port, '--data', join(folder, 'data'), ...words(options['server-opts'])],
]
const TARGETS = {
  codecollab: { command: codecollab, path: '/ws', dialect: 'y-websocket' },
  'codecollab-hocuspocus': { command: codecollab, path: '/ws', dialect: 'hocuspocus' },
  hocuspocus: { command: rival('hocuspocus.mjs'), path: '/', dialect: 'hocuspocus', rival: true },
  'y-websocket': { command: rival('y-websocket.mjs'), path: '/', dialect: 'y-websocket', rival: true },
}

const targets = pick(TARGETS, options.targets)
const scenarios = pick(SCENARIOS, options.scenarios)
const session = {
  date: new Date().toISOString(),
  pace: options.pace,
  commit: options.commit,
  machine: {
    cpu: os.cpus()[0].model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    serverCore: Number(options['server-core']),
    loadCore: Number(options['load-core']),
    loadAtStart: os.loadavg()[0],
  },
  node: process.version,
  java: /version "(.*)"/.exec(spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr)?.[1],
  javaOptions: options['java-opts'],
  serverOptions: options['server-opts'],
  servers: targets.map(([name, { rival, dialect }]) => ({ name, dialect, rival: rival ?? false })),
  rows: [],
}

try {
  for (const [name, scenario] of scenarios) {
    const saturation = await ask(name, 'saturation', ['--in-flight', options['in-flight']])
    const writers = scenario.documents * scenario.clients
    const slowest = Math.min(...Object.values(saturation.answers).map((each) => median(each, 'editsPerSecond')))
    const rate = Number(options.rate ?? Number((PART_OF_SATURATION * slowest).toPrecision(2)))
    await ask(name, 'open loop', ['--rate', String(rate / writers)], rate)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
session.machine.loadAtEnd = os.loadavg()[0]

const markdown = serverTables(session)
mkdirSync(dirname(options.out), { recursive: true })
writeFileSync(`${options.out}.json`, JSON.stringify(session, null, 1) + '\n')
writeFileSync(`${options.out}.md`, markdown)
console.log(markdown)

/** All servers in turn, the other way round every second time; a server's answer is a list of reports. */
async function ask(scenario, mode, args, rate) {
  const { work, documents, clients } = SCENARIOS[scenario]
  const row = { scenario, work, mode, rate, answers: Object.fromEntries(targets.map(([name]) => [name, []])) }
  session.rows.push(row)
  for (let run = 0; run < runs; run++) {
    for (const [name, target] of run % 2 ? targets.toReversed() : targets) {
      const report = await drive(target, ['--documents', documents, '--clients', clients, ...args])
      row.answers[name].push(report)
      const { deliveredPerSecond, latencyMs, server, generator, clean } = report
      process.stderr.write(
        `${scenario}, ${mode}, run ${run + 1}/${runs}: ${name} ${Math.round(deliveredPerSecond)} delivered/s, ` +
          `p99 ${latencyMs.p99?.toFixed(2)} ms, server ${percent(server.busy)}, generator ${percent(generator.busy)}` +
          `${clean ? '' : ', NOT CLEAN'}\n`,
      )
    }
  }
  return row
}

/** Starts a server, drives it, stops it. */
async function drive({ command, path, dialect }, args) {
  const folder = mkdtempSync(join(scratch, 'server-'))
  const port = await freePort()
  const log = openSync(join(folder, 'log'), 'w')
  const pinned = ['-c', options['server-core'], ...command(String(port), folder)]
  const server = spawn('taskset', pinned, { stdio: ['ignore', log, log] })
  const gone = new Promise((resolve) => server.once('exit', resolve))
  try {
    await accepting(port, gone, folder)
    return load(server.pid, `ws://127.0.0.1:${port}${path}`, dialect, args, folder)
  } finally {
    server.kill()
    await gone
    closeSync(log)
  }
}

function load(pid, url, dialect, args, folder) {
  const json = join(folder, 'report.json')
  const { status, stderr } = spawnSync(
    'taskset',
    [
      ...['-c', options['load-core'], java, '-jar', options.generator, 'load', '--quiet', '--json', json],
      ...['--url', url, '--dialect', dialect, '--pid', String(pid)],
      ...['--warmup', options.warmup ?? pace.warmup, '--seconds', options.seconds ?? pace.seconds, ...args],
    ].map(String),
    { encoding: 'utf8' },
  )
  if (status > 1) {
    throw new Error(`the load generator failed, url=${url}, dialect=${dialect}: ${stderr}`)
  }
  return JSON.parse(readFileSync(json, 'utf8'))
}

async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function accepting(port, gone, folder) {
  const deadline = Date.now() + START_TIMEOUT_MS
  let running = true
  gone.then(() => (running = false))
  while (running && Date.now() < deadline) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket.end()))
      socket.once('error', () => resolve(null))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the server did not start: ${readFileSync(join(folder, 'log'), 'utf8')}`)
}

function rival(script) {
  return (port) => [process.execPath, join(RIVALS, script), port]
}

function pick(all, names) {
  return names.split(',').map((name) => {
    if (!all[name]) throw new Error(`unknown, name=${name}, known=${Object.keys(all)}`)
    return [name, all[name]]
  })
}

function percent(part) {
  return `${Math.round(100 * part)} %`
}
