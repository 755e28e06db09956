import { chatPanel } from './chat'
import type { Panel } from './document/Panel'
import { historyPanel } from './history'
import { runPanel } from './run'

/** What can be shown beside the editor, in this order. */
export const PANELS: readonly Panel[] = [chatPanel, historyPanel, runPanel]
