import type { editor, IDisposable, IPosition, ISelection } from 'monaco-editor'
import type * as Y from 'yjs'
import { EMBEDDED, editBetween, editsOfDelta, isWithinPair, shiftedOffset, type Edit } from './edits'
import { offsetInEditor, offsetInText, withLineFeeds } from './lineEnds'

const LF = 0

const SURROGATE = /[\ud800-\udfff]/

/** The text as the editor counts it: embedded objects, which `toString` leaves out, take their place. */
export function contentOf(text: Y.Text): string {
  const plain = text.toString()
  if (plain.length === text.length) {
    return plain
  }
  const runs = text.toDelta() as { insert: unknown }[]
  return runs.map((run) => (typeof run.insert === 'string' ? run.insert : EMBEDDED)).join('')
}

/**
 * Keeps a Monaco model and a Yjs text the same.
 *
 *     model --onDidChangeContent--> one transaction, origin = this binding     (whatever one event holds: a paste, 50 cursors)
 *     text  --observe-------------> model.applyEdits                           (all origins but this one, undo among them)
 *
 * Invariant after both: `model.getValue() == withLineFeeds(contentOf(text))`. Where edits cannot be carried over one by one,
 * the model is made the same by one edit: where the text has CRs, which Monaco does not take, and where somebody cuts a
 * character in two. Yjs replaces its halves then, and does not say so; Monaco edits around it.
 */
export class TextBinding {
  /** The editors that show the model, whose cursors must stay where they are. */
  readonly editors = new Set<editor.ICodeEditor>()
  readonly #subscription: IDisposable
  #isApplying = false
  #hasCr: boolean
  #hasPairs: boolean

  constructor(
    readonly text: Y.Text,
    readonly model: editor.ITextModel,
  ) {
    const content = contentOf(text)
    this.#hasCr = content.includes('\r')
    this.#hasPairs = SURROGATE.test(content)
    this.#applying(() => model.setEOL(LF))
    this.#settle()
    this.#subscription = model.onDidChangeContent((event) => this.#onModelChange(event))
    text.observe(this.#onTextChange)
  }

  destroy(): void {
    this.#subscription.dispose()
    this.text.unobserve(this.#onTextChange)
  }

  positionOfIndex(index: number): IPosition {
    return this.model.getPositionAt(this.#hasCr ? offsetInEditor(contentOf(this.text), index) : index)
  }

  indexOfPosition(position: IPosition): number {
    const offset = this.model.getOffsetAt(position)
    return this.#hasCr ? offsetInText(contentOf(this.text), offset) : offset
  }

  #onModelChange(event: editor.IModelContentChangedEvent): void {
    if (this.#isApplying) {
      return
    } else if (event.isEolChange) {
      this.#applying(() => this.model.setEOL(LF))
      return
    }
    if (event.isFlush) {
      this.#takeWhole()
      return
    }
    const before = this.#hasCr ? contentOf(this.text) : ''
    const indexOf = (offset: number) => (this.#hasCr ? offsetInText(before, offset) : offset)
    // offsets count in the text before the event: from the last to the first, none moves another
    const changes = [...event.changes].sort((a, b) => b.rangeOffset - a.rangeOffset)
    this.text.doc?.transact(() => {
      for (const change of changes) {
        const start = indexOf(change.rangeOffset)
        const end = indexOf(change.rangeOffset + change.rangeLength)
        if (end > start) {
          this.text.delete(start, end - start)
        }
        if (change.text !== '') {
          this.text.insert(start, change.text)
        }
      }
    }, this)
    this.#hasPairs ||= changes.some((change) => SURROGATE.test(change.text))
    if (this.#hasCr) {
      this.#settle()
    }
  }

  /** The model was given another value, with line ends of its own. */
  #takeWhole(): void {
    this.#applying(() => this.model.setEOL(LF))
    const value = this.model.getValue()
    const edit = editBetween(contentOf(this.text), value)
    if (edit !== undefined) {
      this.text.doc?.transact(() => {
        this.text.delete(edit.start, edit.end - edit.start)
        this.text.insert(edit.start, edit.text)
      }, this)
    }
    this.#hasCr = false
    this.#hasPairs = SURROGATE.test(value)
  }

  readonly #onTextChange = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this) {
      return
    }
    const edits = editsOfDelta(event.delta)
    this.#hasPairs ||= edits.some((edit) => SURROGATE.test(edit.text))
    const hadCr = this.#hasCr
    this.#hasCr = hadCr ? contentOf(this.text).includes('\r') : edits.some((edit) => edit.text.includes('\r'))
    if (hadCr || this.#hasCr) {
      this.#settle()
      return
    }
    if (!this.#hasPairs || !edits.some(({ start, end }) => this.#isWithinPair(start) || this.#isWithinPair(end))) {
      this.#apply(edits, isUndo(transaction))
    }
    if (this.#hasPairs) {
      this.#settle()
    }
  }

