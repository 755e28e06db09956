/** Replaces `[start, end)` of a text by another. A list of edits is in order, does not overlap, and counts in the text before. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** A run of Yjs's: exactly one of its fields is there. Embedded objects take one place and are shown as one character. */
export interface DeltaRun {
  retain?: number | undefined
  delete?: number | undefined
  insert?: unknown
}

export const EMBEDDED = '\uFFFC'

export function editsOfDelta(delta: readonly DeltaRun[]): Edit[] {
  const edits: Edit[] = []
  let offset = 0
  let open: Edit | undefined
  for (const run of delta) {
    if (run.retain !== undefined) {
      offset += run.retain
      open = undefined
      continue
    }
    if (open === undefined) {
      open = { start: offset, end: offset, text: '' }
      edits.push(open)
    }
    if (run.delete !== undefined) {
      offset += run.delete
      open.end = offset
    } else {
      open.text += typeof run.insert === 'string' ? run.insert : EMBEDDED
    }
  }
  return edits
}

/** The one edit that makes `after` of `before` and is as short as its ends allow; none if they are the same. */
export function editBetween(before: string, after: string): Edit | undefined {
  if (before === after) {
    return undefined
  }
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) {
    head++
  }
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++
  }
  // not between the halves of one character
  if (isWithinPair(before, head) || isWithinPair(after, head)) {
    head--
  }
  if (isWithinPair(before, before.length - tail) || isWithinPair(after, after.length - tail)) {
    tail--
  }
  return { start: head, end: before.length - tail, text: after.slice(head, after.length - tail) }
}

/**
 * Where an offset is after edits of others.
 *
 * @param staysLeft whether it stays before what is inserted exactly there
 */
export function shiftedOffset(offset: number, edits: readonly Edit[], staysLeft: boolean): number {
  let shift = 0
  for (const { start, end, text } of edits) {
    if (start > offset || (start === offset && (end > offset || staysLeft))) {
      break
    } else if (end > offset) {
      return start + shift + Math.min(offset - start, text.length)
    }
    shift += text.length - (end - start)
  }
  return offset + shift
}

/** Whether an offset is between the two halves of one character. */
export function isWithinPair(text: string, offset: number): boolean {
  return offset > 0 && isHighSurrogate(text, offset - 1) && isLowSurrogate(text, offset)
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}
