import type { Theme } from '../theme/settings'

/** What people are given: far enough apart to be told from one another. */
export const COLORS: readonly string[] = [
  '#d6336c',
  '#2f6fde',
  '#2b8a3e',
  '#c2570c',
  '#7048e8',
  '#0b8391',
  '#a61e4d',
  '#5c7a10',
  '#b02fc0',
  '#1864ab',
  '#9a6700',
  '#087f5b',
]

/** What carets and labels are seen on. */
const PAPER: Record<Theme, string> = { light: '#fdfcfa', dark: '#17171a' }

/** Enough for a thin line and for small bold text: WCAG asks for 3 and 4.5. */
const MIN_CONTRAST = 4.5

const FALLBACK = '#5f6b7a'

/**
 * Somebody's colour as it is shown on a theme: their own, made darker or lighter until it can be seen. Anything that is no
 * `#rrggbb` becomes grey: colours come from strangers.
 */
export function colorOn(theme: Theme, color: unknown): string {
  const own = typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : FALLBACK
  const target = theme === 'dark' ? 255 : 0
  for (let step = 0; step <= 20; step++) {
    const candidate = mixed(own, target, step / 20)
    if (contrast(candidate, PAPER[theme]) >= MIN_CONTRAST) {
      return candidate
    }
  }
  return theme === 'dark' ? '#ffffff' : '#000000'
}

/** Black or white, whichever can be read on a colour. */
export function textOn(color: string): string {
  return contrast(color, '#ffffff') >= contrast(color, '#111111') ? '#ffffff' : '#111111'
}

/** By WCAG 2: from 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function channels(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mixed(color: string, target: number, share: number): string {
  const hex = channels(color).map((channel) => Math.round(channel + (target - channel) * share))
  return `#${hex.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
