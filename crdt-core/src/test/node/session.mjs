// One random session of several documents: everything that happens is a record (format.md), handed to a sink as soon as
// it has happened. A sink that returns something answers for another implementation that did the same (live.mjs).
import * as clock from './clock.mjs'
import * as Y from 'yjs'
import { createHash } from 'node:crypto'
import { Random } from './random.mjs'
import { PROFILES } from './profiles.mjs'
import { makeOp, perform } from './ops.mjs'
import { defineRoots, liveTypes, pathOf, resolve, ROOTS } from './tree.mjs'
import { ValueMaker } from './maker.mjs'
import { encode, hex, kindOf, unhex } from './values.mjs'
import { legacyUpdate } from './legacy.mjs'

const REMOTE = 'remote'
const FIRST_IDS = [1, 2, 77, 4294967295, 9007199254740991, 128, 2147483648, 16384]

export const digest = bytes => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

/** One letter per document event, for the record of their order. */
const LIFE_CYCLE = { beforeAllTransactions: 'A', beforeTransaction: 'b', beforeObserverCalls: 'o', afterTransaction: 'a', afterTransactionCleanup: 'c', update: 'u', updateV2: 'v', afterAllTransactions: 'Z' }

const sorted = entries => [...entries].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)

/** Keeps a third of the items, for the runs that have a filter. */
const gcFilter = options => options.gcFilter ? { gcFilter: item => item.id.clock % 3 !== 0 } : {}

/** One document and what belongs to it. */
class Peer {
  constructor (index, options, client) {
    this.index = index
    this.options = options
    this.inbox = []
    this.observed = false
    this.open(client)
    this.openPassive()
  }

  open (client) { this.doc = newDoc('doc-' + this.index, client, this.options) }

  /** The copy a server would keep: it is sent what the document was sent and what it emitted, and never writes itself. */
  openPassive () {
    this.passive = newDoc('passive', 4_200_000_000, this.options)
    this.passive.on('afterTransaction', transaction => { transaction._needFormattingCleanup = false })
  }
}

const newDoc = (guid, client, options) => {
  const doc = new Y.Doc({ guid, gc: options.gc, ...gcFilter(options) })
  doc.clientID = client
  defineRoots(doc)
  return doc
}

export class Session {
  /**
   * @param {string} profileName
   * @param {string} seed
   * @param {number} steps how many random moves before everything is delivered
   * @param {(record: object) => ?object} sink
   * @param {object} options
   * @param {boolean} [options.full] whether bytes that can be made again are written in full instead of as digests
   * @param {boolean} [options.passives] whether a passive copy of every document is kept and recorded
   */
  constructor (profileName, seed, steps, sink, { full = false, passives = true }) {
    this.profile = PROFILES[profileName]
    if (!this.profile) throw new Error(`unknown profile ${profileName}, one of ${Object.keys(PROFILES)}`)
    this.seed = seed
    this.steps = steps
    this.sink = sink
    this.full = full
    this.passives = passives
    this.random = new Random(`${profileName}/${seed}`)
    this.emissions = [] // every update of every document, in order: {v1, v2, from}
    this.emitted = []
    this.snapshots = []
    this.positions = []
    this.injections = 0
    clock.reset()
    this.values = new ValueMaker(this.random, this.profile)
    const { random } = this
    const count = this.profile.docs ?? 3 + random.below(2)
    const gcOff = this.profile.gc === 'off' || (this.profile.gc === 'random' && random.oneIn(2))
    this.peers = Array.from({ length: count }, (_, i) =>
      new Peer(i, { gc: !(gcOff || (this.profile.gc === 'mixed' && i % 2 === 1)), gcFilter: this.profile.gcFilter }, FIRST_IDS[i]))
    for (const peer of this.peers) this.listen(peer)
  }

  // ---- records

