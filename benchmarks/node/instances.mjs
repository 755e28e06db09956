/**
 * One session: drives two or more instances of a server that serve the same documents, writers on the first and readers on the
 * second, writes what it found as JSON and prints the tables as Markdown. Started by benchmarks/compare-instances, which
 * says how.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { OPTIONS, codecollab, describe, freePort, generator, inTurn, load, pause, pick, rival, start, url, write } from './harness.mjs'
import { instanceTables } from './instances-table.mjs'
import { percent } from './servers-table.mjs'
import { startPostgres, startRedis } from './stores.mjs'

const PACES = {
  quick: { runs: 1, warmup: 8, seconds: 10 },
  full: { runs: 3, warmup: 15, seconds: 20 },
}

/** At the rate of a scenario it would take minutes until everything is compiled, so that is done as fast as it goes. */
const WARM_UP = { documents: 4, here: 1, there: 1 }

/** Until the compilers are done, and what warmed up is not talked about any more. */
const REST_MS = 8_000

/** Edits per second of writers who do not write: one, before it is measured. They are writers to be where writers are. */
const NEARLY_NEVER = 0.0001

/** How many clients a room has on the first instance and on the second; rate is edits per second of all rooms together. */
const SCENARIOS = {
  alone: { work: 'one room, a writer on A and a reader on B', documents: 1, here: 1, there: 1, rate: 20 },
  rooms: { work: '50 rooms, each a writer on A and a reader on B', documents: 50, here: 1, there: 1, rate: 500 },
  'readers-here': { work: '50 rooms, each 11 on A, all write, and a reader on B', documents: 50, here: 11, there: 1, rate: 500 },
  'readers-there': { work: '50 rooms, each a writer on A and 11 readers on B', documents: 50, here: 1, there: 11, rate: 500 },
  'four-instances': {
    work: '50 rooms, each a writer on A, a reader on B and people on C and D who only look',
    documents: 50,
    here: 1,
    there: 1,
    rate: 500,
    onlookers: 2,
  },
  cursors: {
    work: '50 rooms, each one on A and one on B, who move their cursors five times a second',
    documents: 50,
    here: 1,
    there: 1,
    rate: 0,
    cursor: 5,
  },
  idle: { work: '50 rooms, each one on A and one on B, nobody writes', documents: 50, here: 1, there: 1, rate: 0 },
}

const TARGETS = {
  codecollab: { command: ours, path: '/ws', dialect: 'y-websocket', database: true },
  hocuspocus: { command: hocuspocus, path: '/', dialect: 'hocuspocus', rival: true },
}

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    settle: { type: 'string', default: '3' },
    targets: { type: 'string', default: Object.keys(TARGETS).join(',') },
    scenarios: { type: 'string', default: 'alone,rooms' },
  },
})
const pace = PACES[options.pace]
const runs = Number(options.runs ?? pace.runs)
const core = options['server-core']
const scratch = mkdtempSync(join(os.tmpdir(), 'codecollab-instances-'))

const targets = pick(TARGETS, options.targets)
const session = {
  ...describe(options),
  servers: targets.map(([name, { dialect, rival }]) => ({ name, dialect, rival: rival ?? false })),
  rows: [],
}

