import type { ReactNode } from 'react'
import { StatusChip } from '../connection/StatusChip'
import { editorHandle } from '../editor/EditorHandle'
import { AvatarRow } from '../presence/AvatarRow'
import { navigate } from '../router'
import { Icon, Mark } from '../theme/icons'
import { Popover } from '../theme/Popover'
import { shownKeys } from '../commands/keys'
import { useDocument } from './DocumentContext'
import { SettingsBox } from './SettingsBox'

interface TopBarProps {
  isSidebarOpen: boolean
  onSidebar: () => void
  onShare: () => void
}

export function TopBar({ isSidebarOpen, onSidebar, onShare }: TopBarProps): ReactNode {
  const { name } = useDocument()
  return (
    <header className="top-bar">
      <button
        className="icon-button"
        aria-label="Files and people"
        title={`Files and people (${shownKeys('Mod+B')})`}
        aria-pressed={isSidebarOpen}
        onClick={onSidebar}
      >
        <Icon name="menu" />
      </button>
      <a
        className="home"
        href="/"
        aria-label="CodeCollab, start page"
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault()
            navigate('/')
          }
        }}
      >
        <Mark />
      </a>
      <h1 className="document-name" title={name}>
        <bdi>{name}</bdi>
      </h1>
      <StatusChip />
      <span className="spacer" />
      <AvatarRow />
      <button
        className="icon-button wide-only"
        aria-label="Command palette"
        title={`Command palette (${shownKeys('Mod+Shift+P')} or F1)`}
        onClick={() => editorHandle.get()?.trigger('editor.action.quickCommand')}
      >
        <Icon name="command" />
      </button>
      <Popover label="Settings" icon="settings">
        {() => <SettingsBox />}
      </Popover>
      <button className="button primary share-button" aria-label="Share" title="Share" onClick={onShare}>
        <Icon name="share" />
        <span>Share</span>
      </button>
    </header>
  )
}
