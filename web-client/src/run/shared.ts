import type * as Y from 'yjs'
import { readOutput, type OutputLine } from './output'

/** A run that somebody showed to the room. */
export interface SharedRun {
  by: string
  language: string
  file: string
  /** Milliseconds since 1970, by the clock of whoever shared it. */
  at: number
  durationMs: number
  output: readonly OutputLine[]
}

const LAST = 'last'

export function share(map: Y.Map<unknown>, run: SharedRun): void {
  map.set(LAST, { ...run, output: [...run.output] })
}

/** What was shared last, as far as it is a run: anybody may have written anything. */
export function readShared(map: Y.Map<unknown>): SharedRun | undefined {
  const value = map.get(LAST)
  const { by, language, file, at, durationMs, output } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Record<string, unknown>
  return typeof by === 'string' &&
    typeof language === 'string' &&
    typeof file === 'string' &&
    typeof at === 'number' &&
    typeof durationMs === 'number'
    ? { by, language, file, at, durationMs, output: readOutput(output) }
    : undefined
}
