import { describe, expect, it } from 'vitest'
import { inspect } from './inspect'

class Point {
  x = 1
  y = 2
}

describe('a value in the console', () => {
  it.each([
    ['text', 'text'],
    [['text'], '["text"]'],
    [[], '[]'],
    [{}, '{}'],
    [{ a: 1, 'b c': null, d: undefined }, '{ a: 1, "b c": null, d: undefined }'],
    [-0, '-0'],
    [12n, '12n'],
    [new Point(), 'Point { x: 1, y: 2 }'],
    [Point, '[class Point]'],
    [Math.max, '[function max]'],
    [new Map([['a', [1]]]), 'Map(1) { "a" => [1] }'],
    [new Set([1, 2]), 'Set(2) { 1, 2 }'],
    [new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [/a/g, '/a/g'],
    [[[[[[1]]]]], '[[[[[…]]]]]'],
    [Object.create(null), '[null prototype] {}'],
    [Symbol('s'), 'Symbol(s)'],
  ])('is shown as what it is: %s', (value, expected) => {
    expect(inspect(value)).toBe(expected)
  })

  it('may contain itself', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle

    expect(inspect(circle)).toBe('{ self: [circular] }')
  })

  it('is shown in part when it is long', () => {
    const lines = inspect(Array.from({ length: 150 }, (_, i) => i)).split('\n')

    expect(lines).toHaveLength(103)
    expect(lines.at(-2)).toBe('  … 50 more')
  })

  it('says where an error came from', () => {
    expect(inspect(new TypeError('no such thing'))).toContain('TypeError: no such thing')
  })
})
