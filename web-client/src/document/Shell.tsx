import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react'
import { login } from '../account/Login'
import { announcement } from '../commands/announcement'
import { Picker } from '../commands/Picker'
import { Banner } from '../connection/Banner'
import type { StatusKind } from '../connection/Status'
import { CodeEditor } from '../editor/CodeEditor'
import { editorHandle } from '../editor/EditorHandle'
import { DropZone } from '../files/DropZone'
import { FileList } from '../files/FileList'
import { LANGUAGES, languageName } from '../files/languages'
import { Tabs } from '../files/Tabs'
import { PANELS } from '../panels'
import { FollowFrame } from '../presence/FollowFrame'
import { me } from '../presence/me'
import { NameDialog } from '../presence/NameDialog'
import { PeopleList } from '../presence/PeopleList'
import { readStored, store } from '../theme/stored'
import { useNarrow } from '../theme/useNarrow'
import { useObservable } from '../theme/useObservable'
import { Dock, Rail } from './Dock'
import { useDocument } from './DocumentContext'
import { StatusBar } from './StatusBar'
import { TopBar } from './TopBar'
import { useCommands, type ShellActions } from './useCommands'
import { useLeaveWarning } from './useLeaveWarning'
import './shell.css'

const ShareDialog = lazy(async () => ({ default: (await import('../account/ShareDialog')).ShareDialog }))

const KEY = 'codecollab.shell'

/** Nobody is asked for a name before it is clear that they may stay. */
const UNKNOWN_HERE: ReadonlySet<StatusKind> = new Set(['connecting', 'signed-out', 'no-access'])

/** What is around the editor. */
export function Shell(): ReactNode {
  const { workspace, files, activeFile, name, status } = useDocument()
  const isKnownHere = !UNKNOWN_HERE.has(useObservable(status).kind)
  const list = useObservable(files.list)
  const isNarrow = useNarrow()
  const [isSidebarOpen, setSidebarOpen] = useState(() => !isNarrow && readStored(`${KEY}.sidebar`, true))
  const [panelId, setPanelId] = useState<string | undefined>()
  const [picker, setPicker] = useState<'file' | 'language'>()
  const [isAskingName, setAskingName] = useState(() => me.get().name === '' && login.get() === null)
  const [isSharing, setSharing] = useState(false)
  const panel = PANELS.find(({ id }) => id === panelId)
  useLeaveWarning()

  const actions = useMemo<ShellActions>(
    () => ({
      pickFile: () => setPicker('file'),
      pickLanguage: () => setPicker('language'),
      toggleSidebar: () => setSidebarOpen((is) => !is),
      showSidebar: () => setSidebarOpen(true),
      togglePanel: (id) => setPanelId((open) => (open === id ? undefined : id)),
      askName: () => setAskingName(true),
      share: () => setSharing(true),
    }),
    [],
  )
  const commands = useCommands(actions)
  useEffect(() => {
    if (!isNarrow) {
      store(`${KEY}.sidebar`, isSidebarOpen)
    }
  }, [isSidebarOpen, isNarrow])
  const closeDrawer = () => isNarrow && setSidebarOpen(false)

  return (
    <div className="shell">
      <TopBar isSidebarOpen={isSidebarOpen} onSidebar={actions.toggleSidebar} onShare={actions.share} />
      <Banner />
      <div className="shell-body">
        {isSidebarOpen && (
          <>
            {isNarrow && <div className="scrim" onClick={closeDrawer} />}
            <div className="sidebar" onKeyDown={(event) => isNarrow && event.key === 'Escape' && setSidebarOpen(false)}>
              <FileList onOpen={closeDrawer} />
              <PeopleList />
            </div>
          </>
        )}
        <main className="work" aria-label="Editor">
          <Tabs />
          <div className="work-editor">
            {list.length === 0 ? (
              <p className="work-empty">There is no file here.</p>
            ) : (
              <CodeEditor commands={commands} />
            )}
            <FollowFrame />
          </div>
          {panel?.place === 'bottom' && <Dock panel={panel} onClose={() => setPanelId(undefined)} />}
        </main>
        {panel !== undefined && panel.place !== 'bottom' && (
          <Dock panel={panel} onClose={() => setPanelId(undefined)} />
        )}
        {PANELS.length > 0 && <Rail panels={PANELS} open={panelId} onToggle={actions.togglePanel} />}
      </div>
      <StatusBar onLanguage={actions.pickLanguage} />
      <Announcement />
      <DropZone />
      {picker === 'language' && (
        <Picker
          title="Language of this file"
          choices={LANGUAGES.map(({ id, name, files: endings }) => ({
            id,
            label: name,
            detail: `.${endings[0] ?? ''}`,
          }))}
          current={files.get(activeFile)?.language}
          onPick={(language) => files.setLanguage(activeFile, language)}
          onClose={() => (setPicker(undefined), editorHandle.get()?.focus())}
        />
      )}
      {picker === 'file' && (
        <Picker
          title="Go to file"
          choices={list.map(({ id, name, language }) => ({ id, label: name, detail: languageName(language) }))}
          current={activeFile}
          onPick={(id) => workspace.open(id)}
          onClose={() => (setPicker(undefined), editorHandle.get()?.focus())}
        />
      )}
      {isSharing && (
        <Suspense>
          <ShareDialog name={name} onClose={() => setSharing(false)} />
        </Suspense>
      )}
      {isAskingName && isKnownHere && (
        <NameDialog onClose={() => (setAskingName(false), editorHandle.get()?.focus())} />
      )}
    </div>
  )
}

function Announcement(): ReactNode {
  const text = useObservable(announcement)
  return (
    <div className={text === '' ? 'announcement' : 'announcement shown'} role="status" aria-live="polite">
      {text}
    </div>
  )
}