  run () {
    this.write({
      k: 'head',
      yjs: '13.6.33',
      profile: this.profile.name,
      seed: this.seed,
      steps: this.steps,
      watched: this.profile.roots,
      loneSurrogates: this.profile.loneSurrogates,
      roots: ROOTS.map(([name, constructor]) => [name, constructor.name.replace(/^_?Y/, '')]),
      docs: this.peers.map(peer => ({ client: String(peer.doc.clientID), gc: peer.options.gc, gcFilter: peer.options.gcFilter, observed: peer.observed, lifeCycle: this.profile.lifeCycle, reacts: this.profile.reacts && peer.index === 0 }))
    })
    if (this.profile.undo) for (const peer of this.peers.slice(0, 2)) this.startUndo(peer)
    for (let step = 0; step < this.steps; step++) {
      const move = this.random.weighted(this.profile.moves)
      this[move](this.random.pick(this.peers))
    }
    for (const peer of this.peers) this.state(peer)
    this.converge()
  }

  /** Runs the action, then writes the record together with everything the documents emitted meanwhile. */
  act (peer, record, action) {
    this.emitted = []
    peer.events = []
    peer.lifeCycle = ''
    peer.stackEvents = []
    peer.subdocEvents = []
    try {
      Object.assign(record, action())
    } catch (error) {
      if (!record.mayThrow) throw error
      record.throws = true
      forgetSearchMarkers(peer.doc)
    }
    delete record.mayThrow
    if (this.passives) {
      peer.delivered?.(peer.passive)
      for (const { v1 } of this.emitted) Y.applyUpdate(peer.passive, v1, REMOTE)
    }
    peer.delivered = null
    if (this.emitted.length > 0) record.u = this.emitted.map(({ v1, v2, local }) => [hex(v1), this.brief(v2), local ? 1 : 0])
    if (peer.events.length > 0) record.ev = peer.events
    if (peer.lifeCycle.length > 0) record.life = peer.lifeCycle
    if (peer.stackEvents.length > 0) record.stack = peer.stackEvents
    if (peer.subdocEvents.length > 0) record.subdocs = peer.subdocEvents
    if (peer.undoManager) record.undo = [peer.undoManager.undoStack.length, peer.undoManager.redoStack.length]
    this.write(record)
  }

  write (record) {
    const answer = this.sink(record)
    // a live peer answers with the updates it emitted itself: those are what our documents get from now on
    answer?.u?.forEach(([v1, v2], i) => {
      const emission = this.emissions[this.emissions.length - answer.u.length + i]
      emission.v1 = unhex(v1)
      emission.v2 = unhex(v2)
    })
  }

  brief (bytes) { return this.full ? hex(bytes) : digest(bytes) }

  // ---- listening

  listen (peer) {
    const { doc } = peer
    let v1 = null
    if (this.profile.lifeCycle) {
      for (const [name, letter] of Object.entries(LIFE_CYCLE)) doc.on(name, () => { peer.lifeCycle += letter })
    }
    doc.on('update', update => { v1 = update })
    doc.on('updateV2', (v2, _origin, _doc, transaction) => {
      const number = this.emissions.length
      const emission = { v1, v2, local: transaction.local }
      this.emissions.push(emission)
      this.emitted.push(emission)
      if (transaction.local || this.forwardAll) for (const other of this.peers) if (other !== peer) other.inbox.push(number)
    })
    doc.on('subdocs', ({ loaded, added, removed }) => {
      const guids = docs => [...docs].map(subdoc => subdoc.guid).sort()
      peer.subdocEvents.push([guids(loaded), guids(added), guids(removed)])
    })
    if (this.profile.reacts && peer.index === 0) {
      // an observer that edits: its transaction is queued behind the one it was told about
      doc.getMap('map').observe((event, transaction) => {
        if (transaction.local && event.keysChanged.has('l')) doc.getArray('array').push([event.keysChanged.size])
      })
    }
    // not together with an undo manager: reading a delta opens a transaction in Yjs, and that is captured
    if (this.profile.events === 'direct' && (this.profile.undo ? peer.index > 1 : peer.index < 2)) {
      peer.observed = true
      observe(doc, this.profile.roots, peer)
    }
  }

  // ---- editing

  /** Live types of one of these kinds in the document that is edited now. */
  targets (kinds) { return liveTypes(this.editing.doc, this.profile.roots).filter(({ kind }) => kinds.includes(kind)) }

  origin () { return this.profile.undo ? this.random.pick([null, null, 'alice', 'bob']) : null }

  op (peer) {
    this.editing = peer
    if (this.profile.undo) this.tick()
    const op = makeOp(this)
    if (op === null) return
    const or = this.origin()
    const record = { k: 'op', d: peer.index, o: op, mayThrow: this.profile.beyond }
    if (or !== null) record.or = or
    this.act(peer, record, () => or === null ? perform(peer.doc, op) : peer.doc.transact(() => perform(peer.doc, op), or))
  }