  #isWithinPair(offset: number): boolean {
    const { lineNumber, column } = this.model.getPositionAt(offset)
    return isWithinPair(this.model.getLineContent(lineNumber), column - 1)
  }

  #settle(): void {
    const edit = editBetween(this.model.getValue(), withLineFeeds(contentOf(this.text)))
    if (edit !== undefined) {
      this.#apply([edit], false)
    }
  }

  #apply(edits: readonly Edit[], isUndo: boolean): void {
    const { model } = this
    const cursors = [...this.editors].map((shown) => ({ shown, selections: offsetsOf(shown, model) }))
    this.#applying(() =>
      model.applyEdits(
        edits.map(({ start, end, text }) => {
          const from = model.getPositionAt(start)
          const to = model.getPositionAt(end)
          return {
            range: {
              startLineNumber: from.lineNumber,
              startColumn: from.column,
              endLineNumber: to.lineNumber,
              endColumn: to.column,
            },
            text,
          }
        }),
      ),
    )
    for (const { shown, selections } of cursors) {
      if (isUndo && shown.hasTextFocus()) {
        showEnd(shown, model, edits)
      } else {
        keepSelections(shown, model, selections, edits)
      }
    }
  }

  #applying(change: () => void): void {
    const wasApplying = this.#isApplying
    this.#isApplying = true
    try {
      change()
    } finally {
      this.#isApplying = wasApplying
    }
  }
}

interface OffsetSelection {
  anchor: number
  head: number
}

function offsetsOf(shown: editor.ICodeEditor, model: editor.ITextModel): OffsetSelection[] {
  return (shown.getSelections() ?? []).map((selection) => ({
    anchor: model.getOffsetAt({
      lineNumber: selection.selectionStartLineNumber,
      column: selection.selectionStartColumn,
    }),
    head: model.getOffsetAt({ lineNumber: selection.positionLineNumber, column: selection.positionColumn }),
  }))
}

/** A cursor stays behind what its owner typed; a selection keeps what is in it, and takes in nothing. */
function keepSelections(
  shown: editor.ICodeEditor,
  model: editor.ITextModel,
  selections: readonly OffsetSelection[],
  edits: readonly Edit[],
): void {
  const wanted = selections.map(({ anchor, head }) => ({
    anchor: shiftedOffset(anchor, edits, anchor >= head),
    head: shiftedOffset(head, edits, head >= anchor),
  }))
  const is = offsetsOf(shown, model)
  if (
    is.length !== wanted.length ||
    is.some((one, i) => one.anchor !== wanted[i]?.anchor || one.head !== wanted[i]?.head)
  ) {
    shown.setSelections(wanted.map(({ anchor, head }) => selectionBetween(model, anchor, head)))
  }
}

function showEnd(shown: editor.ICodeEditor, model: editor.ITextModel, edits: readonly Edit[]): void {
  const first = edits[0]
  if (first !== undefined) {
    const end = first.start + first.text.length
    shown.setSelection(selectionBetween(model, end, end))
    shown.revealPositionInCenterIfOutsideViewport(model.getPositionAt(end))
  }
}

function selectionBetween(model: editor.ITextModel, anchor: number, head: number): ISelection {
  const start = model.getPositionAt(anchor)
  const position = model.getPositionAt(head)
  return {
    selectionStartLineNumber: start.lineNumber,
    selectionStartColumn: start.column,
    positionLineNumber: position.lineNumber,
    positionColumn: position.column,
  }
}

/** Undo and redo of Yjs are local, and have the undo manager for origin. */
function isUndo(transaction: Y.Transaction): boolean {
  return (
    transaction.local &&
    typeof transaction.origin === 'object' &&
    transaction.origin !== null &&
    'undoStack' in transaction.origin
  )
}
