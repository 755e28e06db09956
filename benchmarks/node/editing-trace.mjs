/**
 * The public editing traces of github.com/josephg/editing-traces, in memory as the Java side has them:
 * {startContent, endContent, agents, steps: [{agent, parents: [index], edits: [{position, deleteCount, insert}]}]}.
 * A sequential trace is one of a single author. Positions count code points in the files and UTF-16 units here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { YjsReplica } from './replicas.mjs'

/** Unpacked; the longest public trace has 16 MB. */
const MAX_BYTES = 256 * 2 ** 20

/** Throws what names the file and the place when it is no such trace. */
export function readEditingTrace(file, maxBytes = MAX_BYTES) {
  const refuse = (reason, cause) => {
    throw new Error(`no editing trace, file=${file}: ${reason}`, { cause })
  }
  const packed = readFileSync(file)
  let json
  try {
    const bytes = gunzipSync(packed, { maxOutputLength: maxBytes })
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    refuse(error.message, error)
  }
  if (json === null || typeof json !== 'object') refuse('the file is no object')
  const concurrent = json.kind === 'concurrent'
  if (json.kind !== undefined && !concurrent) refuse(`kind=${json.kind}, expected concurrent or none`)
  if (typeof json.endContent !== 'string') refuse('endContent is no string')
  const integer = (value, at) => (Number.isSafeInteger(value) && value >= 0 ? value : refuse(`${at} is no index, value=${value}`))
  const list = (value, at) => (Array.isArray(value) ? value : refuse(`${at} is no list`))
  const agents = concurrent ? integer(json.numAgents, 'numAgents') : 1

  const steps = list(json.txns, 'txns').map((txn, i) => {
    const at = `txns[${i}]`
    const edits = list(txn?.patches, `${at}.patches`).map((patch) => {
      const [position, deleteCount, insert] = list(patch, `${at}.patches`)
      if (typeof insert !== 'string') refuse(`${at}.patches is no string`)
      return { position: integer(position, `${at}.patches`), deleteCount: integer(deleteCount, `${at}.patches`), insert }
    })
    if (!concurrent) return { agent: 0, parents: i === 0 ? [] : [i - 1], edits }
    const agent = integer(txn.agent, `${at}.agent`)
    if (agent >= agents) refuse(`${at}.agent=${agent}, numAgents=${agents}`)
    const parents = list(txn.parents, `${at}.parents`)
    for (const parent of parents) {
      if (integer(parent, `${at}.parents`) >= i) refuse(`${at} comes before its parent, parent=${parent}`)
    }
    return { agent, parents, edits }
  })
  const trace = { startContent: json.startContent ?? '', endContent: json.endContent, agents, steps }
  const beyondBmp = steps.some(({ edits }) => edits.some(({ insert }) => /[\u{10000}-\u{10ffff}]/u.test(insert)))
  return beyondBmp ? toUtf16(trace) : trace
}

/**
 * Who hears of what before which step when every author's replica only ever moves on: {before: [[step]], atEnd: [[step]]}, by
 * step and by author. What somebody has seen is a number of steps per author, whose steps come one after the other.
 */
export function planOf({ agents, steps }) {
  const stepsOf = Array.from({ length: agents }, () => [])
  const seenBy = Array.from({ length: agents }, () => Array(agents).fill(0))
  const seenAfter = []
  const between = (from, to) => stepsOf.flatMap((of, agent) => of.slice(from[agent], to[agent])).sort((a, b) => a - b)
  const before = steps.map(({ agent, parents }, i) => {
    const seen = Array(agents).fill(0)
    for (const parent of parents) {
      for (let each = 0; each < agents; each++) seen[each] = Math.max(seen[each], seenAfter[parent][each])
    }
    if (seen[agent] !== stepsOf[agent].length || seenBy[agent].some((count, each) => seen[each] < count)) {
      throw new Error(`an author forgets what was seen, agent=${agent}, step=${i}`)
    }
    const hears = between(seenBy[agent], seen)
    stepsOf[agent].push(i)
    seen[agent]++
    seenBy[agent] = seen
    seenAfter.push(seen)
    return hears
  })
  const everything = stepsOf.map((of) => of.length)
  return { before, atEnd: seenBy.map((seen) => between(seen, everything)) }
}

/** The authors' replicas, empty but for what the trace starts from, and `run`, which has them make all steps. */
export class TraceReplay {
  /** `newReplica` takes {client, listener}. */
  constructor(trace, plan, newReplica) {
    this.trace = trace
    this.plan = plan
    this.updates = []
    const starting = []
    const start = newReplica({ client: trace.agents + 1, listener: (update) => starting.push(update) })
    if (trace.startContent !== '') start.edit([{ position: 0, deleteCount: 0, insert: trace.startContent }])
    this.authors = Array.from({ length: trace.agents }, (_, agent) => {
      const listener = trace.agents > 1 ? (update) => (this.made = update) : undefined
      const author = newReplica({ client: agent + 1, listener })
      for (const update of starting) author.receive(update)
      return author
    })
    start.free()
  }

  run(type = (author, edits) => author.edit(edits)) {
    const { trace, plan, authors, updates } = this
    const hear = (author, steps) => {
      for (const step of steps) {
        if (updates[step]) author.receive(updates[step])
      }
    }
    for (const [i, { agent, edits }] of trace.steps.entries()) {
      hear(authors[agent], plan.before[i])
      this.made = undefined
      if (edits.length > 0) type(authors[agent], edits)
      updates.push(this.made)
    }
    for (const [agent, author] of authors.entries()) hear(author, plan.atEnd[agent])
    return authors
  }

  free() {
    for (const author of this.authors) author.free()
  }
}

/** The public traces in a directory that no row of the questions asks for yet, each in a row for full sessions. */
export function rowsOfOtherTraces(directory, rows) {
  const question = 'EditingTraces.replay'
  const listed = rows.filter((row) => row.question === question).map(({ params }) => params.file)
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json.gz'))
    .map((file) => file.slice(0, -'.json.gz'.length))
    .filter((file) => !listed.includes(file))
    .map((file) => ({ question, params: { file }, work: `editing trace ${file}`, unit: 'ms', quick: false }))
}

/** By looking at the text every edit was made in, which Yjs is asked for. */
function toUtf16(trace) {
  const converted = []
  const replay = new TraceReplay(trace, planOf(trace), (options) => new YjsReplica(Y, { ...options, format: 'v1' }))
  replay.run((author, edits) =>
    author.transact(() => {
      for (const edit of edits) {
        const text = author.text()
        const position = unitsOf(text, 0, edit.position)
        converted.push({ ...edit, position, deleteCount: unitsOf(text, position, edit.deleteCount) - position })
        author.edit([converted.at(-1)])
      }
    }),
  )
  let next = 0
  const steps = trace.steps.map((step) => ({ ...step, edits: step.edits.map(() => converted[next++]) }))
  return { ...trace, steps }
}

/** The index in UTF-16 units that is `count` code points behind `from`. */
function unitsOf(text, from, count) {
  let at = from
  for (let i = 0; i < count; i++) at += text.codePointAt(at) > 0xffff ? 2 : 1
  return at
}
