import { Observable } from '../theme/Observable'

export interface CursorPlace {
  line: number
  column: number
  /** Characters, of all selections together. */
  selected: number
  cursors: number
}

/** What the rest of the page asks of the editor, while there is one. */
export interface EditorHandle {
  focus(): void
  /** Does what Monaco calls by this id. */
  trigger(action: string): void
}

export const editorHandle = new Observable<EditorHandle | undefined>(undefined)
export const cursorPlace = new Observable<CursorPlace | undefined>(undefined)
