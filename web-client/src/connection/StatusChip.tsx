import type { ReactNode } from 'react'
import { useDocument } from '../document/DocumentContext'
import { useObservable } from '../theme/useObservable'
import { longWords, shortWords, toneOf, waitingWords } from './words'
import './status.css'

/** How it stands with the server, in a word; more when one points at it. */
export function StatusChip(): ReactNode {
  const status = useObservable(useDocument().status)
  const waits = status.waiting > 0 && status.kind !== 'saving'
  return (
    <div className={`status-chip ${toneOf(status)}`} data-status={status.kind} title={longWords(status)}>
      <i aria-hidden="true" />
      <span role="status" aria-label="Connection">
        {shortWords(status)}
        <span className="visually-hidden">. {longWords(status)}</span>
      </span>
      {waits && <b title={`${waitingWords(status.waiting)} in this browser`}>{status.waiting}</b>}
    </div>
  )
}
