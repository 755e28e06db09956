// @vitest-environment happy-dom
import * as monaco from 'monaco-editor/editor/editor.api.js'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { withLineFeeds } from './lineEnds'
import { TextBinding, contentOf } from './TextBinding'
import { takeOverUndo } from './undo'

type Undoable = monaco.editor.ITextModel & { undo(): void; redo(): void }

/** Somebody with an editor: a document, a model and what binds them. */
class Writer {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('code')
  readonly model: monaco.editor.ITextModel
  readonly binding: TextBinding

  constructor(readonly client: number) {
    this.doc.clientID = client
    this.model = monaco.editor.createModel('', 'plaintext')
    this.binding = new TextBinding(this.text, this.model)
    takeOverUndo(this.binding)
  }

  /** Types like a person with several cursors: `[start, end, text]` each, counted before the edit. */
  edit(...edits: [number, number, string][]): void {
    const operations = edits.map(([start, end, text]) => ({
      range: monaco.Range.fromPositions(this.model.getPositionAt(start), this.model.getPositionAt(end)),
      text,
    }))
    this.model.pushEditOperations(null, operations, () => null)
  }

  undo(): void {
    ;(this.model as Undoable).undo()
  }

  redo(): void {
    ;(this.model as Undoable).redo()
  }

  get shown(): string {
    return this.model.getValue()
  }

  /** What always holds. */
  check(): void {
    expect(this.shown).toBe(withLineFeeds(contentOf(this.text)))
    expect(this.model.getEOL()).toBe('\n')
  }

  close(): void {
    this.binding.destroy()
    this.model.dispose()
    this.doc.destroy()
  }
}

const writers: Writer[] = []

function writer(client = writers.length + 1): Writer {
  const made = new Writer(client)
  writers.push(made)
  return made
}

function sync(one: Writer, other: Writer): void {
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc)))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)))
}

afterEach(() => writers.splice(0).forEach((one) => one.close()))

describe('a model and a text', () => {
  test('whatever one event holds is one transaction', () => {
    const ann = writer()
    ann.edit([0, 0, 'one\ntwo\nthree'])
    let updates = 0
    ann.doc.on('update', () => updates++)
    ann.edit([0, 0, '- '], [4, 4, '- '], [8, 8, '- '])
    expect(ann.text.toString()).toBe('- one\n- two\n- three')
    expect(updates).toBe(1)
    ann.check()
  })

  test('a paste with CRLFs and CRs is all LFs', () => {
    const ann = writer()
    ann.edit([0, 0, 'a\r\nb\rc\nd'])
    expect(ann.text.toString()).toBe('a\nb\nc\nd')
    ann.edit([1, 2, '\r\n\r\n'])
    ann.check()
    expect(ann.text.toString()).not.toContain('\r')
  })

  test('CRs that others wrote stay as they are, and edits between them go where they are seen', () => {
    const ann = writer()
    ann.text.insert(0, 'one\r\ntwo\rthree')
    expect(ann.shown).toBe('one\ntwo\nthree')
    ann.edit([4, 7, '2'], [13, 13, '!'])
    expect(ann.text.toString()).toBe('one\r\n2\rthree!')
    ann.edit([3, 4, ''])
    expect(ann.text.toString()).toBe('one2\rthree!')
    ann.check()
  })

  test('a change of the line ends is taken back', () => {
    const ann = writer()
    ann.edit([0, 0, 'a\nb'])
    ann.model.setEOL(monaco.editor.EndOfLineSequence.CRLF)
    ann.check()
    expect(ann.text.toString()).toBe('a\nb')
  })

  test('setting the whole value is an edit', () => {
    const ann = writer()
    ann.edit([0, 0, 'before'])
    ann.model.setValue('after\r\nthat')
    ann.check()
    expect(ann.text.toString()).toBe('after\nthat')
  })

  test('a character cut in two looks the same for everybody', () => {
    const ann = writer()
    const bob = writer()
    ann.edit([0, 0, 'a🙂b'])
    sync(ann, bob)
    bob.text.insert(2, 'x')
    bob.check()
    sync(ann, bob)
    ann.check()
    expect(ann.shown).toBe(bob.shown)
  })

  test('objects that others put into the text take one place', () => {
    const ann = writer()
    ann.edit([0, 0, 'ab'])
    ann.text.insertEmbed(1, { image: 'x' })
    ann.check()
    ann.edit([3, 3, '!'])
    ann.check()
    expect(contentOf(ann.text)).toBe('a\uFFFCb!')
  })

  test('two who write at one place apart have both texts', () => {
    const ann = writer()
    const bob = writer()
    ann.edit([0, 0, 'ann'])
    bob.edit([0, 0, 'bob'])
    sync(ann, bob)
    expect(ann.shown).toBe(bob.shown)
    expect(ann.shown).toContain('ann')
    expect(ann.shown).toContain('bob')
  })
})

