import { Observable } from '../theme/Observable'
import { readStored, store } from '../theme/stored'
import { COLORS } from './colors'

export interface Me {
  name: string
  color: string
}

const KEY = 'codecollab.me'
const MAX_NAME_LENGTH = 40

/** Who one is in this browser. The name is empty until one was asked; the colour stays the same from the first visit on. */
export const me = new Observable<Me>(remembered())

export function changeMe(change: Partial<Me>): void {
  const next = { ...me.get(), ...change }
  me.set({ ...next, name: fitName(next.name) })
  store(KEY, me.get())
}

/** A name fit to be shown beside a cursor. */
export function fitName(name: string): string {
  return [
    ...name
      .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .replace(/\s+/g, ' '),
  ]
    .slice(0, MAX_NAME_LENGTH)
    .join('')
}

function remembered(): Me {
  const kept = readStored<Partial<Me>>(KEY, {})
  const color = kept.color !== undefined && COLORS.includes(kept.color) ? kept.color : randomColor()
  const me = { name: typeof kept.name === 'string' ? fitName(kept.name) : '', color }
  store(KEY, me)
  return me
}

function randomColor(): string {
  return COLORS[Math.floor(Math.random() * COLORS.length)] as string
}
