import type { Status, StatusKind } from './Status'

export type Tone = 'good' | 'quiet' | 'warn' | 'bad'

const SHORT: Record<StatusKind, string> = {
  connecting: 'Connecting',
  offline: 'Offline',
  live: 'Live',
  saving: 'Saving',
  saved: 'Saved',
  'read-only': 'Read only',
  'signed-out': 'Signed out',
  'no-access': 'No access',
  closed: 'Stopped',
}

const TONES: Record<StatusKind, Tone> = {
  connecting: 'quiet',
  offline: 'warn',
  live: 'good',
  saving: 'quiet',
  saved: 'good',
  'read-only': 'quiet',
  'signed-out': 'bad',
  'no-access': 'bad',
  closed: 'bad',
}

export const shortWords = ({ kind, isSlow }: Status): string =>
  kind === 'saving' && isSlow ? 'Still saving' : SHORT[kind]

export const toneOf = ({ kind, isSlow }: Status): Tone => (kind === 'saving' && isSlow ? 'warn' : TONES[kind])

/** As in "1 edit waits", "3 edits wait". */
export const waitingWords = (count: number): string => (count === 1 ? '1 edit waits' : `${count} edits wait`)

/** What it means, and what to do about it. */
export function longWords(status: Status): string {
  const { kind, waiting, isKept, isSlow } = status
  const kept = isKept
    ? 'Your edits are kept in this browser, also if you reload, and are sent when the server is back.'
    : 'This browser does not keep edits: leave this page open until the server is back.'
  switch (kind) {
    case 'connecting':
      return 'Reaching the server. You can write already.'
    case 'offline':
      return kept
    case 'live':
      return 'Connected. Everything here is stored on the server.'
    case 'saving':
      return isSlow ? stillSaving(waiting, isKept) : 'On the way to the disk of the server.'
    case 'saved':
      return 'Connected. The server has stored everything you wrote.'
    case 'read-only':
      return 'You may read this document, but not write in it. Ask its owner if you want to.'
    case 'signed-out':
      return 'This server wants to know who you are.'
    case 'no-access':
      return 'This document is not shared with you. Ask its owner for an invitation.'
    case 'closed':
      return 'The server does not take what was written here. Download your files, then load the page again.'
  }
}

function stillSaving(waiting: number, isKept: boolean): string {
  const edits = waiting === 1 ? 'an edit is' : `${waiting} edits are`
  const until = isKept ? 'Until then this browser keeps what you write.' : 'Leave this page open.'
  return `The server has not yet said that ${edits} stored. ${until}`
}
