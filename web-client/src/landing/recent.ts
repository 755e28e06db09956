import { readStored, store } from '../theme/stored'

export interface Visit {
  name: string
  /** Milliseconds since 1970. */
  at: number
}

const KEY = 'codecollab.recent'
const MAX_VISITS = 12

/** The documents this browser opened, the last one first. */
export function recentVisits(): Visit[] {
  const visits = readStored<Visit[]>(KEY, [])
  return Array.isArray(visits) ? visits.filter((visit) => typeof visit?.name === 'string') : []
}

export function noteVisit(name: string): void {
  const others = recentVisits().filter((visit) => visit.name !== name)
  store(KEY, [{ name, at: Date.now() }, ...others].slice(0, MAX_VISITS))
}

export function forgetVisit(name: string): void {
  store(
    KEY,
    recentVisits().filter((visit) => visit.name !== name),
  )
}
