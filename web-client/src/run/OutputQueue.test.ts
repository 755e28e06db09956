import { expect, it } from 'vitest'
import { MAX_OUTPUT_LENGTH } from './output'
import { OutputQueue } from './OutputQueue'

it('sends what is said first at once', () => {
  const sent: string[] = []
  const queue = new OutputQueue((lines) => sent.push(...lines.map((line) => line.text)))

  queue.add('out', 'before it hangs')

  expect(sent).toEqual(['before it hangs'])
})

it('sends many lines in bunches, in their order, and no more than are shown', () => {
  const bunches: string[][] = []
  const queue = new OutputQueue((lines) => bunches.push(lines.map((line) => line.text)))
  const all = Array.from({ length: 20_000 }, (_, i) => String(i))

  all.forEach((text) => queue.add('out', text))
  queue.flush()

  const sent = bunches.flat()
  expect(sent).toEqual(all.slice(0, sent.length))
  expect(sent.join('\n').length).toBeGreaterThan(MAX_OUTPUT_LENGTH)
  expect(sent.length).toBeLessThan(all.length)
  expect(bunches.length).toBeLessThan(sent.length)
})
