import { expect, it } from 'vitest'
import { age, bytes, seconds } from './units'

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [150 * 1024, '150 KiB'],
  [3 * 1024 ** 3, '3.0 GiB'],
])('%d bytes are %s', (count, expected) => expect(bytes(count)).toBe(expected))

it.each([
  [0.00001, '10 µs'],
  [0.0025, '2.5 ms'],
  [0.025, '25 ms'],
  [2.5, '2.5 s'],
])('%d seconds are %s', (time, expected) => expect(seconds(time)).toBe(expected))

it.each([
  [5_000, '5 s'],
  [150_000, '2 min'],
  [7_200_000, '2 h'],
  [200_000_000, '2 d'],
  [-1_000, '0 s'],
])('what happened %d ms ago is %s old', (passed, expected) =>
  expect(age(new Date(1e12 - passed).toISOString(), 1e12)).toBe(expected),
)