  txn (peer) {
    this.editing = peer
    if (this.profile.undo) this.tick()
    const or = this.origin()
    const record = { k: 'txn', d: peer.index, o: [], mayThrow: this.profile.beyond }
    if (or !== null) record.or = or
    this.act(peer, record, () => {
      peer.doc.transact(() => {
        for (let count = 1 + this.random.below(this.profile.burst); count > 0; count--) {
          const op = makeOp(this)
          if (op === null) continue
          record.o.push(op)
          perform(peer.doc, op)
        }
      }, or)
    })
  }

  /** The document goes on under another client id, as after a restart. */
  client (peer) {
    const { random } = this
    const id = random.pick([() => random.next(), () => random.next() * (1 + random.below(2 ** 21)), () => random.below(300)])()
    if (this.peers.some(({ doc }) => doc.clientID === id || doc.store.clients.has(id))) return
    this.act(peer, { k: 'client', d: peer.index, id: String(id) }, () => { peer.doc.clientID = id })
  }

  /** An update from the days before ContentAny and other things this Yjs reads but never writes. */
  inject (peer) {
    const update = legacyUpdate(this.random, 900_000 + this.injections++, peer.doc)
    const v2 = Y.convertUpdateFormatV1ToV2(update)
    const number = this.emissions.length
    this.emissions.push({ v1: update, v2 })
    this.write({ k: 'inject', v1: hex(update), v2: this.brief(v2) })
    for (const each of this.peers) each.inbox.push(number)
  }

  // ---- delivering

  take (peer) {
    const at = this.random.oneIn(this.profile.disorder) ? this.random.below(peer.inbox.length) : 0
    return peer.inbox.splice(at, 1)[0]
  }

  deliver (peer) {
    if (peer.inbox.length > 0) this.apply(peer, this.take(peer))
  }

  duplicate (peer) {
    if (this.emissions.length > 0) this.apply(peer, this.random.below(this.emissions.length))
  }

  apply (peer, number) {
    const emission = this.emissions[number]
    if (this.random.oneIn(3)) {
      this.applyBytes(peer, { k: 'apply', d: peer.index, n: number, v2: hex(emission.v2) }, emission.v2, 2)
      return
    }
    if (this.profile.events === 'clone' && this.random.oneIn(4)) this.eventsOnClone(peer, number)
    this.applyBytes(peer, { k: 'apply', d: peer.index, n: number }, emission.v1, 1)
  }

  applyBytes (peer, record, update, version) {
    const apply = version === 1 ? Y.applyUpdate : Y.applyUpdateV2
    peer.delivered = doc => apply(doc, update, REMOTE)
    this.act(peer, record, () => { apply(peer.doc, update, REMOTE) })
  }

  /** Reading event.delta of a rich text changes it in Yjs, so it is read on a copy of the document. */
  eventsOnClone (peer, number) {
    const clone = newDoc('clone', 4_000_000_000, peer.options)
    Y.applyUpdate(clone, Y.encodeStateAsUpdate(peer.doc))
    const seen = { events: [] }
    observe(clone, this.profile.roots, seen, transaction => !transaction.local) // reading deltas writes, and that is heard too
    Y.applyUpdate(clone, this.emissions[number].v1, REMOTE)
    this.write({ k: 'events', d: peer.index, n: number, ev: seen.events })
  }

  /** Several waiting updates as one. */
  mergeDeliver (peer) {
    if (peer.inbox.length < 2) return
    const n = Array.from({ length: Math.min(peer.inbox.length, 2 + this.random.below(5)) }, () => this.take(peer))
    if (this.disagree(n)) {
      for (const number of n) this.apply(peer, number)
      return
    }
    if (this.random.oneIn(2)) {
      const merged = Y.mergeUpdates(n.map(number => this.emissions[number].v1))
      this.applyBytes(peer, { k: 'apply', d: peer.index, merge: n, v1: hex(merged) }, merged, 1)
    } else {
      const merged = Y.mergeUpdatesV2(n.map(number => this.emissions[number].v2))
      this.applyBytes(peer, { k: 'apply', d: peer.index, merge: n, v2: hex(merged) }, merged, 2)
    }
  }

