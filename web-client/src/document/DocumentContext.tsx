import type { HocuspocusProvider } from '@hocuspocus/provider'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Status } from '../connection/Status'
import type { Files } from '../files/Files'
import { me, type Me } from '../presence/me'
import type { Observable } from '../theme/Observable'
import { useObservable } from '../theme/useObservable'
import { Workspace } from './Workspace'

/** What a panel may know of the document that is open. */
export interface Session {
  name: string
  doc: Y.Doc
  provider: HocuspocusProvider
  awareness: Awareness
  status: Observable<Status>
  readOnly: boolean
  files: Files
  /** The id of the file that is shown. */
  activeFile: string
  me: Me
  /** What the editor's own parts work on. */
  workspace: Workspace
}

const Context = createContext<Session | undefined>(undefined)

/** @throws outside of a document's page */
export function useDocument(): Session {
  const session = useContext(Context)
  if (session === undefined) {
    throw new Error('there is no document open here')
  }
  return session
}

export function useWorkspace(): Workspace {
  return useDocument().workspace
}

/** Opens a document for everything within. */
export function DocumentProvider({ name, children }: { name: string; children: ReactNode }): ReactNode {
  const [workspace, setWorkspace] = useState<Workspace>()
  useEffect(() => {
    const opened = new Workspace(name)
    setWorkspace(opened)
    return () => opened.destroy()
  }, [name])
  return workspace === undefined || workspace.name !== name ? null : (
    <OpenDocument workspace={workspace}>{children}</OpenDocument>
  )
}

function OpenDocument({ workspace, children }: { workspace: Workspace; children: ReactNode }): ReactNode {
  const activeFile = useObservable(workspace.activeFile)
  const { kind } = useObservable(workspace.connection.board.status)
  const own = useObservable(me)
  const { mayWrite, wasEverAdmitted } = workspace.connection.board.facts
  // whoever was let in to read only may not write while offline either; whoever was never let in has nothing to write to
  const readOnly = !mayWrite || kind === 'no-access' || kind === 'closed' || (kind === 'signed-out' && !wasEverAdmitted)
  const session = useMemo<Session>(
    () => ({
      name: workspace.name,
      doc: workspace.doc,
      provider: workspace.connection.provider,
      awareness: workspace.awareness,
      status: workspace.connection.board.status,
      readOnly,
      files: workspace.files,
      activeFile,
      me: own,
      workspace,
    }),
    [workspace, readOnly, activeFile, own],
  )
  return <Context value={session}>{children}</Context>
}
