import { Observable } from './Observable'
import { readStored, store } from './stored'
import { useObservable } from './useObservable'

export type Theme = 'light' | 'dark'

export interface Settings {
  theme: Theme | 'system'
  fontSizePx: number
  wordWrap: boolean
  minimap: boolean
}

const KEY = 'codecollab.settings'
const DEFAULTS: Settings = { theme: 'system', fontSizePx: 13.5, wordWrap: false, minimap: true }
const FONT_SIZES_PX = [10, 11, 12, 13, 13.5, 14, 15, 16, 18, 20, 24, 28, 32]

export const settings = new Observable<Settings>({ ...DEFAULTS, ...readStored<Partial<Settings>>(KEY, {}) })

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

/** The theme that is shown, whatever decided it. */
export const theme = new Observable<Theme>(shownTheme())

export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.get(), ...change })
  store(KEY, settings.get())
}

/** The next larger (`1`), the next smaller (`-1`) or the default (`0`) size. */
export function stepFontSize(step: 1 | -1 | 0): void {
  const now = settings.get().fontSizePx
  const next =
    step === 0
      ? DEFAULTS.fontSizePx
      : step > 0
        ? FONT_SIZES_PX.find((size) => size > now)
        : FONT_SIZES_PX.findLast((size) => size < now)
  changeSettings({ fontSizePx: next ?? now })
}

export const useSettings = (): Settings => useObservable(settings)
export const useTheme = (): Theme => useObservable(theme)

function shownTheme(): Theme {
  const wanted = settings.get().theme
  return wanted === 'system' ? (prefersDark.matches ? 'dark' : 'light') : wanted
}

function show(): void {
  theme.set(shownTheme())
  document.documentElement.dataset['theme'] = theme.get()
}

settings.subscribe(show)
prefersDark.addEventListener('change', show)
show()
