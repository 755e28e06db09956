import { describe, expect, test } from 'vitest'
import { editBetween, editsOfDelta, isWithinPair, shiftedOffset } from './edits'
import { offsetInEditor, offsetInText, withLineFeeds } from './lineEnds'

describe('edits', () => {
  test('of a delta count in the text before it', () => {
    expect(editsOfDelta([{ retain: 2 }, { insert: 'ab' }, { delete: 1 }, { retain: 3 }, { delete: 2 }])).toEqual([
      { start: 2, end: 3, text: 'ab' },
      { start: 6, end: 8, text: '' },
    ])
  })

  test('an embedded object is one character', () => {
    expect(editsOfDelta([{ insert: { image: 'x' } }])).toEqual([{ start: 0, end: 0, text: '\uFFFC' }])
  })

  test('between two texts leave their common ends alone', () => {
    expect(editBetween('abc', 'abc')).toBeUndefined()
    expect(editBetween('hello world', 'hello big world')).toEqual({ start: 6, end: 6, text: 'big ' })
    expect(editBetween('aaa', 'aa')).toEqual({ start: 2, end: 3, text: '' })
  })

  test('never cut a character in two', () => {
    expect(editBetween('🙂', '🙃')).toEqual({ start: 0, end: 2, text: '🙃' })
    expect(editBetween('a\ud83d\ude42', 'a\ud83d')).toEqual({ start: 1, end: 3, text: '\ud83d' })
    expect(isWithinPair('🙂', 1)).toBe(true)
    expect(isWithinPair('\ud83dx', 1)).toBe(false)
    expect(isWithinPair('x\ude42', 1)).toBe(false)
    expect(isWithinPair('🙂', 0)).toBe(false)
  })

  test('move an offset that comes after them', () => {
    expect(shiftedOffset(5, [{ start: 0, end: 2, text: 'xyz' }], true)).toBe(6)
    expect(shiftedOffset(5, [{ start: 6, end: 6, text: 'xyz' }], true)).toBe(5)
  })

  test('an insertion at an offset goes before or behind it', () => {
    const insertion = [{ start: 5, end: 5, text: 'abc' }]
    expect(shiftedOffset(5, insertion, true)).toBe(5)
    expect(shiftedOffset(5, insertion, false)).toBe(8)
  })

  test('an offset within what is deleted goes to its start', () => {
    expect(shiftedOffset(5, [{ start: 3, end: 8, text: '' }], true)).toBe(3)
  })
})

describe('line ends', () => {
  const text = 'a\r\nb\rc\n\r\n'

  test('are shown as line feeds', () => {
    expect(withLineFeeds(text)).toBe('a\nb\nc\n\n')
  })

  test('are counted both ways', () => {
    const shown = withLineFeeds(text)
    for (let offset = 0; offset <= shown.length; offset++) {
      const index = offsetInText(text, offset)
      expect(offsetInEditor(text, index)).toBe(offset)
      expect(withLineFeeds(text.slice(0, index))).toBe(shown.slice(0, offset))
    }
  })
})
