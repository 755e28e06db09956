/** What sessions with whole servers share: processes pinned to cores, the load generator, where results go. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { indexResults } from './index.mjs'
import { writePlots } from './plot.mjs'

const RIVALS = join(dirname(fileURLToPath(import.meta.url)), '..', 'servers')
const START_TIMEOUT_MS = 30_000
const LOCAL = '127.0.0.1'

export const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'

/** The flags of every session; the first four come from the script that starts it. */
export const OPTIONS = {
  pace: { type: 'string' },
  server: { type: 'string' },
  generator: { type: 'string' },
  commit: { type: 'string', default: 'unknown' },
  out: { type: 'string' },
  rate: { type: 'string' },
  runs: { type: 'string' },
  warmup: { type: 'string' },
  seconds: { type: 'string' },
  'java-opts': { type: 'string', default: '' },
  'server-opts': { type: 'string', default: '' },
  'server-core': { type: 'string', default: '0' },
  'load-core': { type: 'string', default: '1' },
}

/** How our server is started. */
export const codecollab = (options, port, folder, ...more) => [
  ...[JAVA, ...words(options['java-opts']), '-jar', options.server],
  ...['--port', port, '--data', join(folder, 'data'), ...words(options['server-opts']), ...more],
]

/** How one of ../servers is started. */
export const rival = (script, ...args) => [process.execPath, join(RIVALS, script), ...args]

/**
 * Starts a command on a core, or some (0,1), as somebody else ({uid, gid}) or elsewhere ({cwd}) if that is said, and
 * waits until it accepts connections. What it prints goes to a file in the folder.
 */
export async function start(command, port, core, folder, who = {}) {
  const path = join(folder, `log-${port}`)
  const log = openSync(path, 'w')
  const child = spawn('taskset', ['-c', core, ...command], { stdio: ['ignore', log, log], ...who })
  closeSync(log)
  const gone = new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', resolve)
  })
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal)
    await gone
  }
  try {
    await accepting(port, gone, path)
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: child.pid, port, stop }
}

async function accepting(port, gone, log) {
  const deadline = Date.now() + START_TIMEOUT_MS
  let running = true
  gone.then(() => (running = false))
  while (running && Date.now() < deadline) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, LOCAL, () => resolve(socket.end()))
      socket.once('error', () => resolve(null))
    })
    if (open) return
    await pause(100)
  }
  throw new Error(`the server did not start: ${readFileSync(log, 'utf8')}`)
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, LOCAL, resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

export const url = (port, path) => `ws://${LOCAL}:${port}${path}`

/** Drives a server and returns the generator's report, see the generator's --help for the arguments. */
export function load(options, args, folder) {
  const json = join(folder, 'report.json')
  const { status, stderr } = spawnSync('taskset', generator(options, ['--quiet', '--json', json, ...args]), {
    encoding: 'utf8',
  })
  if (status !== 0 && status !== 1) {
    throw new Error(`the load generator failed, arguments=${args.join(' ')}: ${stderr}`)
  }
  return JSON.parse(readFileSync(json, 'utf8'))
}

/** What taskset is to be told to start the load generator. */
export const generator = (options, args) =>
  ['-c', options['load-core'], JAVA, '-jar', options.generator, 'load', ...args].map(String)

/** Where and when a session takes place. */
export function describe(options) {
  return {
    date: new Date().toISOString(),
    pace: options.pace,
    commit: options.commit,
    machine: {
      cpu: os.cpus()[0].model,
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      kernel: os.release(),
      serverCore: options['server-core'],
      loadCore: options['load-core'],
      loadAtStart: os.loadavg()[0],
    },
    node: process.version,
    java: /version "(.*)"/.exec(spawnSync(JAVA, ['-version'], { encoding: 'utf8' }).stderr)?.[1],
    javaOptions: options['java-opts'],
    serverOptions: options['server-opts'],
  }
}

/** Ends a session: leaves it as JSON, as Markdown and as pictures, and prints the Markdown. */
export function write(options, session, toMarkdown) {
  session.machine.loadAtEnd = os.loadavg()[0]
  const markdown = toMarkdown(session) + writePlots(session, options.out)
  mkdirSync(dirname(options.out), { recursive: true })
  writeFileSync(`${options.out}.json`, JSON.stringify(session, null, 1) + '\n')
  writeFileSync(`${options.out}.md`, markdown)
  indexResults(options.out)
  console.log(markdown)
}

/** Those that a comma-separated list names, as entries. */
export function pick(all, names) {
  return names.split(',').map((name) => {
    if (!all[name]) throw new Error(`unknown, name=${name}, known=${Object.keys(all)}`)
    return [name, all[name]]
  })
}

/** In turn, the other way round every second time, so that nobody always comes first. */
export const inTurn = (all, run) => (run % 2 ? all.toReversed() : all)

function words(text) {
  return text.split(' ').filter(Boolean)
}
