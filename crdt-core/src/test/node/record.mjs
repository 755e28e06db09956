// A whole run as lines of JSON.
import './clock.mjs'
import { PROFILES } from './profiles.mjs'
import { Session } from './session.mjs'

/**
 * @param {number} [steps] the profile's own number when left out
 * @returns {{lines: string[], converged: boolean, sameBytes: boolean, broken: ?Error}} when Yjs itself throws, the run
 *     ends there: its last record says so and everything before stands
 */
export const record = (profile, seed, steps = PROFILES[profile]?.steps, full = false) => {
  const lines = []
  const session = new Session(profile, seed, steps, entry => { lines.push(JSON.stringify(entry)) }, { full })
  let broken = null
  try {
    session.run()
  } catch (error) {
    broken = error
    lines.push(JSON.stringify({ k: 'broken', message: error.message }))
  }
  return { lines, converged: session.converged === true, sameBytes: session.sameBytes === true, broken }
}