  /** What another document has and this one lacks. */
  sync (peer) {
    const from = this.random.pick(this.peers)
    if (from === peer || peer.undoManager) return // see "known structs" in README.md
    const sv = Y.encodeStateVector(peer.doc)
    if (this.random.oneIn(3)) {
      const update = Y.encodeStateAsUpdateV2(from.doc, sv)
      this.applyBytes(peer, { k: 'apply', d: peer.index, from: from.index, v2: hex(update) }, update, 2)
    } else {
      const update = Y.encodeStateAsUpdate(from.doc, sv)
      this.applyBytes(peer, { k: 'apply', d: peer.index, from: from.index, v1: hex(update) }, update, 1)
    }
  }

  /** The same, computed from the other document's bytes alone. */
  diff (peer) {
    const from = this.random.pick(this.peers)
    if (from === peer) return
    const sv = Y.encodeStateVector(peer.doc)
    if (this.random.oneIn(3)) {
      const update = Y.diffUpdateV2(Y.encodeStateAsUpdateV2(from.doc), sv)
      this.applyBytes(peer, { k: 'apply', d: peer.index, diff: from.index, v2: hex(update) }, update, 2)
    } else {
      const update = Y.diffUpdate(Y.encodeStateAsUpdate(from.doc), sv)
      this.applyBytes(peer, { k: 'apply', d: peer.index, diff: from.index, v1: hex(update) }, update, 1)
    }
  }

  /** A remote update in the middle of a local transaction: the document changes its client id (and we choose the new one). */
  applyInside (peer) {
    if (peer.inbox.length === 0) return
    this.editing = peer
    this.careful = true
    const number = this.take(peer)
    const record = { k: 'inside', d: peer.index, n: number, o: [], id: String(5_000_000 + this.emissions.length) }
    const before = peer.doc.clientID
    peer.delivered = doc => Y.applyUpdate(doc, this.emissions[number].v1, REMOTE)
    this.act(peer, record, () => {
      this.forwardAll = true // the transaction counts as remote, but it holds our own edit
      peer.doc.transact(() => {
        const op = makeOp(this)
        if (op !== null) {
          record.o.push(op)
          perform(peer.doc, op)
        }
        Y.applyUpdate(peer.doc, this.emissions[number].v1, REMOTE)
      })
      this.forwardAll = false
      record.rotated = peer.doc.clientID !== before
      if (record.rotated) peer.doc.clientID = Number(record.id)
    })
    this.careful = false
  }

  /** Stored and loaded again: parked structs and deletions must survive. */
  reload (peer) {
    const v2 = this.random.oneIn(2)
    const bytes = v2 ? Y.encodeStateAsUpdateV2(peer.doc) : Y.encodeStateAsUpdate(peer.doc)
    const client = peer.doc.clientID
    peer.open(4_100_000_000) // its own structs must not arrive as somebody else's: it would change its client id
    ;(v2 ? Y.applyUpdateV2 : Y.applyUpdate)(peer.doc, bytes, REMOTE)
    peer.doc.clientID = client
    this.listen(peer)
    const passive = Y.encodeStateAsUpdate(peer.passive)
    peer.openPassive()
    Y.applyUpdate(peer.passive, passive, REMOTE)
    this.write({ k: 'reload', d: peer.index, v: v2 ? 2 : 1 })
    this.state(peer)
  }

  // ---- undo

  tick () {
    const ms = this.random.pick([0, 1, 100, 499, 500, 501, 2000])
    clock.advance(ms)
    if (ms > 0) this.write({ k: 'tick', ms })
  }

