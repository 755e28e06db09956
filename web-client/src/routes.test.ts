import { describe, expect, test } from 'vitest'
import { isDocumentName, pathOf, routeOf } from './routes'

describe('routes', () => {
  test('finds a document again by its path, whatever its name', () => {
    for (const name of ['notes', 'team/notes today', '100%', 'ü/日本語', '🙂?#&', '.', 'a'.repeat(256)]) {
      expect(routeOf(pathOf(name))).toEqual({ page: 'document', name })
    }
  })

  test('takes slashes that are not encoded', () => {
    expect(routeOf('/d/team/notes')).toEqual({ page: 'document', name: 'team/notes' })
  })

  test('knows no page for names the server refuses', () => {
    for (const path of ['/d/', '/d/%', '/d/%00', '/d/' + 'a'.repeat(257), '/d/%EF%BF%BD', '/elsewhere']) {
      expect(routeOf(path)).toEqual({ page: 'missing' })
    }
  })

  test('counts characters, not UTF-16 units', () => {
    expect(isDocumentName('🙂'.repeat(256))).toBe(true)
    expect(isDocumentName('🙂'.repeat(257))).toBe(false)
  })
})
