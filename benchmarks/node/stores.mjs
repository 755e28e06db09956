/** The Redis and the PostgreSQL that several instances of a server share, and what they count. */
import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { freePort, pause, start } from './harness.mjs'

const PATIENCE_MS = 10_000
const POSTGRES_HOME = '/usr/lib/postgresql'

/** A redis-server that keeps nothing; count() says what its PUBLISH took so far. */
export async function startRedis(core, folder) {
  const port = String(await freePort())
  const command = ['redis-server', '--bind', '127.0.0.1', '--port', port, '--save', '', '--appendonly', 'no', '--dir', folder]
  const server = await start(command, port, core, folder)
  const ask = (...words) => run('redis-cli', ['-p', port, ...words])
  return {
    ...server,
    ask,
    count: () => publishes(ask('info', 'commandstats')),
    /** Waits until the channels whose name has this in it have so many subscribers, all together. */
    async subscribed(part, count) {
      for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 100) {
        const channels = lines(ask('pubsub', 'channels', `*${part}*`))
        const replies = channels.length ? lines(ask('pubsub', 'numsub', ...channels)) : []
        if (replies.filter((_, i) => i % 2).reduce((sum, each) => sum + Number(each), 0) >= count) return
        await pause(100)
      }
      throw new Error(`the instances did not subscribe, part=${part}, count=${count}`)
    },
  }
}

/** Calls and microseconds of all kinds of PUBLISH, out of INFO commandstats. */
export function publishes(commandStats) {
  const found = [...commandStats.matchAll(/cmdstat_s?publish:calls=(\d+),usec=(\d+)/g)]
  const sum = (group) => found.reduce((total, match) => total + Number(match[group]), 0)
  return { publishes: sum(1), publishMicros: sum(2) }
}

/** A PostgreSQL as initdb makes it, fsync and all; count() says what it committed and wrote so far. */
export async function startPostgres(core) {
  const bin = postgresBin()
  const who = os.userInfo().uid === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {} // it refuses to be root
  const folder = mkdtempSync(join(os.tmpdir(), 'codecollab-postgres-'))
  if (who.uid !== undefined) {
    chownSync(folder, who.uid, who.gid)
  }
  const data = join(folder, 'data')
  const port = String(await freePort())
  run(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres'], { ...who, cwd: folder })
  const listening = ['-c', 'listen_addresses=127.0.0.1', '-p', port, '-k', folder]
  const server = await start([join(bin, 'postgres'), '-D', data, ...listening], port, core, folder, { ...who, cwd: folder })
  const ask = (sql) => run(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', port, '-U', 'postgres', '-Atc', sql])
  await answering(ask)
  return {
    ...server,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    ask,
    count: () => ({
      walBytes: Number(ask("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")),
      commits: Number(ask("select xact_commit from pg_stat_database where datname = 'postgres'")),
    }),
    async stop() {
      await server.stop('SIGINT') // SIGTERM would wait for everybody to hang up
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answering(ask) {
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      return ask('select 1')
    } catch (error) {
      if (waitedMs >= PATIENCE_MS) throw error
      await pause(100)
    }
  }
}

function postgresBin() {
  try {
    const versions = readdirSync(POSTGRES_HOME).sort((a, b) => Number(b) - Number(a))
    return join(POSTGRES_HOME, versions[0], 'bin')
  } catch {
    return run('pg_config', ['--bindir']).trim()
  }
}

const idOf = (flag) => Number(run('id', [flag, 'postgres']))

function run(program, args, more = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...more })
  if (error) throw error
  if (status !== 0) throw new Error(`${stderr.trim()}, status=${status}, command=${program} ${args.join(' ')}`)
  return stdout
}

function lines(text) {
  return text.split('\n').filter(Boolean)
}
