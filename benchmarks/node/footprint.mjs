/** Questions about bytes, not time: what documents keep alive, by the engine's own account of its heap, and sizes. */
import { storedFor } from './stored.mjs'
import { WRITING_SIZES } from './writing-questions.mjs'

/** Yjs's own count of structs, the denominator for every engine. */
async function structCount(update) {
  const Y = await import('yjs')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  let count = 0
  for (const structs of doc.store.clients.values()) count += structs.length
  return count
}

export const FOOTPRINTS = {
  ...WRITING_SIZES,

  /**
   * Bytes per struct of Yjs of a loaded document: several copies alive, so that noise divides out. Its text was not read,
   * except where loading does not decode it.
   */
  'HeapFootprint.struct': async (engine, traces, { trace }) => {
    const huge = trace === 'b4x100' ? traces.hugeDocument() : null
    const structs = await structCount(huge ?? traces.bytes(`${trace}-doc-v1.bin`))
    const stored = huge ?? storedFor(engine, traces).document(trace)
    const copies = Math.max(2, Math.ceil(400_000 / structs))
    const bytes = grownBy(engine, copies, () => {
      const doc = engine.newDocument()
      engine.load(doc, stored)
      // what is decoded only when somebody asks would not be counted
      if (engine.ownFormat) engine.text(doc)
      return doc
    })
    return bytes / copies / structs
  },

  /** Bytes of a document with one empty root text. */
  'HeapFootprint.emptyDocument': async (engine) => {
    const copies = 20_000
    return grownBy(engine, copies, () => {
      const doc = engine.newDocument()
      engine.editableText(doc)
      return doc
    }) / copies
  },
}

/** How much more is in use while `copies` results of `make` are alive; a few are made first, for what is made once. */
function grownBy(engine, copies, make) {
  const alive = [make(), make()]
  const before = engine.bytesInUse()
  for (let i = 0; i < copies; i++) alive.push(make())
  const after = engine.bytesInUse()
  if (alive.length !== copies + 2) throw new Error('documents were dropped')
  return after - before
}
