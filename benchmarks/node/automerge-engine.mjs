/**
 * Automerge behind the functions of engines.mjs. It does not read updates of Yjs: it keeps documents in a format of its own.
 * A document of Automerge is a value that every change replaces, so a document here is a box, `{ now }`.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AutomergeReplica } from './replicas.mjs'

const require = createRequire(import.meta.url)

/** The author of what all documents begin with: one who has to be the same for all of them. */
const FIRST_ACTOR = '00'.repeat(16)

export async function loadAutomerge() {
  const { A, memory } = requireWithMemory('@automerge/automerge')
  const beginning = A.save(A.from({ text: '', array: [], map: {} }, { actor: FIRST_ACTOR }))
  const listeners = new WeakMap()
  const edit = (doc, position, deleteCount, string) => {
    doc.now = A.change(doc.now, (draft) => A.splice(draft, ['text'], position, deleteCount, string))
    const listener = listeners.get(doc)
    if (listener) listener(A.getLastLocalChange(doc.now))
  }
  return {
    name: 'automerge',
    version: JSON.parse(readFileSync(new URL('node_modules/@automerge/automerge/package.json', import.meta.url))).version,
    ownFormat: true,
    // milliseconds each in a document of some size
    remoteUpdatesAtMost: 200,
    newDocument: () => ({ now: A.load(beginning) }),
    load: (doc, saved) => {
      doc.now = A.load(saved)
    },
    applyUpdate: (doc, update) => {
      doc.now = A.loadIncremental(doc.now, update)
    },
    text: (doc) => doc.now.text,
    /** One change each, as an editor binding does it. */
    editableText: (doc) => ({
      insert: (position, string) => edit(doc, position, 0, string),
      delete: (position, count) => edit(doc, position, count, ''),
    }),
    onUpdate: (doc, listener) => listeners.set(doc, listener),
    /** What a peer knows is a list of hashes, the heads; they travel as JSON here. */
    encodeState: (doc, heads) =>
      heads ? A.saveSince(doc.now, JSON.parse(Buffer.from(heads).toString())) : A.save(doc.now),
    encodeStateVector: (doc) => Buffer.from(JSON.stringify(A.getHeads(doc.now))),
    bytesInUse: () => memory().buffer.byteLength + javaScriptHeap(),
    release: (doc) => A.free(doc.now),
    replica: (options) => new AutomergeReplica(A, beginning, options),
  }
}

/** A document has a part in linear memory and one in JavaScript: what was read of it. */
function javaScriptHeap() {
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

/** A package whose WebAssembly does not hand out its memory: whoever watches the instance being made has it. */
function requireWithMemory(name) {
  const Instance = WebAssembly.Instance
  const made = []
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports)
      made.push(this)
    }
  }
  try {
    return { A: require(name), memory: () => made[0].exports.memory }
  } finally {
    WebAssembly.Instance = Instance
  }
}
