/**
 * Lists the sessions of benchmarks/results in its README.md: which answers what, the newest first.
 *
 *   node index.mjs     does so again, after a session was deleted or renamed
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { classOf } from './titles.mjs'

const RESULTS = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'results')

/** Lists the results again, if it is among them that a session has just been left. */
export function indexResults(out) {
  if (resolve(dirname(out)) === RESULTS) {
    writeFileSync(join(RESULTS, 'README.md'), indexOf(RESULTS))
  }
}

/** The Markdown that lists the sessions in a folder. */
export function indexOf(folder) {
  const sessions = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: basename(file, '.json'), ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }))
    .sort((a, b) => b.date.localeCompare(a.date))
  return [
    '# Results',
    '',
    'One line per session, the newest first; [how to read them](../README.md). `X.md` has the tables of session X, `X.json` all',
    'figures, `X/` the pictures. Written by `node benchmarks/node/index.mjs`, as every session does at its end.',
    '',
    '| session | asks | of | pace | with | on |',
    '|---|---|---|---|---|---|',
    ...sessions.map((session) => line(folder, session)),
    '',
  ].join('\n')
}

function line(folder, session) {
  const { name, pace, machine } = session
  const title = existsSync(join(folder, `${name}.md`)) ? `[${name}](${encodeURI(name)}.md)` : name
  const [asks, of, made] = session.servers ? aboutLoads(session) : aboutQuestions(session)
  return `| ${[title, asks, of, pace, made, `${machine.cpu}, ${machine.cores} cores`].join(' | ')} |`
}

function aboutQuestions({ rows, jdks, traces }) {
  const classes = [...new Set(rows.map(({ question }) => classOf(question)))]
  const asks = `${count(rows, 'row')}: ${classes.join(', ')}`
  const engines = [...new Set(rows.flatMap(({ answers }) => Object.keys(answers)))]
  return [asks, engines.join(', '), `JDK ${jdks.map(({ version }) => version).join(' and ')}, ${traces} traces`]
}

function aboutLoads({ rows, servers, java }) {
  const works = [...new Set(rows.map(({ work }) => work))]
  return [`loads: ${works.join('; ')}`, servers.map(({ name }) => name).join(', '), `Java ${java}`]
}

function count(rows, what) {
  return `${rows.length} ${what}${rows.length === 1 ? '' : 's'}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  indexResults(join(RESULTS, 'any'))
}
