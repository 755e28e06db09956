import { lazy } from 'react'
import type { Panel } from '../document/Panel'

export const runPanel: Panel = {
  id: 'run',
  title: 'Run',
  icon: 'play',
  shortcut: 'Mod+Enter',
  place: 'bottom',
  Component: lazy(async () => ({ default: (await import('./RunPanel')).RunPanel })),
}
