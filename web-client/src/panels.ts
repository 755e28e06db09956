import type { Panel } from './document/Panel'

/** What can be shown beside the editor, in this order. */
export const PANELS: readonly Panel[] = []
