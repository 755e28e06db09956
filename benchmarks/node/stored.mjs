/**
 * What questions start from: documents, updates, and what a peer knows who is behind. Engines that read updates of Yjs take
 * the files of the traces. The others have the same edits made in them once, and keep in the folder of derived data what
 * that gave.
 */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { joinRecords, splitRecords } from './traces.mjs'

/** The edits a peer lacks who is behind. */
export const BEHIND = 1_000

export function storedFor(engine, traces) {
  return engine.ownFormat ? new OwnFormat(engine, traces) : new FormatOfYjs(traces)
}

class FormatOfYjs {
  constructor(traces) {
    this.traces = traces
  }

  document(trace, format = 'v1') {
    return this.traces.bytes(`${trace}-doc-${format}.bin`)
  }

  /** The updates of a trace on top of b4, in causal order. */
  updates(trace) {
    return this.traces.records(`${trace}-v1.bin`)
  }

  /** What a peer knows who lacks the last thousand edits of a trace. */
  versionBehind(trace) {
    return this.traces.bytes(`${trace}-sv-1000-behind.bin`)
  }
}

class OwnFormat {
  constructor(engine, traces) {
    this.engine = engine
    this.traces = traces
  }

  document(trace) {
    return this.#derived(trace, 'doc')
  }

  updates(trace) {
    return splitRecords(this.#derived(trace, 'updates'))
  }

  versionBehind(trace) {
    const { engine } = this
    const doc = engine.newDocument()
    engine.load(doc, this.documentBehind(trace))
    const version = engine.encodeStateVector(doc)
    engine.release(doc)
    return version
  }

  /** The document as it was a thousand edits earlier. */
  documentBehind(trace) {
    return this.#derived(trace, 'behind')
  }

  #derived(trace, part) {
    const { engine, traces } = this
    const source = createHash('sha256').update(traces.bytes('b4-ops.bin')).digest('hex').slice(0, 12)
    const file = (of) => `${engine.name}-${engine.version}-${source}-${trace}-${of}.bin`
    if (!traces.hasDerived(file(part))) {
      for (const [of, bytes] of Object.entries(this.#make(trace))) traces.writeDerived(file(of), bytes)
    }
    return traces.derived(file(part))
  }

  /** Makes the edits of a trace, one transaction each. */
  #make(trace) {
    const { engine, traces } = this
    const doc = engine.newDocument()
    if (trace !== 'b4') engine.load(doc, this.document('b4'))
    const edits = trace === 'b4' ? traces.edits() : hotEdits(traces, trace)
    const updates = []
    if (trace !== 'b4') engine.onUpdate(doc, (update) => updates.push(update))
    const text = engine.editableText(doc)
    let behind
    for (const [i, { position, deleteCount, insert }] of edits.entries()) {
      if (i === edits.length - BEHIND) behind = engine.encodeState(doc)
      if (deleteCount > 0) text.delete(position, deleteCount)
      if (insert.length > 0) text.insert(position, insert)
    }
    const made = { doc: engine.encodeState(doc), behind, updates: joinRecords(updates) }
    engine.release(doc)
    return made
  }
}

/** The insertions behind the updates of a trace, which Yjs is asked for. */
function hotEdits(traces, trace) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, traces.bytes('b4-doc-v1.bin'))
  const edits = []
  doc.getText('text').observe(({ delta }) => {
    const position = delta[0].retain ?? 0
    edits.push({ position, deleteCount: 0, insert: delta.at(-1).insert })
  })
  for (const update of traces.records(`${trace}-v1.bin`)) Y.applyUpdate(doc, update)
  return edits
}
