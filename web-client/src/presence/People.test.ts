// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { MAIN, mainText } from '../document/schema'
import { Files } from '../files/Files'
import { People } from './People'

/** Somebody in a document, without a connection. */
class Visitor {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly files = new Files(this.doc)
  readonly people = new People(this.awareness, this.doc, this.files)
  readonly text = mainText(this.doc)

  tell(other: Visitor): void {
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(this.doc))
    applyAwarenessUpdate(other.awareness, encodeAwarenessUpdate(this.awareness, [this.doc.clientID]), 'test')
  }

  leave(): void {
    this.people.destroy()
    this.awareness.destroy()
    this.doc.destroy()
  }
}

let ann: Visitor
let bob: Visitor

beforeEach(() => {
  ann = new Visitor()
  bob = new Visitor()
  ann.text.insert(0, 'one two')
  ann.tell(bob)
})

afterEach(() => {
  ann.leave()
  bob.leave()
})

function cursorOfAnn(): [number, number] | undefined {
  const cursor = bob.people.cursorsIn(MAIN).find(({ client }) => client === ann.doc.clientID)
  return cursor && [cursor.anchor, cursor.head]
}

test('a cursor is where its owner put it', () => {
  ann.people.place(MAIN, ann.text, 2, 5)
  ann.tell(bob)
  expect(cursorOfAnn()).toEqual([2, 5])
  expect(bob.people.cursorsIn('elsewhere')).toEqual([])
})

test('a cursor stays behind what its owner typed, whatever others write there', () => {
  ann.people.place(MAIN, ann.text, 3, 3)
  ann.tell(bob)
  bob.text.insert(3, '!')
  expect(cursorOfAnn()).toEqual([3, 3])
  bob.text.insert(0, '>> ')
  expect(cursorOfAnn()).toEqual([6, 6])
})

test('a selection takes in nothing that others write at its ends', () => {
  ann.people.place(MAIN, ann.text, 4, 7)
  ann.tell(bob)
  bob.text.insert(7, '!')
  bob.text.insert(4, '(')
  expect(cursorOfAnn()).toEqual([5, 8])
})

test('what strangers say of themselves does no harm', () => {
  for (const state of [
    { cursor: { file: MAIN, anchor: 'x', head: null } },
    { cursor: { file: MAIN, anchor: { item: { client: 1, clock: 9 } }, head: {} } },
    { user: { name: 7, color: {} } },
    { user: { name: '  \u0000 ' }, file: 3 },
  ]) {
    ann.awareness.setLocalState(state)
    ann.tell(bob)
    expect(bob.people.cursorsIn(MAIN)).toEqual([])
    expect(bob.people.person(ann.doc.clientID)?.name).toBe('Somebody')
  }
})
