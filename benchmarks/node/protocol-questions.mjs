/**
 * The questions about what a server does around the document, as the npm servers answer them: with y-protocols and lib0, in
 * the steps that y-websocket's server and Hocuspocus take. Registered in questions.mjs, which says what a question is; only
 * Yjs has these libraries. See the Java classes in io.codecollab.bench.server for what one run is.
 */
import assert from 'node:assert/strict'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
} from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'

const SYNC = 0
const AWARENESS = 1
const STEPS = { step1: 0, step2: 1, update: 2, 'big-update': 2 }

const DOCUMENT = 'notes/2026/plan.md'
const UPDATES = 1_000
const STATES = 10_000
const STRIDE = 7_919
const MESSAGES = 1_000
const COPIES = 16
const EDITS = 100
const LETTERS = 'the quick brown fox jumps over the lazy dog '

export const PROTOCOL_QUESTIONS = {
  'server.AwarenessUpdate.apply': onlyYjs((engine, { people }) => {
    const count = Number(people)
    const all = everybody(count)
    const mover = (i) => (i * STRIDE) % count
    const moves = Array.from({ length: UPDATES }, (_, i) => one(mover(i), 2 + i))
    return {
      operations: UPDATES,
      prepare: () => {
        const known = listener(engine)
        applyAwarenessUpdate(known.awareness, all, null)
        known.accepted = 0
        return known
      },
      run: (known) => {
        for (const move of moves) applyAwarenessUpdate(known.awareness, move, 'a connection')
        return known
      },
      check: ({ awareness, accepted }) => {
        assert.equal(accepted, UPDATES)
        for (let i = Math.max(0, UPDATES - count); i < UPDATES; i++) {
          assert.equal(JSON.stringify(awareness.getStates().get(client(mover(i)))), state(mover(i), 2 + i))
        }
      },
    }
  }),

  'server.AwarenessUpdate.encode': onlyYjs((engine, { people }) => {
    const all = everybody(Number(people))
    const { awareness } = listener(engine)
    applyAwarenessUpdate(awareness, all, null)
    const times = STATES / Number(people)
    return {
      operations: times,
      prepare: () => null,
      run: () => {
        let last
        for (let i = 0; i < times; i++) {
          last = encodeAwarenessUpdate(awareness, Array.from(awareness.getStates().keys()))
        }
        return last
      },
      check: (bytes) => assert.deepEqual(bytes, all),
    }
  }),

  'server.ProtocolDecode.decode': onlyYjs((_, { dialect, message }) => {
    const content = contentOf(message)
    const whole = frame(dialect, message, content)
    const frames = Array.from({ length: COPIES }, () => whole.slice())
    const decode = dialect === 'hocuspocus' ? decodeHocuspocus : decodeYWebsocket
    return {
      operations: MESSAGES,
      prepare: () => new Array(COPIES), // what was read is kept, or it need not be read
      run: (read) => {
        for (let i = 0; i < MESSAGES; i++) read[i % COPIES] = decode(frames[i % COPIES])
        return read
      },
      check: (read) => {
        for (const { kind, step, payload } of read) {
          assert.equal(kind, message === 'awareness' ? AWARENESS : SYNC)
          assert.equal(step, STEPS[message])
          assert.deepEqual(payload, content)
        }
      },
    }
  }),

  'server.FanOut.deliver': onlyYjs((engine, { readers }) => {
    const author = typist(engine)
    const room = openRoom(engine, Number(readers))
    return {
      operations: EDITS * Number(readers),
      prepare: () => {
        const edits = author.type(EDITS).map((update) => frame('y-websocket', 'update', update))
        return { edits, before: room.delivered() }
      },
      run: (state) => {
        for (const edit of state.edits) room.receive(edit)
        return state
      },
      check: ({ edits, before }) => {
        assert.equal(room.delivered() - before, EDITS * Number(readers))
        assert.equal(engine.text(room.doc), author.text())
        assert.deepEqual(room.conns[0].last, edits.at(-1))
        assert.ok(room.conns.every(({ last }) => last === room.conns[0].last), 'encoded once')
      },
    }
  }),
}

function onlyYjs(question) {
  return (engine, traces, params) => (engine.name === 'yjs' ? question(engine, params) : null)
}

