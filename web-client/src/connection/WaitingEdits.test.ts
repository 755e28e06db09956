import { beforeEach, expect, test, vi } from 'vitest'
import { WaitingEdits } from './WaitingEdits'

const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
})

beforeEach(() => kept.clear())

function session(id: number, own = 0): WaitingEdits {
  const edits = new WaitingEdits('notes', id)
  edits.setOwn(own)
  edits.write()
  return edits
}

test('a reload knows what waited before it', () => {
  session(1, 3)
  expect(new WaitingEdits('notes', 2).count).toBe(3)
  expect(new WaitingEdits('other', 2).count).toBe(0)
})

test('edits before and after a reload add up', () => {
  session(1, 3)
  const reloaded = session(2, 2)
  expect(reloaded.count).toBe(5)
  expect(session(3).count).toBe(5)
})

test('nothing is left behind once all is stored', () => {
  session(1, 3)
  const reloaded = session(2, 2)
  reloaded.settled()
  reloaded.setOwn(0)
  reloaded.write()
  expect(reloaded.count).toBe(0)
  expect(kept.size).toBe(0)
})

test('what another tab went on writing still counts', () => {
  const other = session(1, 3)
  const here = session(2)
  other.setOwn(5)
  other.write()
  here.settled()
  expect(new WaitingEdits('notes', 3).count).toBe(2)
})

test('what another tab stored is not waited for', () => {
  const other = session(1, 3)
  const here = session(2, 1)
  other.setOwn(0)
  other.write()
  here.onStorage({ key: 'codecollab.waiting:notes' } as StorageEvent)
  expect(here.count).toBe(1)
})