  startUndo (peer) {
    const { random } = this
    const roots = this.profile.roots.filter(() => random.oneIn(2))
    const options = {
      scope: random.oneIn(3) ? 'doc' : roots.length > 0 ? roots : [this.profile.roots[0]],
      captureTimeout: random.pick([0, 500, 500, 1000]),
      trackedOrigins: random.pick([[null], [null], [null, 'alice'], ['alice', 'bob'], [null, REMOTE]]),
      ignoreRemoteMapChanges: random.oneIn(4),
      skipOrigin: random.oneIn(3) ? 'bob' : null,
      deleteFilter: random.oneIn(5) // leaves some of what should be undone
    }
    const manager = new Y.UndoManager(options.scope === 'doc' ? peer.doc : options.scope.map(name => peer.doc.share.get(name)), {
      captureTimeout: options.captureTimeout,
      trackedOrigins: new Set(options.trackedOrigins),
      ignoreRemoteMapChanges: options.ignoreRemoteMapChanges,
      deleteFilter: item => !options.deleteFilter || item.id.clock % 3 !== 0,
      captureTransaction: transaction => options.skipOrigin === null || transaction.origin !== options.skipOrigin
    })
    for (const name of ['stack-item-added', 'stack-item-updated', 'stack-item-popped', 'stack-cleared']) {
      manager.on(name, event => peer.stackEvents.push([name.replace(/^stack-(item-)?/, ''), event.type ?? [event.undoStackCleared, event.redoStackCleared]].flat()))
    }
    peer.undoManager = manager
    this.write({ k: 'undoManager', d: peer.index, ...options })
  }

  undo (peer) { this.pop(peer, 'undo') }
  redo (peer) { this.pop(peer, 'redo') }

  pop (peer, name) {
    if (!peer.undoManager) return
    this.tick()
    this.act(peer, { k: name, d: peer.index }, () => ({ popped: peer.undoManager[name]() !== null }))
  }

  stopCapturing (peer) {
    if (peer.undoManager) this.act(peer, { k: 'stopCapturing', d: peer.index }, () => { peer.undoManager.stopCapturing() })
  }

  clearUndo (peer) {
    if (!peer.undoManager) return
    const which = this.random.pick([[true, true], [true, false], [false, true]])
    this.act(peer, { k: 'clearUndo', d: peer.index, which }, () => { peer.undoManager.clear(...which) })
  }

  addToScope (peer) {
    if (!peer.undoManager) return
    const { path, type } = this.random.pick(liveTypes(peer.doc, this.profile.roots))
    this.act(peer, { k: 'addToScope', d: peer.index, p: path }, () => { peer.undoManager.addToScope(type) })
  }

  // ---- subdocuments

  anySubdoc (peer) {
    const guids = [...peer.doc.subdocs].map(({ guid }) => guid)
    const guid = guids.length === 0 ? null : this.random.pick(guids)
    return guids.filter(each => each === guid).length === 1 ? guid : null // after undo there may be twins
  }

  loadSubdoc (peer) { this.withSubdoc(peer, 'load') }
  destroySubdoc (peer) { this.withSubdoc(peer, 'destroy') }

  withSubdoc (peer, what) {
    const guid = this.anySubdoc(peer)
    if (guid === null) return
    this.act(peer, { k: 'subdoc', d: peer.index, guid, what }, () => { [...peer.doc.subdocs].find(doc => doc.guid === guid)[what]() })
  }

  // ---- snapshots and positions

  snapshot (peer) {
    const snapshot = Y.snapshot(peer.doc)
    this.snapshots.push({ snapshot, peer })
    this.write({ k: 'snapshot', d: peer.index, v1: hex(Y.encodeSnapshot(snapshot)), v2: this.brief(Y.encodeSnapshotV2(snapshot)) })
  }

  snapshotOf (peer) {
    const own = this.snapshots.flatMap((taken, slot) => taken.peer === peer ? [slot] : [])
    return own.length === 0 ? null : this.random.pick(own)
  }

  snapshotDelta (peer) {
    this.editing = peer
    const slot = this.snapshotOf(peer)
    if (slot === null) return
    const previous = this.random.oneIn(2) ? this.snapshotOf(peer) : null
    const target = this.random.pick(this.targets(['Text', 'XmlText']))
    this.act(peer, { k: 'snapshotDelta', d: peer.index, p: target.path, s: slot, prev: previous }, () => ({
      delta: target.type.toDelta(this.snapshots[slot].snapshot, previous === null ? undefined : this.snapshots[previous].snapshot).map(encode)
    }))
  }

  snapshotDoc (peer) {
    const slot = this.snapshotOf(peer)
    if (slot === null) return
    this.act(peer, { k: 'snapshotDoc', d: peer.index, s: slot }, () => {
      const into = this.random.oneIn(2)
      const doc = Y.createDocFromSnapshot(peer.doc, this.snapshots[slot].snapshot, into ? newDoc('restored', 4_300_000_000, { gc: false }) : undefined)
      return { into, v1: this.brief(Y.encodeStateAsUpdate(doc)), c: content(doc, this.profile.roots) }
    })
  }

