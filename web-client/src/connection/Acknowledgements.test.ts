import { beforeEach, describe, expect, test } from 'vitest'
import { Acknowledgements } from './Acknowledgements'

describe('acknowledgements', () => {
  let acks: Acknowledgements

  beforeEach(() => {
    acks = new Acknowledgements()
    acks.opened()
  })

  test('nothing is settled before the server has the whole state', () => {
    expect(acks.isSettled).toBe(false)
    acks.sentState()
    expect(acks.isSettled).toBe(false)
    acks.answered(true)
    expect(acks.isSettled).toBe(true)
  })

  test('each answer stores one edit', () => {
    acks.sentState()
    acks.answered(true)
    for (let edit = 0; edit < 3; edit++) {
      acks.edited()
      acks.sentUpdate()
    }
    expect(acks.waiting).toBe(3)
    acks.answered(true)
    expect(acks.waiting).toBe(2)
    acks.answered(true)
    acks.answered(true)
    expect(acks.isSettled).toBe(true)
  })

  test('the state sent on return stores what was written meanwhile', () => {
    acks.edited()
    acks.edited()
    acks.opened()
    acks.sentState()
    expect(acks.waiting).toBe(2)
    acks.answered(true)
    expect(acks.waiting).toBe(0)
  })

  test('an edit left over from the time without connection proves nothing about the others', () => {
    acks.edited()
    acks.edited()
    acks.opened()
    acks.sentUpdate()
    acks.sentUpdate()
    acks.sentState()
    acks.answered(true)
    expect(acks.waiting).toBe(2)
    acks.answered(true)
    expect(acks.waiting).toBe(2)
    acks.answered(true)
    expect(acks.waiting).toBe(0)
  })

  test('what was on its way when the connection broke still waits', () => {
    acks.sentState()
    acks.answered(true)
    acks.edited()
    acks.sentUpdate()
    acks.opened()
    acks.answered(true)
    expect(acks.waiting).toBe(1)
    expect(acks.isSettled).toBe(false)
  })

  test('a refused edit waits until it may be written', () => {
    acks.sentState()
    acks.answered(true)
    acks.edited()
    acks.sentUpdate()
    acks.answered(false)
    expect(acks.isRefused).toBe(true)
    expect(acks.waiting).toBe(1)
    acks.sentState()
    acks.answered(true)
    expect(acks.isRefused).toBe(false)
    expect(acks.waiting).toBe(0)
  })
})
