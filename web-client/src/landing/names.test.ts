import { expect, test } from 'vitest'
import { isDocumentName, pathOf } from '../routes'
import { nameOf } from './nameOf'
import { randomName } from './names'

test('a new name can be read, and is never the same', () => {
  const names = Array.from({ length: 1000 }, randomName)
  expect(new Set(names).size).toBe(1000)
  for (const name of names) {
    expect(name).toMatch(/^[a-z]+-[a-z]+-[a-z2-9]{10}$/)
    expect(isDocumentName(name)).toBe(true)
  }
})

test('a link and a name lead to the same document', () => {
  for (const name of ['notes', 'team/notes today', '100% ü']) {
    expect(nameOf(`http://localhost:8080${pathOf(name)}`)).toBe(name)
    expect(nameOf(`  ${pathOf(name)}?x=1#y `)).toBe(name)
    expect(nameOf(name)).toBe(name)
  }
})

test('what is neither leads nowhere', () => {
  expect(nameOf('')).toBeUndefined()
  expect(nameOf('   ')).toBeUndefined()
  expect(nameOf('http://localhost:8080/d/')).toBeUndefined()
  expect(nameOf('x'.repeat(257))).toBeUndefined()
})
