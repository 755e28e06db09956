import assert from 'node:assert/strict'
import { test } from 'node:test'
import { othersBusy } from './machine.mjs'

const core = (user, idle) => ({ times: { user, nice: 0, sys: 0, idle, irq: 0 } })

test('the core of the session does not count', () => {
  const before = [core(0, 0), core(0, 0)]
  assert.equal(othersBusy(before, [core(25, 75), core(100, 0)], 1), 0.25)
  assert.equal(othersBusy(before, [core(25, 75), core(100, 0)], 0), 1)
})

test('only what came meanwhile counts', () => {
  assert.equal(othersBusy([core(500, 100), core(0, 0)], [core(510, 190), core(9, 1)], 1), 0.1)
})

test('a session that may run everywhere is not told from the others', () => {
  assert.equal(othersBusy([core(0, 0)], [core(1, 1)], null), null)
  assert.equal(othersBusy([core(0, 0)], [core(1, 1)], 0), null)
})
