import { useEffect, useState, type ReactNode } from 'react'
import { useWorkspace } from '../document/DocumentContext'
import { navigate } from '../router'
import { Icon, type IconName } from '../theme/icons'
import { useObservable } from '../theme/useObservable'
import type { StatusKind } from './Status'
import { longWords, toneOf, waitingWords } from './words'
import './status.css'

/** A connection that is back before that was not worth a word. */
const PATIENCE_MS = 1_200

const ICONS: Partial<Record<StatusKind, IconName>> = {
  offline: 'cloud-off',
  'signed-out': 'person',
  'no-access': 'lock',
  closed: 'warning',
  saving: 'warning',
}

const TITLES: Partial<Record<StatusKind, string>> = {
  offline: 'You are offline.',
  'signed-out': 'Sign in to open this document.',
  'no-access': 'You have no access.',
  closed: 'The server stopped taking edits.',
  saving: 'Saving takes longer than usual.',
  'read-only': 'You may only read.',
}

/** What is wrong, how many edits wait, and what can be done; nothing while all is well. */
export function Banner(): ReactNode {
  const { connection, name } = useWorkspace()
  const status = useObservable(connection.board.status)
  const { kind, waiting } = status
  const isRefused = kind === 'read-only' && waiting > 0
  const isWrong = (kind in ICONS && (kind !== 'saving' || status.isSlow)) || isRefused
  const isShown = useLater(isWrong, kind === 'offline' ? PATIENCE_MS : 0)
  if (!isWrong || !isShown) {
    return null
  }
  return (
    <section className={`banner ${toneOf(status)}`} aria-label="Connection problem" data-status={kind}>
      <Icon name={ICONS[kind] ?? 'lock'} />
      <p role="alert">
        <strong>{TITLES[kind]}</strong>
        {waiting > 0 && <strong className="banner-count"> {waitingWords(waiting)} in this browser.</strong>}{' '}
        <span>
          {isRefused
            ? 'The server did not take what you wrote; it stays here. Ask the owner to let you write.'
            : longWords(status)}
        </span>
      </p>
      {kind === 'signed-out' && (
        <button
          className="button primary"
          onClick={() => navigate(`/account?next=${encodeURIComponent(`/d/${encodeURIComponent(name)}`)}`)}
        >
          Sign in
        </button>
      )}
      {(kind === 'offline' || kind === 'no-access') && (
        <button className="button" onClick={connection.retry}>
          Try now
        </button>
      )}
      {kind === 'closed' && (
        <button className="button" onClick={() => location.reload()}>
          Load again
        </button>
      )}
    </section>
  )
}

/** Whether something has been so for a while. */
function useLater(is: boolean, delayMs: number): boolean {
  const [wasSo, setWasSo] = useState(false)
  useEffect(() => {
    if (!is) {
      setWasSo(false)
      return undefined
    }
    const timer = setTimeout(() => setWasSo(true), delayMs)
    return () => clearTimeout(timer)
  }, [is, delayMs])
  return wasSo
}