  snapshotContains (peer) {
    const slot = this.snapshotOf(peer)
    if (slot === null || this.emissions.length === 0) return
    const n = this.random.below(this.emissions.length)
    this.write({ k: 'snapshotContains', s: slot, n, is: Y.snapshotContainsUpdate(this.snapshots[slot].snapshot, this.emissions[n].v1) })
  }

  relative (peer) {
    this.editing = peer
    const target = this.random.pick(this.targets(['Text', 'XmlText', 'Array', 'XmlFragment', 'XmlElement']))
    const index = this.random.below(target.type.length + 1)
    const assoc = this.random.pick([0, 0, -1])
    const position = Y.createRelativePositionFromTypeIndex(target.type, index, assoc)
    this.positions.push(position)
    this.write({ k: 'relative', d: peer.index, p: target.path, i: index, assoc, b: hex(Y.encodeRelativePosition(position)) })
  }

  absolute (peer) {
    if (this.positions.length === 0) return
    const slot = this.random.oneIn(2) ? this.positions.length - 1 : this.random.below(this.positions.length)
    const follow = !this.random.oneIn(4)
    this.act(peer, { k: 'absolute', d: peer.index, s: slot, follow }, () => {
      const position = Y.createAbsolutePositionFromRelativePosition(this.positions[slot], peer.doc, follow)
      return { is: position === null ? null : [position.index, position.assoc, pathOf(peer.doc, position.type)] }
    })
  }

  // ---- tools that never build a document

  tool (peer) {
    if (this.emissions.length < 3) return
    const { random } = this
    const start = random.below(this.emissions.length)
    const n = Array.from({ length: 1 + random.below(6) }, () => random.oneIn(3) ? random.below(this.emissions.length) : Math.min(this.emissions.length - 1, start + random.below(8)))
    if (this.disagree(n)) return
    const merged = Y.mergeUpdates(n.map(number => this.emissions[number].v1))
    const mergedV2 = Y.mergeUpdatesV2(n.map(number => this.emissions[number].v2))
    const { from, to } = Y.parseUpdateMeta(merged)
    const clocks = map => sorted([...map].map(([client, at]) => [String(client), at]))
    const sv = Y.encodeStateVector(peer.doc)
    this.write({
      k: 'tool',
      n,
      merge: this.brief(merged),
      mergeV2: this.brief(mergedV2),
      sv: hex(Y.encodeStateVectorFromUpdate(merged)),
      svV2: hex(Y.encodeStateVectorFromUpdateV2(mergedV2)),
      meta: [clocks(from), clocks(to)],
      against: hex(sv),
      diff: this.brief(Y.diffUpdate(merged, sv)),
      diffV2: this.brief(Y.diffUpdateV2(mergedV2, sv)),
      toV2: this.brief(Y.convertUpdateFormatV1ToV2(merged)),
      toV1: this.brief(Y.convertUpdateFormatV2ToV1(mergedV2)),
      obfuscated: this.brief(Y.obfuscateUpdate(merged))
    })
  }

  /**
   * Whether a struct is an item in one of these updates and garbage in another. Which of the two a merge keeps is an accident
   * in Yjs: its sort order contradicts itself there.
   */
  disagree (numbers) {
    const ranges = numbers.flatMap(number => Y.decodeUpdate(this.emissions[number].v1).structs)
    return ranges.some(gc => gc instanceof Y.GC && ranges.some(item => item instanceof Y.Item &&
      item.id.client === gc.id.client && item.id.clock < gc.id.clock + gc.length && gc.id.clock < item.id.clock + item.length))
  }

  // ---- comparing