/** One who takes no part and hears who moves, as a server does. Its clock is stopped: nobody times out meanwhile. */
function listener(engine) {
  const doc = engine.newDocument()
  doc.clientID = 0
  const awareness = new Awareness(doc)
  clearInterval(awareness._checkInterval)
  awareness.setLocalState(null)
  const known = { awareness, accepted: 0 }
  awareness.on('update', ({ added, updated, removed }) => {
    known.accepted += added.concat(updated, removed).length
  })
  return known
}

/** The person's client number; io.codecollab.bench.server.Crowd makes the same people. */
function client(person) {
  return Math.imul(person + 1, 0x9e3779b1) >>> 0
}

function state(person, clock) {
  const position = { type: null, tname: 'text', item: { client: client(person), clock }, assoc: 0 }
  const user = { name: `Person ${person}`, color: '#30bced', colorLight: '#30bced33' }
  return JSON.stringify({ user, cursor: { anchor: position, head: position } })
}

/** An awareness update of so many people, each at clock 1. */
export function everybody(people) {
  return awarenessUpdate(Array.from({ length: people }, (_, person) => [person, 1]))
}

/** An awareness update of one of them. */
export function one(person, clock) {
  return awarenessUpdate([[person, clock]])
}

function awarenessUpdate(entries) {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [person, clock] of entries) {
    encoding.writeVarUint(encoder, client(person))
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state(person, clock))
  }
  return encoding.toUint8Array(encoder)
}

function contentOf(message) {
  if (message === 'awareness') return one(0, 1)
  const bytes = { step1: 71, 'big-update': 64 << 10 }[message] ?? 25
  return Uint8Array.from({ length: bytes }, (_, i) => i)
}

function frame(dialect, message, content) {
  const encoder = encoding.createEncoder()
  if (dialect === 'hocuspocus') encoding.writeVarString(encoder, DOCUMENT)
  if (message === 'awareness') {
    encoding.writeVarUint(encoder, AWARENESS)
  } else {
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, STEPS[message])
  }
  encoding.writeVarUint8Array(encoder, content)
  return encoding.toUint8Array(encoder)
}

function decodeYWebsocket(bytes) {
  return readMessage(decoding.createDecoder(bytes), undefined)
}

function decodeHocuspocus(bytes) {
  const decoder = decoding.createDecoder(bytes)
  return readMessage(decoder, decoding.readVarString(decoder))
}

function readMessage(decoder, document) {
  const kind = decoding.readVarUint(decoder)
  const step = kind === SYNC ? decoding.readVarUint(decoder) : undefined
  return { document, kind, step, payload: decoding.readVarUint8Array(decoder) }
}

/** Somebody who types one letter after the other. */
function typist(engine) {
  const doc = engine.newDocument()
  doc.clientID = client(0)
  const text = doc.getText('text')
  let updates = []
  let typed = 0
  engine.onUpdate(doc, (update) => updates.push(update))
  return {
    type(count) {
      updates = []
      for (let i = 0; i < count; i++) text.insert(text.length, LETTERS[typed++ % LETTERS.length])
      return updates
    },
    text: () => text.toString(),
  }
}

/**
 * A document that many are connected to, the writer the last of them: what changes in it is encoded once and handed to every
 * connection that is open, the writer's too. A connection only counts, where `ws` would put a header before the bytes and
 * hand them to a socket.
 */
function openRoom(engine, readers) {
  const doc = engine.newDocument()
  const conns = Array.from({ length: readers + 1 }, connection)
  engine.onUpdate(doc, (update) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, SYNC)
    sync.writeUpdate(encoder, update)
    const message = encoding.toUint8Array(encoder)
    for (const conn of conns) {
      if (conn.readyState === 1) conn.send(message)
    }
  })
  return {
    doc,
    conns,
    receive(bytes) {
      const decoder = decoding.createDecoder(bytes)
      const answer = encoding.createEncoder()
      assert.equal(decoding.readVarUint(decoder), SYNC)
      encoding.writeVarUint(answer, SYNC)
      sync.readSyncMessage(decoder, answer, doc, conns[readers])
      if (encoding.length(answer) > 1) conns[readers].send(encoding.toUint8Array(answer))
    },
    /** How many frames the readers were sent. */
    delivered: () => conns.slice(0, readers).reduce((sum, { frames }) => sum + frames, 0),
  }
}

function connection() {
  return {
    readyState: 1,
    frames: 0,
    bytes: 0,
    last: null,
    send(message) {
      this.frames++
      this.bytes += message.length
      this.last = message
    },
  }
}