describe('undo', () => {
  test('takes back one’s own edits alone', () => {
    const ann = writer()
    const bob = writer()
    ann.edit([0, 0, 'ann '])
    sync(ann, bob)
    bob.edit([4, 4, 'bob'])
    sync(ann, bob)
    ann.undo()
    expect(ann.shown).toBe('bob')
    ann.redo()
    expect(ann.shown).toBe('ann bob')
    sync(ann, bob)
    bob.undo()
    expect(bob.shown).toBe('ann ')
    bob.check()
    bob.undo()
    expect(bob.shown).toBe('ann ')
  })
})

/** Numbers that look random, and are the same for the same seed (mulberry32). */
function randomOf(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

const PIECES = ['a', 'word', '\n', '\r\n', '\r', 'x\r\ny\nz', '🙂', '👩‍👩‍👧', 'é', 'שלום', '\u2028', '\t', '']

describe('at random', () => {
  const base = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)

  test.each(Array.from({ length: 12 }, (_, run) => base + run))('three who edit converge, seed=%i', (seed) => {
    const random = randomOf(seed)
    const people = [writer(), writer(), writer()]
    for (let step = 0; step < 120; step++) {
      const one = people[random(3)] as Writer
      const other = people[random(3)] as Writer
      const choice = random(12)
      if (choice < 6) {
        one.edit(...randomEdits(one, random))
      } else if (choice < 8) {
        // somebody without an editor, who knows nothing of line ends or of characters
        const at = random(one.text.length + 1)
        if (random(2) === 0) {
          one.text.insert(at, PIECES[random(PIECES.length)] as string)
        } else {
          one.text.delete(at, Math.min(random(4), one.text.length - at))
        }
      } else if (choice === 8) {
        one.undo()
      } else if (choice === 9) {
        one.redo()
      } else if (one !== other) {
        sync(one, other)
        other.check()
      }
      one.check()
    }
    const [ann, bob, cleo] = people as [Writer, Writer, Writer]
    sync(ann, bob)
    sync(bob, cleo)
    sync(ann, bob)
    people.forEach((one) => one.check())
    expect(bob.shown).toBe(ann.shown)
    expect(cleo.shown).toBe(ann.shown)
  })
})

/** Up to three edits that do not overlap, of whole characters, as an editor makes them. */
function randomEdits(one: Writer, random: (bound: number) => number): [number, number, string][] {
  const edits: [number, number, string][] = []
  let from = 0
  for (let count = 1 + random(3); count > 0 && from <= one.shown.length; count--) {
    const start = wholeAt(one, from + random(one.shown.length - from + 1))
    const end = wholeAt(one, Math.min(one.shown.length, start + random(4)))
    if (start < from || end < start) {
      break
    }
    edits.push([start, end, PIECES[random(PIECES.length)] as string])
    from = end + 1
  }
  return edits
}

function wholeAt(one: Writer, offset: number): number {
  const unit = one.shown.charCodeAt(offset)
  return unit >= 0xdc00 && unit <= 0xdfff ? Math.min(offset + 1, one.shown.length) : offset
}
