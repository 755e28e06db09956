// The live peer: the same sessions as in a recording, but after every record it waits for the answer of an
// implementation that has just done the same, and delivers that one's updates from then on instead of its own.
//
//   node live.mjs <first seed> [profile…]     records on standard output, answers on standard input, one JSON text per line;
//                                  sessions follow one another until an answer is {"stop":true}
import './clock.mjs'
import { readSync, writeSync } from 'node:fs'
import { FRESH, PROFILES } from './profiles.mjs'
import { Random } from './random.mjs'
import { Session } from './session.mjs'

console.log = console.warn = console.error = () => {}

class Stopped extends Error {}

const chunk = Buffer.alloc(1 << 16)
let unread = ''

const retrying = io => {
  for (;;) {
    try {
      return io()
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

const readLine = () => {
  let end
  while ((end = unread.indexOf('\n')) < 0) {
    const count = retrying(() => readSync(0, chunk))
    if (count === 0) throw new Stopped()
    unread += chunk.toString('latin1', 0, count) // answers are ASCII
  }
  const line = unread.slice(0, end)
  unread = unread.slice(end + 1)
  return line
}

const exchange = record => {
  const bytes = Buffer.from(JSON.stringify(record) + '\n')
  for (let at = 0; at < bytes.length;) at += retrying(() => writeSync(1, bytes, at))
  const answer = JSON.parse(readLine())
  if (answer.stop) throw new Stopped()
  return answer
}

const [firstSeed, ...chosen] = process.argv.slice(2)
const profiles = chosen.length > 0 ? chosen : FRESH
const random = new Random(firstSeed)
try {
  for (let number = 0; ; number++) {
    const profile = random.pick(profiles)
    const steps = Math.round(PROFILES[profile].steps * random.pick([0.5, 1, 1, 3]))
    const session = new Session(profile, `${firstSeed}-${number}`, steps, exchange, { full: true, passives: false })
    try {
      session.run()
    } catch (error) {
      if (error instanceof Stopped) throw error
      exchange({ k: 'broken', message: error.message })
    }
  }
} catch (error) {
  if (!(error instanceof Stopped)) throw error
}
