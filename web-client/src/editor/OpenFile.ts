import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import type * as Y from 'yjs'
import type { FileEntry } from '../files/Files'
import { LANGUAGES } from '../files/languages'
import { TextBinding, contentOf } from './TextBinding'
import { withLineFeeds } from './lineEnds'
import { takeOverUndo, type UndoHistory } from './undo'

/** A file in an editor: its model, kept the same as its text, and what one may take back of one's own. */
export class OpenFile {
  readonly id: string
  readonly text: Y.Text
  readonly model: Monaco.editor.ITextModel
  readonly binding: TextBinding
  readonly undo: UndoHistory
  readonly path: string
  viewState: Monaco.editor.ICodeEditorViewState | null = null

  /** @param history what went before, if the file was open under another path */
  constructor(monaco: typeof Monaco, file: FileEntry, history?: UndoHistory) {
    this.id = file.id
    this.text = file.text
    this.path = pathOfModel(file)
    const uri = monaco.Uri.from({ scheme: 'file', path: this.path })
    this.model = monaco.editor.createModel(withLineFeeds(contentOf(file.text)), file.language, uri)
    this.binding = new TextBinding(file.text, this.model)
    this.undo = takeOverUndo(this.binding, history)
  }

  /** @returns what can still be taken back, if the file opens again */
  close(): UndoHistory {
    this.binding.destroy()
    this.model.dispose()
    return this.undo
  }
}

/** Language services go by endings, whatever the file is called and whichever language was chosen. */
export function pathOfModel(file: FileEntry): string {
  const language = LANGUAGES.find(({ id }) => id === file.language)
  const ending = file.name.slice(file.name.lastIndexOf('.') + 1)
  const fits = language === undefined || language.files.includes(ending)
  return `/${file.id}/${fits ? file.name : `${file.name}.${language.files[0]}`}`
}
