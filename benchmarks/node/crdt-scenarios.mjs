/**
 * The three ways in which the users of the crdt-benchmarks work together. A scenario's `start()` makes what one run starts
 * from; that has
 *   go()           the work, up to reading the content on both sides; returns the two contents
 *   updateBytes()  the size of an update, once the work is done: as the benchmark defines it
 *   save()         the document for storage
 *   free()
 * and `check(contents)` of the scenario throws unless they are right. `what` is the part that is written: text, values or
 * entries. Yjs and ywasm send updates V2, as they do in the public suite.
 */
import assert from 'node:assert/strict'

const FIRST = 2_654_435_769
const SECOND = 3_203_266_110

class Scenario {
  constructor(engine, what) {
    this.engine = engine
    this.what = what
  }

  replica(client, listener) {
    return this.engine.replica({ client, listener, format: 'v2' })
  }

  read(replica) {
    return replica[this.what]()
  }

  /** From bytes to content. */
  parse(replica, saved) {
    replica.load(saved)
    return this.read(replica)
  }
}

/** One user writes, another has all updates afterwards. The size is the average per input. */
export class OneWriter extends Scenario {
  constructor(engine, input, what, expected) {
    super(engine, what)
    this.input = input
    this.expected = expected
  }

  start() {
    const updates = []
    const writer = this.replica(FIRST, (update) => updates.push(update))
    const reader = this.replica(SECOND)
    return {
      go: () => {
        for (const change of this.input) change(writer)
        for (const update of updates) reader.receive(update)
        return [this.read(writer), this.read(reader)]
      },
      updateBytes: () => bytesOf(updates) / this.input.length,
      save: () => writer.save(),
      free: () => [writer, reader].forEach((replica) => replica.free()),
    }
  }

  check(contents) {
    for (const content of contents) assert.deepEqual(content, this.expected)
  }
}

/** Two users with one text make their edits, one transaction each, and exchange them. The size is the average per user. */
export class TwoWriters extends Scenario {
  constructor(engine, startText, ...edits) {
    super(engine, 'text')
    this.startText = startText
    this.edits = edits
  }

  start() {
    const made = [[], []]
    const users = [FIRST, SECOND].map((client, i) => this.replica(client, (update) => made[i].push(update)))
    users[0].edit([{ position: 0, deleteCount: 0, insert: this.startText }])
    for (const update of made[0].splice(0)) users[1].receive(update)
    return {
      go: () => {
        for (const [i, user] of users.entries()) user.edit(this.edits[i])
        for (const [i, user] of users.entries()) {
          for (const update of made[1 - i]) user.receive(update)
        }
        return users.map((user) => this.read(user))
      },
      updateBytes: () => bytesOf(made.flat()) / users.length,
      save: () => users[0].save(),
      free: () => users.forEach((user) => user.free()),
    }
  }

  check([one, other]) {
    assert.ok(one === other, 'the two users have different texts')
    assert.ok(one.length > this.startText.length)
  }
}

/**
 * Many users, who know nothing of each other, change one thing each; one of them takes all changes in one transaction. The
 * size is that of all updates.
 */
export class ManyUsers extends Scenario {
  constructor(engine, what, clients, change) {
    super(engine, what)
    this.clients = clients
    this.change = change
    this.updates = clients.map((client, i) => {
      let made
      const user = this.replica(client, (update) => (made = update))
      change(i)(user)
      user.free()
      return made
    })
  }

  start() {
    const user = this.replica(this.clients[1])
    this.change(1)(user)
    return {
      go: () => {
        user.receiveAll(this.updates)
        return [this.read(user)]
      },
      updateBytes: () => bytesOf(this.updates),
      save: () => user.save(),
      free: () => user.free(),
    }
  }

  /** Whoever has the changes the other way round has the same. */
  check([content]) {
    const other = this.replica(this.clients[0])
    this.change(0)(other)
    other.receiveAll(this.updates.toReversed())
    assert.deepEqual(this.read(other), content)
    other.free()
  }
}

function bytesOf(updates) {
  return updates.reduce((sum, { length }) => sum + length, 0)
}
