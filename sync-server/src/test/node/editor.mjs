// One editor: a document and one of the npm clients that keeps it in step with the server.
// A command of the line protocol (host.mjs) is a method of this class, or of its dialect's client.

import { createHash } from 'node:crypto'
import * as Yjs from 'yjs'

const TEXT = 'code'
const MAX_BUFFERED_BYTES = 1 << 20

export class Editor {
  /**
   * @param Y the version of Yjs that the client brings: 13 or 14
   * @param connect a dialect: takes this editor's document, returns the client (dialects/*.mjs)
   */
  constructor (Y, connect) {
    this.Y = Y
    this.doc = new Y.Doc()
    this.code = this.doc.getText ? this.doc.getText(TEXT) : this.doc.get(TEXT) // Yjs 14 has one type for all
    this.client = connect(this.doc)
    this.receivedCount = 0
    this.doc.on('update', (_update, origin) => { if (origin !== null && origin !== 'local') this.receivedCount++ })
  }

  insert ({ index, string }) { this.edit(() => this.code.insert(index, string)) }

  delete ({ index, length }) { this.edit(() => this.code.delete(index, length)) }

  /** Types and deletes at random places, each its own transaction, with pauses in between. */
  async type ({ count, seed, letter, cutsPairs }) {
    const edit = this.randomEdits(seed, letter, cutsPairs)
    for (let i = 0; i < count; i++) {
      edit()
      if (i % 5 === 0) await sleep(1)
    }
  }

  /** Goes on typing, slowly, until told to stop. */
  keepTyping ({ seed, letter, cutsPairs, everyMs = 20 }) {
    const edit = this.randomEdits(seed, letter, cutsPairs)
    this.typed = 0
    this.typing = setInterval(() => {
      edit()
      this.typed++
    }, everyMs)
  }

  /** How many edits were made since keepTyping. */
  stopTyping () {
    clearInterval(this.typing)
    return this.typed
  }

  /** At random places, also in the middle of an emoji, unless it is not to cut surrogate pairs. */
  randomEdits (seed, letter, cutsPairs) {
    const next = random(seed)
    const below = bound => Math.floor(next() * bound)
    const words = [letter, letter, letter + letter, '😀' + letter, letter + '日本\n', '👩‍💻']
    return () => {
      const length = this.code.length
      if (length > 4 && next() < 0.3) {
        const index = below(length)
        const end = Math.min(length, index + 1 + below(4))
        const [from, to] = cutsPairs ? [index, end] : [this.startOfPair(index), this.endOfPair(end)]
        this.delete({ index: from, length: to - from })
      } else {
        const index = below(length + 1)
        this.insert({ index: cutsPairs ? index : this.startOfPair(index), string: words[below(words.length)] })
      }
    }
  }

  startOfPair (index) { return this.isInPair(index) ? index - 1 : index }

  endOfPair (index) { return this.isInPair(index) ? index + 1 : index }

  isInPair (index) { return index > 0 && this.code.toString().codePointAt(index - 1) > 0xffff }

  /** Inserts of one transaction each of which is an item of its own: they go to the front. */
  fill ({ count, length, letter }) {
    const piece = letter.repeat(length)
    this.edit(() => { for (let i = 0; i < count; i++) this.code.insert(0, piece) })
  }

  /** Replaces the whole text again and again, as fast as the socket takes it. */
  async overwrite ({ count, length }) {
    for (let i = 0; i < count; i++) {
      this.edit(() => {
        this.code.delete(0, this.code.length)
        this.code.insert(0, String.fromCharCode(97 + i % 26).repeat(length))
      })
      do await sleep(0)
      while (this.client.traffic.socket.bufferedAmount > MAX_BUFFERED_BYTES)
    }
  }

  text () { return this.code.toString() }

  length () { return this.code.length }

  /** The encoded state in hex, as Yjs 13 writes it. */
  state () { return this.encoded().toString('hex') }

  /** The hash of the state, for documents too large to be written on a line. */
  fingerprint () { return createHash('sha256').update(this.encoded()).digest('hex') }

  clientId () { return this.doc.clientID }

  received () { return this.receivedCount }

  present ({ fields }) { this.client.awareness.setLocalState(fields) }

  others () {
    return [...this.client.awareness.getStates()].filter(([id]) => id !== this.doc.clientID).map(([, state]) => state)
  }

  close () {
    clearInterval(this.typing)
    this.client.close()
    this.doc.destroy()
  }

  encoded () {
    const state = this.Y.encodeStateAsUpdate(this.doc)
    return Buffer.from(this.Y === Yjs ? state : rewritten(state))
  }

  edit (change) { this.doc.transact(change, 'local') }
}

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

const rewritten = state => {
  const doc = new Yjs.Doc()
  Yjs.applyUpdate(doc, state)
  return Yjs.encodeStateAsUpdate(doc)
}

const random = seed => () => {
  // mulberry32
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
