import type { ReactNode } from 'react'
import { useTheme } from '../theme/settings'
import { colorOn, textOn } from './colors'
import './presence.css'

export function Avatar({ name, color }: { name: string; color: unknown }): ReactNode {
  const shown = colorOn(useTheme(), color)
  return (
    <span className="avatar" style={{ background: shown, color: textOn(shown) }} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** One letter per word, two at most; whole characters, whatever the script. */
function initials(name: string): string {
  const words = name.split(' ').filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return letters
    .map((word) => (word === undefined ? '' : ([...word][0] ?? '')))
    .join('')
    .toUpperCase()
}
