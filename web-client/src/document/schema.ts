import type * as Y from 'yjs'

/**
 * What a document is made of. Opening one writes nothing: every part is there when somebody writes to it.
 *
 *     text 'code'    := the text of the file MAIN: what REST, and editors that know of one text, work on
 *     map  'files'   := id -> map { name, order, language?, text?, deleted? }   MAIN has no text of its own
 *     array 'chat'   := { id, name, color, text, at }
 *     map  'run'     := 'last' -> { by, language, file, at, durationMs, output }
 */
export const MAIN = 'main'

export const mainText = (doc: Y.Doc): Y.Text => doc.getText('code')
export const filesMap = (doc: Y.Doc): Y.Map<Y.Map<unknown>> => doc.getMap('files')
export const chatArray = <T>(doc: Y.Doc): Y.Array<T> => doc.getArray('chat')
export const runMap = <T>(doc: Y.Doc): Y.Map<T> => doc.getMap('run')

/** The origin of transactions that go back to a version: undo takes them back like what was typed. */
export const RESTORE = 'restore'

/** What everybody in a document says of themselves. */
export interface Presence {
  user?: { name?: string; color?: string; colorLight?: string; id?: string }
  /** Relative positions, as JSON, in the text of a file. */
  cursor?: { file: string; anchor: unknown; head: unknown } | null
  file?: string
}
