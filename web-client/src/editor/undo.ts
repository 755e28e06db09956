import type { editor } from 'monaco-editor'
import * as Y from 'yjs'
import { RESTORE } from '../document/schema'
import type { TextBinding } from './TextBinding'

export type UndoHistory = Y.UndoManager

/** Edits less than this apart are taken back together. */
const ONE_STEP_MS = 600

/** What Monaco's undo and redo commands call, wherever they come from: keys, the palette, a menu. */
interface UndoableModel {
  undo(): void
  redo(): void
  canUndo(): boolean
  canRedo(): boolean
}

/**
 * Makes Monaco's undo and redo those of Yjs, which take back one's own edits and leave those of others alone.
 *
 * @param history to go on with
 */
export function takeOverUndo(binding: TextBinding, history?: UndoHistory): UndoHistory {
  const manager = history ?? new Y.UndoManager(binding.text, { trackedOrigins: new Set([RESTORE]), captureTimeout: ONE_STEP_MS })
  manager.addTrackedOrigin(binding)
  const model: UndoableModel = binding.model as editor.ITextModel & UndoableModel
  model.undo = () => void manager.undo()
  model.redo = () => void manager.redo()
  model.canUndo = () => manager.canUndo()
  model.canRedo = () => manager.canRedo()
  return manager
}
