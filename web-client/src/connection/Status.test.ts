import { expect, test } from 'vitest'
import { StatusBoard } from './Status'

function board(): StatusBoard {
  const board = new StatusBoard()
  board.note({ isConnected: true, isAdmitted: true, isSettled: true })
  return board
}

test('it connects until it is connected, and is offline once that failed', () => {
  const board = new StatusBoard()
  expect(board.status.get().kind).toBe('connecting')
  board.note({ hasFailed: true })
  expect(board.status.get().kind).toBe('offline')
})

test('a connection alone is not live: the server must have let us in and know what we have', () => {
  const board = new StatusBoard()
  board.note({ isConnected: true })
  expect(board.status.get().kind).toBe('connecting')
  board.note({ isAdmitted: true })
  expect(board.status.get().kind).toBe('connecting')
  board.note({ isSettled: true })
  expect(board.status.get().kind).toBe('live')
})

test('it is saved when the server has stored what was written, not before', () => {
  const live = board()
  live.note({ hasEdited: true, waiting: 1, isSettled: false })
  expect(live.status.get().kind).toBe('saving')
  live.note({ waiting: 0 })
  expect(live.status.get().kind).toBe('saving')
  live.note({ isSettled: true })
  expect(live.status.get().kind).toBe('saved')
})

test('without network, edits wait, whatever the connection looks like', () => {
  const live = board()
  live.note({ hasNetwork: false })
  expect(live.status.get().kind).toBe('live')
  live.note({ hasEdited: true, waiting: 1, isSettled: false })
  expect(live.status.get().kind).toBe('offline')
  live.note({ waiting: 0, isSettled: true })
  expect(live.status.get().kind).toBe('saved')
})

test('edits from before a reload are being saved, too', () => {
  const live = board()
  live.note({ waiting: 4, isSettled: false })
  expect(live.status.get().kind).toBe('saving')
})

test('it tells who is signed out from who has no access', () => {
  const live = board()
  live.note({ denial: 'a token is needed' })
  expect(live.status.get().kind).toBe('signed-out')
  live.note({ denial: 'no access to this document' })
  expect(live.status.get().kind).toBe('no-access')
})

test('a reader is told so while connected, and is offline like everybody else', () => {
  const reader = board()
  reader.note({ mayWrite: false })
  expect(reader.status.get().kind).toBe('read-only')
  reader.note({ isConnected: false, hasFailed: true })
  expect(reader.status.get().kind).toBe('offline')
})

test('nobody is told twice of the same', () => {
  const live = board()
  let told = 0
  live.status.subscribe(() => told++)
  live.note({ isConnected: true })
  expect(told).toBe(0)
  live.note({ isSlow: true })
  expect(told).toBe(1)
})
