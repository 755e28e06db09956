import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { versionState, type Version } from '../api/documents'
import { messageOf } from '../api/Problem'
import { useDocument } from '../document/DocumentContext'
import { RESTORE } from '../document/schema'
import { Icon } from '../theme/icons'
import { useObservable } from '../theme/useObservable'
import { whenOf } from './HistoryPanel'
import { compare, filesThen, isSame, restore, type Compared, type FileThen } from './state'

const Diff = lazy(async () => ({ default: (await import('./Diff')).Diff }))

interface Props {
  version: Version
  onRename: (version: Version, called: string) => Promise<void>
  onClose: () => void
}

/** What changed since a version, file by file, and the way back to it. */
export function VersionDialog({ version, onRename, onClose }: Props) {
  const { name, files, doc, readOnly } = useDocument()
  const dialog = useRef<HTMLDialogElement>(null)
  const [then, setThen] = useState<FileThen[]>()
  const [failure, setFailure] = useState('')
  const [chosen, setChosen] = useState('')
  const [changes, setChanges] = useState(0)
  const list = useObservable(files.list)

  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  useEffect(() => {
    versionState(name, version.id).then(
      (state) => setThen(filesThen(state)),
      (thrown: unknown) => setFailure(messageOf(thrown)),
    )
  }, [name, version.id])

  useEffect(() => {
    const changed = () => setChanges((count) => count + 1)
    doc.on('update', changed)
    return () => doc.off('update', changed)
  }, [doc])

  const compared = useMemo(() => (then === undefined ? [] : compare(then, files)), [then, files, list, changes])
  const file = compared.find((each) => each.id === chosen) ?? compared[0]
  const different = compared.filter((each) => !isSame(each))

  const rename = async () => {
    const called = window.prompt('Name of this version', version.name)
    if (called !== null && called.trim() !== version.name) {
      await onRename(version, called.trim()).catch((thrown: unknown) => setFailure(messageOf(thrown)))
    }
  }

  const goBack = (which: readonly Compared[]) => {
    for (const each of which) {
      const now = files.get(each.id)
      if (each.then === undefined) {
        files.remove(each.id)
      } else if (now === undefined) {
        files.create(each.name, each.then)
      } else {
        restore(now.text, each.then, RESTORE)
      }
    }
    dialog.current?.close()
  }

  return (
    <dialog ref={dialog} className="version" aria-labelledby="version-title" onClose={onClose}>
      <header className="version-head">
        <div>
          <h2 id="version-title" dir="auto">
            {version.name || 'Unnamed version'}
          </h2>
          <p>
            {whenOf(version.createdAt)}
            {then !== undefined && ` · ${summaryOf(different.length)}`}
          </p>
        </div>
        {!readOnly && (
          <button type="button" className="button" onClick={() => void rename()}>
            Rename
          </button>
        )}
        {!readOnly && different.length > 0 && file !== undefined && (
          <button
            type="button"
            className="button primary"
            onClick={() => goBack(different.length === 1 ? different : [file])}
          >
            {different.length === 1 ? 'Restore' : 'Restore this file'}
          </button>
        )}
        {!readOnly && different.length > 1 && (
          <button type="button" className="button primary" onClick={() => goBack(different)}>
            Restore all
          </button>
        )}
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {compared.length > 1 && (
        <div className="version-files" role="tablist" aria-label="Files">
          {compared.map((each) => (
            <button
              key={each.id}
              type="button"
              role="tab"
              aria-selected={each.id === file?.id}
              onClick={() => setChosen(each.id)}
            >
              {each.name}
              {!isSame(each) && <span className="version-mark" aria-label={kindOf(each)} data-kind={kindOf(each)} />}
            </button>
          ))}
        </div>
      )}
      {failure !== '' && (
        <p className="history-failure" role="alert">
          {failure}
        </p>
      )}
      <div className="version-legend" aria-hidden="true">
        <span>Then</span>
        <span>Now</span>
      </div>
      <div className="version-diff">
        {file !== undefined && (
          <Suspense fallback={null}>
            <Diff language={file.language} then={file.then ?? ''} now={file.now ?? ''} />
          </Suspense>
        )}
      </div>
    </dialog>
  )
}

function summaryOf(count: number): string {
  return count === 0 ? 'nothing has changed since' : count === 1 ? '1 file has changed since' : `${count} files have changed since`
}

function kindOf(file: Compared): 'added since' | 'removed since' | 'changed since' {
  return file.then === undefined ? 'added since' : file.now === undefined ? 'removed since' : 'changed since'
}
