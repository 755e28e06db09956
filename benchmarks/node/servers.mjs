/**
 * One session: drives every server in turn with the load generator, writes what it found as JSON and prints the tables as
 * Markdown. Started by benchmarks/compare-servers, which says how.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { OPTIONS, codecollab, describe, freePort, inTurn, load, pick, rival, start, url, write } from './harness.mjs'
import { median, percent, serverTables } from './servers-table.mjs'

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
    ...OPTIONS,
    targets: { type: 'string', default: 'codecollab,codecollab-hocuspocus,hocuspocus,y-websocket' },
    scenarios: { type: 'string', default: Object.keys(SCENARIOS).join(',') },
    'in-flight': { type: 'string', default: '1' },
  },
})
const pace = PACES[options.pace]
const runs = Number(options.runs ?? pace.runs)
const scratch = mkdtempSync(join(os.tmpdir(), 'codecollab-servers-'))

const ours = (port, folder) => codecollab(options, port, folder)
const TARGETS = {
  codecollab: { command: ours, path: '/ws', dialect: 'y-websocket' },
  'codecollab-hocuspocus': { command: ours, path: '/ws', dialect: 'hocuspocus' },
  hocuspocus: { command: (port) => rival('hocuspocus.mjs', port), path: '/', dialect: 'hocuspocus', rival: true },
  'y-websocket': { command: (port) => rival('y-websocket.mjs', port), path: '/', dialect: 'y-websocket', rival: true },
}

const targets = pick(TARGETS, options.targets)
const scenarios = pick(SCENARIOS, options.scenarios)
const session = {
  ...describe(options),
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
write(options, session, serverTables)

/** All servers in turn; a server's answer is a list of reports. */
async function ask(scenario, mode, args, rate) {
  const { work, documents, clients } = SCENARIOS[scenario]
  const row = { scenario, work, mode, rate, answers: Object.fromEntries(targets.map(([name]) => [name, []])) }
  session.rows.push(row)
  for (let run = 0; run < runs; run++) {
    for (const [name, target] of inTurn(targets, run)) {
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
  const port = String(await freePort())
  const server = await start(command(port, folder), port, options['server-core'], folder)
  try {
    const where = ['--url', url(port, path), '--dialect', dialect, '--pid', server.pid]
    const howLong = ['--warmup', options.warmup ?? pace.warmup, '--seconds', options.seconds ?? pace.seconds]
    return load(options, [...where, ...howLong, ...args], folder)
  } finally {
    await server.stop()
  }
}
