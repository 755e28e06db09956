/**
 * The questions, under the names of the JMH classes that answer them for our engine. A question is a function of
 * (engine, traces, parameters) that returns
 *   prepare()      what one run starts from; not timed
 *   run(state)     the work; timed
 *   check(result)  throws unless the result of the run is right; called for the first run, before anything is timed
 *   operations     how many operations one run is
 *   release(state) optionally, what frees it; not timed. Without it the state is a document, or has one as `doc`
 * or null when the engine has no such function. Both sides do the same work: see the javadoc of the Java class. Those of
 * answers.mjs take what is stored from stored.mjs, so that engines with formats of their own can answer too.
 */
import assert from 'node:assert/strict'
import { PROTOCOL_QUESTIONS } from './protocol-questions.mjs'
import { BEHIND, storedFor } from './stored.mjs'
import { knownClientsUpdate } from './traces.mjs'
import { WRITING_QUESTIONS } from './writing-questions.mjs'

const truth = (value) => value === true || value === 'true'

export const QUESTIONS = {
  ...PROTOCOL_QUESTIONS,
  ...WRITING_QUESTIONS,

  'SmallRemoteUpdate.apply': (engine, traces, { trace, clients, listener, updates }) => {
    const stored = storedFor(engine, traces)
    const base = stored.document('b4')
    const others = Number(clients) > 1 ? knownClientsUpdate(Number(clients) - 1) : null
    const all = stored.updates(trace)
    const hot = all.slice(0, Number(updates ?? engine.remoteUpdatesAtMost ?? all.length))
    return {
      operations: hot.length,
      prepare: () => {
        const doc = loaded(engine, base)
        if (others) engine.applyUpdate(doc, others)
        if (truth(listener)) listen(engine, doc)
        return doc
      },
      run: (doc) => applyAll(engine, doc, hot),
      check: (doc) => {
        if (hot.length === all.length) same(engine.text(doc), traces.text(`${trace}-final.txt`))
        else assert.equal(engine.text(doc).length, traces.text('b4-final.txt').length + hot.length, 'length of the text')
      },
    }
  },

  'RemoteHistory.apply': (engine, traces, { listener }) => {
    const updates = traces.records('b4-updates-v1.bin')
    return {
      operations: updates.length,
      prepare: () => {
        const doc = engine.newDocument()
        if (truth(listener)) listen(engine, doc)
        return doc
      },
      run: (doc) => applyAll(engine, doc, updates),
      check: (doc) => sameDocument(engine, traces, doc, 'b4'),
    }
  },

  'LoadAndRead.load': (engine, traces, { trace, format }) => {
    const stored = storedFor(engine, traces).document(trace, format)
    return {
      operations: 1,
      prepare: () => engine.newDocument(),
      run: (doc) => {
        engine.load(doc, stored, format)
        return { doc, text: engine.text(doc) }
      },
      check: ({ text }) => same(text, traces.text(`${trace}-final.txt`)),
    }
  },

  'LoadHuge.load': (engine, traces) => {
    const update = traces.hugeDocument()
    return {
      operations: 1,
      prepare: () => engine.newDocument(),
      run: (doc) => {
        engine.applyUpdate(doc, update)
        return doc
      },
      check: (doc) => same(engine.text(doc), traces.text('b4-final.txt').repeat(100)),
    }
  },

  'LocalEdit.edit': (engine, traces, { listener }) => {
    const edits = traces.edits()
    return {
      operations: edits.length,
      prepare: () => {
        const doc = engine.newDocument()
        if (truth(listener)) listen(engine, doc)
        return { doc, text: engine.editableText(doc) }
      },
      run: ({ doc, text }) => {
        for (const { position, deleteCount, insert } of edits) {
          if (deleteCount > 0) text.delete(position, deleteCount)
          if (insert.length > 0) text.insert(position, insert)
        }
        return doc
      },
      check: (doc) => same(engine.text(doc), traces.text('b4-final.txt')),
    }
  },

  'EncodeState.changed': (engine, traces, { format }) => {
    const stored = storedFor(engine, traces)
    const base = stored.document('b4')
    const changes = stored.updates('hot-random').slice(0, 100)
    const encode = format === 'v2' ? engine.encodeStateV2 : engine.encodeState
    let doc = loaded(engine, base)
    let next = 0
    return {
      operations: 1,
      prepare: () => {
        if (next === changes.length) {
          engine.release(doc)
          doc = loaded(engine, base)
          next = 0
        }
        engine.applyUpdate(doc, changes[next++])
      },
      run: () => encode(doc),
      check: (bytes) => reloads(engine, bytes, format, engine.text(doc)),
    }
  },

  'EncodeState.unchanged': encodeAgain,

  // the rivals keep no encodings
  'EncodeState.memoised': encodeAgain,

  'DiffForPeer.encode': (engine, traces, { trace }) => {
    const stored = storedFor(engine, traces)
    const doc = loaded(engine, stored.document(trace))
    const version = stored.versionBehind(trace)
    return {
      operations: 1,
      prepare: () => {},
      run: () => engine.encodeState(doc, version),
      check: (diff) => catchesUp(engine, traces, trace, diff),
    }
  },

  'MergeUpdates.withoutDocument': (engine, traces, { trace }) => {
    if (!engine.mergeUpdates) return null
    const updates = traces.records(`${trace}-v1.bin`).slice(0, 10_000)
    return {
      operations: 1,
      prepare: () => {},
      run: () => engine.mergeUpdates(updates),
      check: (merged) => {
        const doc = loaded(engine, traces.bytes('b4-doc-v1.bin'))
        engine.applyUpdate(doc, merged)
        same(engine.text(doc), traces.text(`${trace}-final.txt`))
      },
    }
  },

  'MergeUpdates.throughDocument': (engine, traces, { trace }) => {
    const base = traces.bytes('b4-doc-v1.bin')
    const updates = traces.records(`${trace}-v1.bin`).slice(0, 10_000)
    const known = engine.encodeStateVector(loaded(engine, base))
    return {
      operations: 1,
      prepare: () => loaded(engine, base),
      run: (doc) => engine.encodeState(applyAll(engine, doc, updates), known),
      check: (merged) => {
        const doc = loaded(engine, base)
        engine.applyUpdate(doc, merged)
        same(engine.text(doc), traces.text(`${trace}-final.txt`))
      },
    }
  },

  'DiffUpdate.diff': (engine, traces, { trace }) => {
    if (!engine.diffUpdate) return null
    const full = traces.bytes(`${trace}-doc-v1.bin`)
    const stateVector = traces.bytes(`${trace}-sv-1000-behind.bin`)
    return {
      operations: 1,
      prepare: () => {},
      run: () => engine.diffUpdate(full, stateVector),
      check: (diff) => catchesUp(engine, traces, trace, diff),
    }
  },

  'StateVectorFromUpdate.read': (engine, traces, { trace }) => {
    if (!engine.stateVectorFromUpdate) return null
    const full = traces.bytes(`${trace}-doc-v1.bin`)
    return {
      operations: 1,
      prepare: () => {},
      run: () => engine.stateVectorFromUpdate(full),
      check: (stateVector) => sameBytes(stateVector, engine.encodeStateVector(loaded(engine, full))),
    }
  },

  'Conflict.deliver': (engine, traces, { conflict }) => {
    const [base, ...updates] = traces.records(`conf-${conflict}.bin`)
    return {
      operations: 1,
      prepare: () => loaded(engine, base),
      run: (doc) => applyAll(engine, doc, updates),
      check: (doc) => assert.deepEqual(engine.content(doc), traces.json(`conf-${conflict}.json`)),
    }
  },

  'ReverseDelivery.deliver': (engine, traces, { trace }) => {
    const base = traces.bytes('b4-doc-v1.bin')
    const updates = traces.records(`${trace}-v1.bin`).slice(0, 2_000)
    const reversed = updates.toReversed()
    return {
      operations: 1,
      prepare: () => loaded(engine, base),
      run: (doc) => applyAll(engine, doc, reversed),
      check: (doc) => same(engine.text(doc), engine.text(applyAll(engine, loaded(engine, base), updates))),
    }
  },

  'ConcurrentHistory.apply': (engine, traces) => {
    const updates = traces.records('trace-friendsforever-v1.bin')
    return {
      operations: 1,
      prepare: () => engine.newDocument(),
      run: (doc) => applyAll(engine, doc, updates),
      check: (doc) => sameDocument(engine, traces, doc, 'trace-friendsforever'),
    }
  },
}

