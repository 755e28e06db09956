import { expect, test } from 'vitest'
import type { Status, StatusKind } from './Status'
import { longWords, shortWords, toneOf, waitingWords } from './words'

const KINDS: StatusKind[] = [
  'connecting',
  'offline',
  'live',
  'saving',
  'saved',
  'read-only',
  'signed-out',
  'no-access',
  'closed',
]
const status = (change: Partial<Status>): Status => ({
  kind: 'live',
  waiting: 0,
  isKept: true,
  isSlow: false,
  reason: '',
  ...change,
})

test('every status has words of its own', () => {
  expect(new Set(KINDS.map((kind) => shortWords(status({ kind })))).size).toBe(KINDS.length)
  expect(new Set(KINDS.map((kind) => longWords(status({ kind })))).size).toBe(KINDS.length)
})

test('nobody is told that edits are kept where they are not', () => {
  expect(longWords(status({ kind: 'offline' }))).toContain('kept in this browser')
  expect(longWords(status({ kind: 'offline', isKept: false }))).not.toContain('kept in this browser')
  expect(longWords(status({ kind: 'saving', isSlow: true, isKept: false }))).not.toContain('kept in this browser')
})

test('what takes long is said', () => {
  expect(shortWords(status({ kind: 'saving', isSlow: true }))).toBe('Still saving')
  expect(toneOf(status({ kind: 'saving', isSlow: true }))).toBe('warn')
  expect(toneOf(status({ kind: 'saving' }))).toBe('quiet')
})

test('edits are counted in English', () => {
  expect(waitingWords(1)).toBe('1 edit waits')
  expect(waitingWords(12)).toBe('12 edits wait')
})