  state (peer, full = this.full) {
    const record = { k: 'state', d: peer.index, ...this.stateOf(peer.doc, full) }
    if (this.profile.subdocs) record.subs = subdocuments(peer.doc)
    if (this.passives) {
      const different = Object.entries(this.stateOf(peer.passive, full)).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(record[key]))
      if (different.length > 0) record.passive = Object.fromEntries(different)
    }
    this.write(record)
  }

  stateOf (doc, full) {
    const v1 = Y.encodeStateAsUpdate(doc)
    const snapshot = Y.snapshot(doc)
    return {
      v1: full ? hex(v1) : digest(v1),
      v2: this.brief(Y.encodeStateAsUpdateV2(doc)),
      sv: hex(Y.encodeStateVector(doc)),
      snap: this.brief(Y.encodeSnapshot(snapshot)),
      snapV2: this.brief(Y.encodeSnapshotV2(snapshot)),
      pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
      c: content(doc, this.profile.roots)
    }
  }

  /** Delivers everything until nothing new is emitted (formatting clean-up writes, too), then compares all documents. */
  converge () {
    const drain = () => {
      for (let round = 0; round < 20 && this.peers.some(({ inbox }) => inbox.length > 0); round++) {
        for (const peer of this.peers) while (peer.inbox.length > 0) this.applyBytes(peer, { k: 'apply', d: peer.index, n: peer.inbox[0] }, this.emissions[peer.inbox.shift()].v1, 1)
      }
    }
    drain()
    for (const peer of this.peers) this.state(peer)
    const contents = this.peers.map(({ doc }) => JSON.stringify(content(doc, this.profile.roots, false)))
    const vectors = this.peers.map(({ doc }) => hex(Y.encodeStateVector(doc)))
    this.converged = contents.every(each => each === contents[0]) && vectors.every(each => each === vectors[0])
    this.sameBytes = new Set(this.peers.map(({ doc }) => digest(Y.encodeStateAsUpdate(doc)))).size === 1
    this.state(this.peers[0], true)
    this.write({ k: 'end', converged: this.converged, sameBytes: this.sameBytes })
  }
}

const observe = (doc, roots, peer, filter = () => true) => {
  for (const name of roots) {
    doc.share.get(name).observeDeep((events, transaction) => {
      if (filter(transaction)) peer.events.push([name, events.map(event => ({
        p: event.path,
        t: kindOf(event.target),
        keys: Object.fromEntries(sorted(event.keys).map(([key, { action, oldValue }]) => [key, [action, encode(oldValue)]])),
        delta: event.delta.map(encode)
      }))])
    })
  }
}

const subdocuments = doc => [...doc.subdocs]
  .map(({ guid, shouldLoad, autoLoad, gc, meta }) => [guid, shouldLoad, autoLoad, gc, encode(meta)])
  .sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)

/** A deletion beyond the end throws before Yjs has moved its search markers: later indices would be wrong for ever. */
const forgetSearchMarkers = doc => {
  for (const { type } of liveTypes(doc, ROOTS.map(([name]) => name))) if (type._searchMarker) type._searchMarker.length = 0
}

/** Everything that can be read through the public API, replica-local orders only where asked for. */
const content = (doc, roots, local = true) => Object.fromEntries(roots.map(name => {
  const type = doc.share.get(name)
  if (type?.constructor === Y.AbstractType || type === undefined) defineRoots(doc)
  return [name, contentOf(doc.share.get(name), local)]
}))

const contentOf = (type, local) => {
  switch (kindOf(type)) {
    case 'Text': return { delta: type.toDelta().map(encode), s: type.toString(), length: type.length, attrs: encode(type.getAttributes()) }
    case 'XmlText': return { delta: type.toDelta().map(encode), s: type.toString(), length: type.length, attrs: encode(type.getAttributes()) }
    case 'Array': return { json: encode(type.toJSON()), length: type.length, slice: encode(type.slice(1, -1)) }
    case 'Map': return { json: encode(type.toJSON()), size: type.size, ...(local ? { keys: [...type.keys()] } : {}) }
    case 'XmlElement': return { s: type.toString(), attrs: encode(type.getAttributes()), walk: walk(type) }
    default: return { s: type.toString(), length: type.length, walk: walk(type), next: siblings(type), first: type.firstChild ? kindOf(type.firstChild) : null }
  }
}

/** For every child that knows its neighbours, what stands before and after it. */
const siblings = fragment => fragment.toArray().filter(child => !(child instanceof Y.XmlHook || child.constructor === Y.XmlFragment))
  .map(child => [child.prevSibling, child.nextSibling].map(other => other && kindOf(other)))

const walk = fragment => [...fragment.createTreeWalker(() => true)].map(type => type.nodeName ?? kindOf(type))
