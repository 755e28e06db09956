import { lazy } from 'react'
import type { Panel } from '../document/Panel'
import { useUnread } from './unread'

export const chatPanel: Panel = {
  id: 'chat',
  title: 'Chat',
  icon: 'chat',
  shortcut: 'Mod+Shift+M',
  Component: lazy(async () => ({ default: (await import('./ChatPanel')).ChatPanel })),
  useBadge: useUnread,
}
