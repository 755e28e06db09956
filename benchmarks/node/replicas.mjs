/**
 * One user's copy of a document, behind the same few methods for every engine, for questions that have users write:
 *
 *   edit(edits)                  several edits of the text in one transaction: {position, deleteCount, insert} each
 *   insertValues(index, values)  into the array, one transaction
 *   setEntry(key, value)         of the map, one transaction
 *   receive(update)              what another replica made
 *   receiveAll(updates)          as many, in one transaction
 *   load(saved)                  what another replica saved, into an empty one
 *   text(), values(), entries()  what is in it
 *   save()                       all of it, for storage
 *   free()                       in linear memory, whoever made a replica frees it
 *
 * `listener` is handed the update of every transaction of the user's own. `client` is the user's number, below 2^32.
 * `format` is that of the updates of Yjs, v1 or v2; others have but one.
 */

export class YjsReplica {
  constructor(Y, { client, listener, format }) {
    this.doc = new Y.Doc()
    this.doc.clientID = client
    this.array = this.doc.getArray('array')
    this.map = this.doc.getMap('map')
    this.root = this.doc.getText('text')
    const v2 = format === 'v2'
    this.receive = v2 ? (update) => Y.applyUpdateV2(this.doc, update) : (update) => Y.applyUpdate(this.doc, update)
    this.save = () => (v2 ? Y.encodeStateAsUpdateV2 : Y.encodeStateAsUpdate)(this.doc)
    this.transact = (change) => Y.transact(this.doc, change)
    if (listener) {
      this.doc.on(v2 ? 'updateV2' : 'update', (update, origin, doc, transaction) => {
        if (transaction.local) listener(update)
      })
    }
  }

  edit(edits) {
    this.transact(() => {
      for (const { position, deleteCount, insert } of edits) {
        if (deleteCount > 0) this.root.delete(position, deleteCount)
        if (insert.length > 0) this.root.insert(position, insert)
      }
    })
  }

  insertValues(index, values) {
    this.array.insert(index, values)
  }

  setEntry(key, value) {
    this.map.set(key, value)
  }

  receiveAll(updates) {
    this.transact(() => updates.forEach(this.receive))
  }

  load(saved) {
    this.receive(saved)
  }

  text() {
    return this.root.toString()
  }

  values() {
    return this.array.toJSON()
  }

  entries() {
    return this.map.toJSON()
  }

  free() {}
}

export class YwasmReplica {
  constructor(Y, { client, listener, format }) {
    this.doc = new Y.YDoc({ clientID: client })
    this.array = this.doc.getArray('array')
    this.map = this.doc.getMap('map')
    this.root = this.doc.getText('text')
    this.v2 = format === 'v2'
    this.save = () => (this.v2 ? Y.encodeStateAsUpdateV2 : Y.encodeStateAsUpdate)(this.doc)
    this.receive = (update) => (this.v2 ? Y.applyUpdateV2 : Y.applyUpdate)(this.doc, update, REMOTE)
    if (listener) {
      const hear = (update, transaction) => {
        if (transaction.origin !== REMOTE) listener(update)
      }
      this.observer = this.v2 ? this.doc.onUpdateV2(hear) : this.doc.onUpdate(hear)
    }
  }

  edit(edits) {
    this.#transact(undefined, (transaction) => {
      for (const { position, deleteCount, insert } of edits) {
        if (deleteCount > 0) this.root.delete(position, deleteCount, transaction)
        if (insert.length > 0) this.root.insert(position, insert, undefined, transaction)
      }
    })
  }

  insertValues(index, values) {
    this.array.insert(index, values, undefined)
  }

  setEntry(key, value) {
    this.map.set(key, value, undefined)
  }

  receiveAll(updates) {
    this.#transact(REMOTE, (transaction) => {
      for (const update of updates) {
        if (this.v2) transaction.applyV2(update)
        else transaction.applyV1(update)
      }
    })
  }

  #transact(origin, change) {
    const transaction = this.doc.beginTransaction(origin)
    try {
      change(transaction)
      transaction.commit()
    } finally {
      transaction.free()
    }
  }

  load(saved) {
    this.receive(saved)
  }

  text() {
    return this.root.toString()
  }

  values() {
    return this.array.toJson()
  }

  entries() {
    return Object.fromEntries(Object.entries(this.map.toJson()))
  }

  free() {
    for (const handle of [this.array, this.map, this.root, this.observer, this.doc]) handle?.free()
  }
}

/** What tells an update from elsewhere from a change of one's own. */
const REMOTE = 'remote'

export class LoroReplica {
  constructor(L, { client, listener }) {
    this.doc = new L.LoroDoc()
    this.doc.setPeerId(BigInt(client))
    this.array = this.doc.getList('array')
    this.map = this.doc.getMap('map')
    this.root = this.doc.getText('text')
    if (listener) this.doc.subscribeLocalUpdates(listener)
  }

  edit(edits) {
    for (const { position, deleteCount, insert } of edits) {
      if (deleteCount > 0) this.root.delete(position, deleteCount)
      if (insert.length > 0) this.root.insert(position, insert)
    }
    this.doc.commit()
  }

  insertValues(index, values) {
    for (const [i, value] of values.entries()) this.array.insert(index + i, value)
    this.doc.commit()
  }

  setEntry(key, value) {
    this.map.set(key, value)
    this.doc.commit()
  }

  receive(update) {
    this.doc.import(update)
  }

  receiveAll(updates) {
    this.doc.importBatch(updates)
  }

  load(saved) {
    this.doc.import(saved)
  }

  text() {
    return this.root.toString()
  }

  values() {
    return this.array.toJSON()
  }

  entries() {
    return this.map.toJSON()
  }

  /** With the state beside the history, which is what Loro recommends to store. */
  save() {
    return this.doc.export({ mode: 'snapshot' })
  }

  free() {
    this.doc.free()
  }
}

export class AutomergeReplica {
  constructor(A, beginning, { client, listener }) {
    this.A = A
    this.actor = client.toString(16).padStart(32, '0')
    this.listener = listener
    this.now = A.load(beginning, { actor: this.actor })
  }

  #change(change) {
    this.now = this.A.change(this.now, change)
    if (this.listener) this.listener(this.A.getLastLocalChange(this.now))
  }

  edit(edits) {
    this.#change((draft) => {
      for (const { position, deleteCount, insert } of edits) {
        this.A.splice(draft, ['text'], position, deleteCount, insert)
      }
    })
  }

  insertValues(index, values) {
    this.#change((draft) => this.A.insertAt(draft.array, index, ...values))
  }

  /** A string by itself would be a text that can be edited: the others set a value. */
  setEntry(key, value) {
    this.#change((draft) => {
      draft.map[key] = typeof value === 'string' ? new this.A.ImmutableString(value) : value
    })
  }

  receive(update) {
    this.now = this.A.loadIncremental(this.now, update)
  }

  receiveAll(updates) {
    ;[this.now] = this.A.applyChanges(this.now, updates)
  }

  load(saved) {
    this.A.free(this.now)
    this.now = this.A.load(saved, { actor: this.actor })
  }

  text() {
    return this.now.text
  }

  values() {
    return [...this.now.array]
  }

  entries() {
    return JSON.parse(JSON.stringify(this.now.map))
  }

  save() {
    return this.A.save(this.now)
  }

  free() {
    this.A.free(this.now)
  }
}
