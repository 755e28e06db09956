import { expect, test } from 'vitest'
import { kindOf } from './frames'

/** Frames as npm @hocuspocus/provider 4.8.0 sends and is sent them, on a document called `doc`. */
const RECORDED: [string, string][] = [
  ['03646f63 02 00 01 54 05 342e382e30', 'other'],
  ['03646f63 00 00 01 00', 'other'],
  ['03646f63 01 06 01 01 00 02 7b7d', 'other'],
  ['03646f63 00 01 02 00 00', 'state'],
  ['03646f63 00 02 0b 01 01 01 00 04 01 01 74 01 68 00', 'update'],
  ['03646f63 08 01', 'stored'],
  ['03646f63 08 00', 'refused'],
  ['09', 'other'],
  ['0a', 'other'],
]

test.each(RECORDED)('%s is %s', (hex, kind) => {
  expect(kindOf(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')))).toBe(kind)
})