/** The document as it was a moment ago. */
function encodeAgain(engine, traces, { format }) {
  const doc = loaded(engine, storedFor(engine, traces).document('b4'))
  const encode = format === 'v2' ? engine.encodeStateV2 : engine.encodeState
  return {
    operations: 1,
    prepare: () => {},
    run: () => encode(doc),
    check: (bytes) => {
      if (engine.writesTheBytesOfYjs) sameBytes(bytes, traces.bytes(`b4-doc-${format}.bin`))
      else reloads(engine, bytes, format, traces.text('b4-final.txt'))
    },
  }
}

function loaded(engine, stored) {
  const doc = engine.newDocument()
  engine.load(doc, stored)
  return doc
}

function applyAll(engine, doc, updates) {
  for (const update of updates) engine.applyUpdate(doc, update)
  return doc
}

/** What the listener saw is kept where the optimiser cannot prove it unused. */
export const heard = { bytes: 0 }

function listen(engine, doc) {
  engine.onUpdate(doc, (update) => {
    heard.bytes += update.length
  })
}

function same(actual, expected) {
  assert.equal(actual.length, expected.length, 'length of the text')
  assert.ok(actual === expected, 'text differs from the expected one')
}

function sameBytes(actual, expected) {
  assert.equal(actual.length, expected.length, 'length of the encoding')
  assert.ok(Buffer.from(actual).equals(Buffer.from(expected)), 'encoding differs from that of Yjs')
}

function sameDocument(engine, traces, doc, trace) {
  same(engine.text(doc), traces.text(`${trace}-final.txt`))
  if (engine.writesTheBytesOfYjs) sameBytes(engine.encodeState(doc), traces.bytes(`${trace}-doc-v1.bin`))
}

function reloads(engine, bytes, format, text) {
  const copy = engine.newDocument()
  engine.load(copy, bytes, format)
  same(engine.text(copy), text)
}

/** A peer that has everything but the last thousand operations and receives `diff` reads the final text. */
function catchesUp(engine, traces, trace, diff) {
  const stored = storedFor(engine, traces)
  const behind = engine.newDocument()
  if (engine.ownFormat) {
    engine.load(behind, stored.documentBehind(trace))
  } else if (trace === 'b4') {
    applyAll(engine, behind, traces.records('b4-updates-v1.bin').slice(0, -BEHIND))
  } else {
    engine.applyUpdate(behind, traces.bytes('b4-doc-v1.bin'))
    applyAll(engine, behind, stored.updates(trace).slice(0, -BEHIND))
  }
  engine.applyUpdate(behind, diff)
  same(engine.text(behind), traces.text(`${trace}-final.txt`))
}
