import { lazy } from 'react'
import type { Panel } from '../document/Panel'

export const historyPanel: Panel = {
  id: 'history',
  title: 'History',
  icon: 'history',
  shortcut: 'Mod+Shift+Y',
  Component: lazy(async () => ({ default: (await import('./HistoryPanel')).HistoryPanel })),
}
