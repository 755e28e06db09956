import { describe, expect, it } from 'vitest'
import { MAX_OUTPUT_LENGTH, lengthOf, readOutput, withMore, type OutputLine } from './output'

const line = (text: string): OutputLine => ({ kind: 'out', text })

describe('the output of a run', () => {
  it('grows by lines', () => {
    expect(withMore([line('a')], [line('b'), { kind: 'err', text: 'c' }]).map((each) => each.text)).toEqual(['a', 'b', 'c'])
  })

  it('is cut off at its bound, says so once, and takes no more', () => {
    let output: readonly OutputLine[] = []
    for (let i = 0; i < 10; i++) {
      output = withMore(output, [line('x'.repeat(10_000))])
    }

    expect(lengthOf(output)).toBeLessThan(MAX_OUTPUT_LENGTH + 100)
    expect(output.filter((each) => each.text.startsWith('…'))).toHaveLength(1)
    expect(withMore(output, [line('more')])).toBe(output)
  })

  it('is read with care from what others shared', () => {
    expect(readOutput('text')).toEqual([])
    expect(readOutput([line('good'), { kind: 'html', text: 'bad' }, { kind: 'out' }, null])).toEqual([line('good')])
    expect(lengthOf(readOutput([line('x'.repeat(1 << 20))]))).toBeLessThan(MAX_OUTPUT_LENGTH + 100)
  })
})
