// Records what y-protocols does with awareness states: seeded sessions of three clients under a clock of our own.
// Usage: node awareness-recorder.mjs > ../resources/vectors/awareness.json
//
// Every step is one call on one client, followed by all it caused: events, the states and clocks of that client, and the
// bytes a provider would send. The Java test makes the same calls and compares everything.

let now = 1_000_000
Date.now = () => now // lib0 keeps the function, so this comes before it is loaded
const ticks = []
globalThis.setInterval = f => ticks.push(f)
globalThis.clearInterval = () => {}

const Y = await import('yjs')
const awarenessProtocol = await import('y-protocols/awareness')
const encoding = await import('lib0/encoding')

const hex = bytes => Buffer.from(bytes).toString('hex')

const random = seed => () => { // mulberry32
  seed = (seed + 0x6D2B79F5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const states = [
  {},
  { user: { name: 'Åsa 😀', color: '#fa0' } },
  { user: { color: '#fa0', name: 'Åsa 😀' } },
  { cursor: { anchor: 1, head: 5 }, typing: true },
  { cursor: { anchor: 1, head: 6 }, typing: true },
  { deep: [1, 1.5, [null, false, { a: '"\\\n' }]] },
  { 2: 'two', 1: 'one', z: 0 },
  'just a string',
  [1, 2, 3]
]

// setting a field of these is possible, and of no use to anybody
const isList = state => typeof state === 'string' || Array.isArray(state)

const entryUpdate = entries => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [client, clock, state] of entries) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}

const recordSession = (seed, stepCount) => {
  const rnd = random(seed)
  const int = n => Math.floor(rnd() * n)
  const pick = list => list[int(list.length)]
  const ids = [1, 4294967295, 9007199254740991]
  const strangers = [...ids, 77, 78]
  ticks.length = 0
  now = 1_000_000
  const events = []
  const clients = ids.map(id => {
    const doc = new Y.Doc()
    doc.clientID = id
    const awareness = new awarenessProtocol.Awareness(doc)
    for (const type of ['change', 'update']) {
  awareness.on(type, ({ added, updated, removed }, origin) => {
        // who leaves together leaves in an order of no meaning
        const left = origin === 'timeout' ? [...removed].sort((a, b) => a - b) : removed
        events.push({ type, added, updated, removed: left, origin })
      })
    }
    return awareness
  })
  const wire = [] // every update anybody emitted: delivered late, twice, out of order or never
  const steps = []

  const step = (index, call, run) => {
    events.length = 0
    run()
    const awareness = clients[index]
    const last = events.filter(event => event.type === 'update').pop()
    const sent = last ? hex(awarenessProtocol.encodeAwarenessUpdate(
      awareness, [...last.added, ...last.updated, ...last.removed])) : null
    if (sent) wire.push(sent)
    steps.push({
      client: index,
      ...call,
      events: events.slice(),
      states: [...awareness.states].map(([id, state]) => [id, JSON.stringify(state)]),
      clocks: [...awareness.meta].map(([id, meta]) => [id, meta.clock]).sort((a, b) => a[0] - b[0]),
      sent,
      all: hex(awarenessProtocol.encodeAwarenessUpdate(awareness, [...awareness.states.keys()]))
    })
  }
  const apply = (index, bytes, origin) => step(index, { call: 'apply', update: hex(bytes), origin }, () =>
    awarenessProtocol.applyAwarenessUpdate(clients[index], bytes, origin))

  for (let i = 0; i < stepCount; i++) {
    const index = int(3)
    const awareness = clients[index]
    const dice = int(100)
    if (dice < 15) {
      const state = rnd() < 0.2 ? null : pick(states.slice(0, 7))
      step(index, { call: 'set', state: JSON.stringify(state) }, () => awareness.setLocalState(state))
    } else if (dice < 25 && !isList(awareness.getLocalState())) {
      const [field, value] = pick([['cursor', { anchor: int(3) }], ['name', 'Bo'], ['9', null], ['a', [int(2)]]])
      step(index, { call: 'field', field, value: JSON.stringify(value) }, () => awareness.setLocalStateField(field, value))
    } else if (dice < 60 && wire.length > 0) {
      apply(index, Buffer.from(rnd() < 0.7 ? wire[wire.length - 1 - int(Math.min(6, wire.length))] : pick(wire), 'hex'), 'wire')
    } else if (dice < 75) {
      const entries = Array.from({ length: int(4) }, () => {
        const client = pick(strangers)
        const known = awareness.meta.get(client)
        const clock = Math.max(0, (known ? known.clock : 0) + int(4) - 1)
        return [client, clock, rnd() < 0.35 ? null : pick(states)]
      })
      apply(index, entryUpdate(entries), 'forged')
    } else if (dice < 82) {
      const removed = strangers.filter(() => rnd() < 0.3)
      step(index, { call: 'remove', clients: removed, origin: 'server' }, () =>
        awarenessProtocol.removeAwarenessStates(awareness, removed, 'server'))
    } else {
      const ms = pick([3000, 9000, 14999, 15000, 29999, 30000])
      now += ms
      step(index, { call: 'tick', ms }, () => ticks[index]())
    }
  }
  step(0, { call: 'set', state: 'null' }, () => clients[0].setLocalState(null))
  return { seed, ids, steps }
}

const rename = state => state === null ? null : { ...state, user: 'renamed' }
const modified = entryUpdate([[1, 5, { user: 'x', n: 1 }], [2, 6, null], [3, 0, {}]])

console.log(JSON.stringify({
  source: 'y-protocols 1.0.7 (awareness.js), recorded by awareness-recorder.mjs',
  modify: { update: hex(modified), user: 'renamed', result: hex(awarenessProtocol.modifyAwarenessUpdate(modified, rename)) },
  sessions: [1, 2, 3, 4, 5].map(seed => recordSession(seed, 45))
}, null, 0).replaceAll('{"client":', '\n{"client":'))
