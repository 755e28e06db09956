import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons'
import { changeSettings, useSettings, type Settings } from './settings'

const NEXT: Record<Settings['theme'], Settings['theme']> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS: Record<Settings['theme'], IconName> = { system: 'screen', light: 'sun', dark: 'moon' }
const NAMES: Record<Settings['theme'], string> = { system: 'as the system', light: 'light', dark: 'dark' }

/** Goes round: as the system, light, dark. */
export function ThemeSwitch(): ReactNode {
  const { theme } = useSettings()
  const label = `Theme: ${NAMES[theme]}. Change to ${NAMES[NEXT[theme]]}`
  return (
    <button
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => changeSettings({ theme: NEXT[theme] })}
    >
      <Icon name={ICONS[theme]} />
    </button>
  )
}