try {
  for (const [name, scenario] of pick(SCENARIOS, options.scenarios)) {
    await ask(name, scenario)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
write(options, session, instanceTables)

/** All targets in turn; the answer of a target is a list of reports. */
async function ask(name, scenario) {
  const rate = scenario.rate && Number(options.rate ?? scenario.rate)
  const answers = Object.fromEntries(targets.map(([target]) => [target, []]))
  session.rows.push({ scenario: name, work: scenario.work, rate, answers })
  for (let run = 0; run < runs; run++) {
    for (const [target, how] of inTurn(targets, run)) {
      const report = await drive(how, scenario, rate)
      answers[target].push(report)
      const { deliveredPerSecond, latencyMs, server, clean } = report
      process.stderr.write(
        `${name}, run ${run + 1}/${runs}: ${target} ${Math.round(deliveredPerSecond)} delivered/s, ` +
          `p50 ${latencyMs.p50?.toFixed(2)} ms, p99 ${latencyMs.p99?.toFixed(2)} ms, all processes ${percent(server.busy)}` +
          `${clean ? '' : ', NOT CLEAN'}\n`,
      )
    }
  }
}

/** Starts Redis, the database and the instances, drives them, stops them in the opposite order. */
async function drive(target, scenario, rate) {
  const folder = mkdtempSync(join(scratch, 'run-'))
  const running = []
  const keep = async (starting) => {
    const started = await starting
    running.push(started)
    return started
  }
  try {
    const redis = await keep(startRedis(core, folder))
    const postgres = target.database ? await keep(startPostgres(core)) : null
    const instances = []
    for (let i = 0; i < 2 + (scenario.onlookers ?? 0); i++) {
      const port = String(await freePort())
      const ownFolder = mkdtempSync(join(folder, 'instance-'))
      instances.push(await keep(start(target.command(port, redis, postgres, ownFolder), port, core, ownFolder)))
    }
    const stores = [redis, postgres]
    const [warmup, seconds] = ['warmup', 'seconds'].map((each) => Number(options[each] ?? pace[each]))
    if (warmup) {
      load(options, ['--warmup', 0, '--seconds', warmup, ...work(target, WARM_UP, {}, instances, 'warm-up-', stores)], folder)
      await pause(REST_MS)
    }
    const documents = 'measured-'
    const onlookers = instances.slice(2).map(({ port }) => looksOn(target, scenario, port, documents))
    running.push(...onlookers)
    await redis.subscribed(documents, scenario.documents * onlookers.length)

    const counters = () => ({ ...redis.count(), ...postgres?.count() })
    const before = counters()
    const howLong = ['--warmup', options.settle, '--seconds', seconds]
    const report = load(options, [...howLong, ...work(target, scenario, { rate }, instances, documents, stores)], folder)
    const after = counters()
    const names = [...instances.map((_, i) => String.fromCharCode(65 + i)), 'Redis', 'PostgreSQL']
    return {
      ...report,
      processes: Object.fromEntries(report.servers.map((each, i) => [names[i], each])),
      counted: Object.fromEntries(Object.keys(after).map((each) => [each, after[each] - before[each]])),
    }
  } finally {
    for (const each of running.toReversed()) {
      await each.stop()
    }
  }
}

/** What the generator is to be told; without a rate each writer goes on as soon as its last edit has arrived. */
function work({ path, dialect }, { documents, here, there, cursor = 0 }, { rate }, instances, prefix, stores) {
  const [a, b] = instances
  const pids = [...instances, ...stores.filter(Boolean)].map(({ pid }) => pid)
  return [
    ...['--url', url(a.port, path), '--reader-url', url(b.port, path), '--dialect', dialect, '--pid', pids.join(',')],
    ...['--documents', documents, '--document-prefix', prefix, '--clients', here + there, '--awareness', cursor],
    ...['--writers', here, ...(rate === undefined ? [] : ['--rate', (rate || NEARLY_NEVER) / (documents * here)])],
  ]
}

/** Somebody in each room of one instance who writes nothing, until stopped. */
function looksOn({ path, dialect }, { documents }, port, prefix) {
  const where = ['--url', url(port, path), '--dialect', dialect, '--document-prefix', prefix]
  const whom = ['--documents', documents, '--clients', '1', '--idle', '--warmup', '0', '--seconds', '3600', '--quiet']
  const child = spawn('taskset', generator(options, [...where, ...whom]), { stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    async stop() {
      child.kill()
      await gone
    },
  }
}

function ours(port, redis, postgres, folder) {
  const shared = ['--redis-url', `redis://127.0.0.1:${redis.port}`, '--database-url', postgres.url]
  return codecollab(options, port, folder, ...shared)
}

function hocuspocus(port, redis) {
  return rival('hocuspocus-redis.mjs', port, redis.port)
}
