import type { ComponentType, LazyExoticComponent } from 'react'
import type { IconName } from '../theme/icons'

/** Something beside the editor: it works on the document of `useDocument()`. */
export interface Panel {
  id: string
  title: string
  icon: IconName
  /** As in `Mod+Shift+C`, Mod being Command on a Mac and Control elsewhere. */
  shortcut: string
  /** Where it opens; at the side if it does not say. */
  place?: 'side' | 'bottom'
  Component: ComponentType | LazyExoticComponent<ComponentType>
  /** A hook: how many things are new in it. */
  useBadge?: () => number
}
