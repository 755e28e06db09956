import * as Y from 'yjs'
import { Files } from '../files/Files'

/** A file as it was in a version. */
export interface FileThen {
  id: string
  name: string
  language: string
  content: string
}

/** A file as it is now and as it was; what is not there in one of them is undefined there. */
export interface Compared {
  id: string
  name: string
  language: string
  then: string | undefined
  now: string | undefined
}

/** What the files of a document were like, by its state. */
export function filesThen(state: Uint8Array): FileThen[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const files = new Files(doc)
  const then = files.list.get().map(({ id, name, language, text }) => ({ id, name, language, content: text.toString() }))
  files.destroy()
  doc.destroy()
  return then
}

/** Every file of now and then, those that differ first. */
export function compare(then: readonly FileThen[], now: Files): Compared[] {
  const compared: Compared[] = now.list.get().map(({ id, name, language, text }) => ({
    id,
    name,
    language,
    then: then.find((file) => file.id === id)?.content,
    now: text.toString(),
  }))
  for (const { id, name, language, content } of then) {
    if (now.get(id) === undefined) {
      compared.push({ id, name, language, then: content, now: undefined })
    }
  }
  return compared.sort((a, b) => Number(isSame(a)) - Number(isSame(b)))
}

export const isSame = (file: Compared): boolean => file.then === file.now

/**
 * Makes a text what it was, as one edit of the lines that differ: cursors in the others stay where they are, and whoever did it
 * can undo it.
 */
export function restore(text: Y.Text, then: string, origin: unknown): void {
  const edit = () => {
    for (const { at, remove, insert } of lineEdits(text.toString(), then)) {
      text.delete(at, remove)
      text.insert(at, insert)
    }
  }
  if (text.doc === null) {
    edit()
  } else {
    text.doc.transact(edit, origin)
  }
}

export interface Edit {
  /** In UTF-16 units, of the text as it was before all edits. */
  at: number
  remove: number
  insert: string
}

/** Past so many lines that differ, what is between the first and the last of them is replaced as a whole. */
const MAX_LINES = 2_000

/** The edits that make one text of another, the last first, so that each can be made without regard to the others. */
export function lineEdits(before: string, after: string): Edit[] {
  const a = lines(before)
  const b = lines(after)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++
  }
  let tail = 0
  while (tail < Math.min(a.length, b.length) - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail++
  }
  const pairs = commonLines(a.slice(start, a.length - tail), b.slice(start, b.length - tail))
  return hunks(a, b, [...pairs.map(([i, j]) => [i + start, j + start] as const), [a.length - tail, b.length - tail]], start)
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Which lines of two lists correspond: a longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > MAX_LINES * MAX_LINES) {
    return []
  }
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const isEqual = a[i] === b[j]
      const below = longest[(i + 1) * width + j] ?? 0
      const beside = longest[i * width + j + 1] ?? 0
      longest[i * width + j] = isEqual ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, beside)
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      pairs.push([i++, j++])
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) {
      i++
    } else {
      j++
    }
  }
  return pairs
}

/** What is between the lines that correspond. */
function hunks(a: readonly string[], b: readonly string[], pairs: readonly (readonly [number, number])[], from: number): Edit[] {
  const edits: Edit[] = []
  let at = a.slice(0, from).join('').length
  let [i, j] = [from, from]
  for (const [toA, toB] of pairs) {
    const remove = a.slice(i, toA).join('').length
    const insert = b.slice(j, toB).join('')
    if (remove > 0 || insert !== '') {
      edits.unshift({ at, remove, insert })
    }
    at += remove + (a[toA]?.length ?? 0)
    ;[i, j] = [toA + 1, toB + 1]
  }
  return edits
}
