import { describe, expect, test } from 'vitest'
import { COLORS, colorOn, contrast, textOn } from './colors'

const PAPER = { light: '#fdfcfa', dark: '#17171a' } as const

describe('colours of people', () => {
  test.each(['light', 'dark'] as const)('can all be seen on the %s theme, and their names read', (theme) => {
    for (const color of [...COLORS, '#ffff00', '#000000', '#ffffff', '#000080']) {
      const shown = colorOn(theme, color)
      expect(contrast(shown, PAPER[theme])).toBeGreaterThanOrEqual(4.5)
      expect(contrast(textOn(shown), shown)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('stay as they are where they can be seen', () => {
    expect(colorOn('light', '#2f6fde')).toBe('#2f6fde')
  })

  test('are grey if they are no colours', () => {
    for (const stranger of ['red;}body{display:none}', '#fff', 7, undefined, null]) {
      expect(colorOn('light', stranger)).toMatch(/^#[0-9a-f]{6}$/)
    }
  })
})
