import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { RESTORE } from '../document/schema'
import { Files } from '../files/Files'
import { compare, filesThen, isSame, lineEdits, restore } from './state'

const apply = (text: string, edits: ReturnType<typeof lineEdits>) =>
  edits.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text)

describe('the edits that make one text of another', () => {
  it.each([
    ['', ''],
    ['', 'a'],
    ['a\n', ''],
    ['a\nb\nc', 'a\nB\nc'],
    ['a\nb\nc\n', 'b\nc\n'],
    ['a\nb\n', 'a\nx\nb\ny\n'],
    ['a\n\n\nb', '\na\n\nb\n'],
    ['same', 'same'],
    ['a\nb', 'b\na'],
  ])('lead from %j to %j', (before, after) => {
    expect(apply(before, lineEdits(before, after))).toBe(after)
  })

  it('lead from any text to any other', () => {
    let seed = 20261121
    const random = (bound: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return Math.floor((seed / 2 ** 32) * bound)
    }
    const text = () => Array.from({ length: random(12) }, () => 'ab\n'.charAt(random(3)) + '\n'.repeat(random(2))).join('')
    for (let i = 0; i < 2_000; i++) {
      const [before, after] = [text(), text()]
      expect(apply(before, lineEdits(before, after)), `i=${i}`).toBe(after)
    }
  })

  it('leave alone what is the same', () => {
    expect(lineEdits('a\nb\nc\nd\n', 'a\nb\nX\nd\n')).toEqual([{ at: 4, remove: 2, insert: 'X\n' }])
  })
})

describe('a version', () => {
  it('has all files as they were', () => {
    const doc = new Y.Doc()
    const files = new Files(doc)
    doc.getText('code').insert(0, 'main then')
    const id = files.create('other.py', 'other then')
    const state = Y.encodeStateAsUpdate(doc)
    doc.getText('code').insert(0, 'now ')
    files.remove(id)
    files.create('new.js', 'new')

    const compared = compare(filesThen(state), files)

    expect(compared.map(({ name, then, now }) => [name, then, now])).toEqual([
      ['main.txt', 'main then', 'now main then'],
      ['new.js', undefined, 'new'],
      ['other.py', 'other then', undefined],
    ])
    expect(compared.some(isSame)).toBe(false)
  })

  it('is restored as one edit that can be undone, and keeps what others do elsewhere', () => {
    const doc = new Y.Doc()
    const text = doc.getText('code')
    text.insert(0, 'one\ntwo\nthree\n')
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set([RESTORE]) })
    const cursor = Y.createRelativePositionFromTypeIndex(text, 9)
    let count = 0
    doc.on('update', () => count++)

    restore(text, 'one\n2\nthree\n', RESTORE)

    expect(text.toString()).toBe('one\n2\nthree\n')
    expect(count).toBe(1)
    expect(Y.createAbsolutePositionFromRelativePosition(cursor, doc)?.index).toBe(7)
    undo.undo()
    expect(text.toString()).toBe('one\ntwo\nthree\n')
  })
})
