import { useCallback, useEffect, useState, type FormEvent } from 'react'
import { keepVersion, renameVersion, versions, type Version } from '../api/documents'
import { messageOf } from '../api/Problem'
import { useDocument } from '../document/DocumentContext'
import { Icon } from '../theme/icons'
import { useObservable } from '../theme/useObservable'
import { VersionDialog } from './VersionDialog'
import './history.css'

/** The versions of a document that people kept, and how to get back to them. */
export function HistoryPanel() {
  const { name, readOnly, status } = useDocument()
  const { kind } = useObservable(status)
  const [list, setList] = useState<Version[]>()
  const [isWhole, setWhole] = useState(false)
  const [shown, setShown] = useState<Version>()
  const [failure, setFailure] = useState('')
  const isOnline = kind !== 'offline' && kind !== 'connecting'

  const look = useCallback(async () => {
    try {
      const page = await versions(name)
      setList(page)
      setWhole(page.length < 50)
      setFailure('')
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }, [name])

  useEffect(() => void look(), [look, isOnline])

  const keep = async (called: string) => {
    try {
      const kept = await keepVersion(name, called)
      setList([kept, ...(list ?? [])])
      setFailure('')
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }

  const more = async () => {
    try {
      const page = await versions(name, list?.at(-1)?.id)
      setList([...(list ?? []), ...page])
      setWhole(page.length < 50)
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }

  const rename = async (version: Version, called: string) => {
    await renameVersion(name, version.id, called)
    setList(list?.map((each) => (each.id === version.id ? { ...each, name: called } : each)))
    setShown({ ...version, name: called })
  }

  return (
    <div className="history">
      {!readOnly && <KeepForm onKeep={keep} />}
      {failure !== '' && (
        <p className="history-failure" role="alert">
          {failure}{' '}
          <button type="button" className="history-again" onClick={() => void look()}>
            Try again
          </button>
        </p>
      )}
      {list?.length === 0 && (
        <p className="history-empty">
          No versions yet. Keep one before you change much: you can compare with it, and go back to it, at any time.
        </p>
      )}
      <ul className="history-list" aria-label="Versions">
        {list?.map((version) => (
          <li key={version.id}>
            <button type="button" onClick={() => setShown(version)}>
              <span className="history-name" dir="auto">
                {version.name || 'Unnamed version'}
              </span>
              <span className="history-when">
                <time dateTime={version.createdAt}>{whenOf(version.createdAt)}</time>
                {version.author !== 'anonymous' && ` · ${version.author}`}
              </span>
              <Icon name="chevron" />
            </button>
          </li>
        ))}
      </ul>
      {list !== undefined && !isWhole && (
        <button type="button" className="button history-more" onClick={() => void more()}>
          Older versions
        </button>
      )}
      {shown !== undefined && (
        <VersionDialog version={shown} onRename={rename} onClose={() => setShown(undefined)} />
      )}
    </div>
  )
}

function KeepForm({ onKeep }: { onKeep: (called: string) => Promise<void> }) {
  const [called, setCalled] = useState('')
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    await onKeep(called.trim())
    setCalled('')
    setBusy(false)
  }

  return (
    <form className="history-keep" onSubmit={(event) => void submit(event)}>
      <input
        className="field"
        dir="auto"
        maxLength={200}
        placeholder="Name this moment"
        aria-label="Name of the version"
        value={called}
        onChange={(event) => setCalled(event.target.value)}
      />
      <button type="submit" className="button" disabled={isBusy}>
        Keep
      </button>
    </form>
  )
}

export function whenOf(iso: string): string {
  const date = new Date(iso)
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday
    ? `Today, ${date.toLocaleTimeString(undefined, { timeStyle: 'short' })}`
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
