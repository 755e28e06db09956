import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import type { Command } from '../commands/Command'
import { announce } from '../commands/announcement'
import type { Workspace } from '../document/Workspace'
import { RemoteCursors } from '../presence/RemoteCursors'
import { cursorPlace, editorHandle } from './EditorHandle'
import { OpenFile, pathOfModel } from './OpenFile'
import { editorOptions } from './options'
import '../presence/cursors.css'

/** How often others are told where the cursor is. */
const TELL_MS = 50

/** One Monaco editor, which shows one file of a document after the other. */
export class EditorController {
  readonly #monaco: typeof Monaco
  readonly #editor: Monaco.editor.IStandaloneCodeEditor
  readonly #workspace: Workspace
  readonly #files = new Map<string, OpenFile>()
  readonly #endings: (() => void)[] = []
  #shown: OpenFile | undefined
  #cursors: RemoteCursors | undefined
  #actions: Monaco.IDisposable[] = []
  #tellTimer: ReturnType<typeof setTimeout> | undefined

  constructor(monaco: typeof Monaco, place: HTMLElement, workspace: Workspace) {
    this.#monaco = monaco
    this.#workspace = workspace
    this.#editor = monaco.editor.create(place, { ...editorOptions(), model: null })
    this.#editor.onDidChangeCursorSelection((event) => this.#onCursor(event))
    this.#editor.onDidChangeModelContent(() => this.#noteCursor())
    this.#editor.onKeyDown((event) => this.#onKeyDown(event))
    this.#editor.onMouseDown(() => workspace.following.set(undefined))
    this.#endings.push(
      workspace.files.list.subscribe(this.#onFiles),
      workspace.following.subscribe(this.#follow),
      workspace.people.onMove(this.#follow),
    )
    editorHandle.set({
      focus: () => this.#editor.focus(),
      trigger: (action) => {
        this.#editor.focus()
        this.#editor.trigger('page', action, undefined)
      },
    })
  }

  destroy(): void {
    clearTimeout(this.#tellTimer)
    editorHandle.set(undefined)
    cursorPlace.set(undefined)
    this.#endings.forEach((end) => end())
    this.#actions.forEach((action) => action.dispose())
    this.#cursors?.destroy()
    this.#editor.dispose()
    for (const file of this.#files.values()) {
      file.close()
    }
  }

  show(id: string): void {
    const file = this.#workspace.files.get(id)
    if (file === undefined) {
      this.#leave()
      this.#editor.setModel(null)
      cursorPlace.set(undefined)
      return
    }
    const known = this.#files.get(id)
    if (known !== undefined && known === this.#shown && known.text === file.text && known.path === pathOfModel(file)) {
      return
    }
    this.#leave()
    const opened = this.#opened(id)
    if (opened === undefined) {
      return
    }
    this.#shown = opened
    opened.binding.editors.add(this.#editor)
    this.#editor.setModel(opened.model)
    this.#editor.updateOptions({ ariaLabel: `${file.name}, text` })
    if (opened.viewState !== null) {
      this.#editor.restoreViewState(opened.viewState)
    }
    this.#cursors = new RemoteCursors(this.#monaco, this.#editor, this.#workspace.people, id, opened.binding)
    this.#noteCursor()
    if (!matchMedia('(pointer: coarse)').matches && !isElsewhere()) {
      this.#editor.focus()
    }
  }

  setReadOnly(readOnly: boolean): void {
    this.#editor.updateOptions({
      readOnly,
      placeholder: readOnly ? '' : 'Type, paste, or drop files here. Everybody in this document sees it at once.',
      readOnlyMessage: { value: 'You may read this document, but not write in it.' },
    })
  }

  setOptions(options: Monaco.editor.IEditorOptions): void {
    this.#editor.updateOptions(options)
  }

  /** Puts commands into Monaco's palette. Their keys are the page's business. */
  setCommands(commands: readonly Command[]): void {
    this.#actions.forEach((action) => action.dispose())
    this.#actions = commands.map(({ id, label, run }) =>
      this.#editor.addAction({ id: `codecollab.${id}`, label: `CodeCollab: ${label}`, run: () => run() }),
    )
  }

  #opened(id: string): OpenFile | undefined {
    const file = this.#workspace.files.get(id)
    const known = this.#files.get(id)
    if (file === undefined || (known !== undefined && known.text === file.text && known.path === pathOfModel(file))) {
      return known
    }
    const history = known?.text === file.text ? known.undo : undefined
    known?.close()
    const opened = new OpenFile(this.#monaco, file, history)
    opened.viewState = known?.text === file.text ? known.viewState : null
    this.#files.set(id, opened)
    return opened
  }

  #leave(): void {
    if (this.#shown !== undefined) {
      this.#shown.viewState = this.#editor.saveViewState()
      this.#shown.binding.editors.delete(this.#editor)
    }
    this.#cursors?.destroy()
    this.#cursors = undefined
    this.#shown = undefined
  }

  /** Files were renamed, got another language, or are gone. */
  readonly #onFiles = (): void => {
    const shown = this.#shown?.id
    for (const [id, opened] of this.#files) {
      const file = this.#workspace.files.get(id)
      if (file === undefined || file.text !== opened.text) {
        if (id === shown) {
          this.#leave()
          this.#editor.setModel(null)
        }
        opened.close()
        this.#files.delete(id)
      } else if (opened.path === pathOfModel(file)) {
        this.#monaco.editor.setModelLanguage(opened.model, file.language)
      }
    }
    this.show(this.#workspace.activeFile.get())
  }

  #onCursor(event: Monaco.editor.ICursorSelectionChangedEvent): void {
    this.#noteCursor()
    if (event.reason === this.#monaco.editor.CursorChangeReason.Explicit) {
      // what is typed in another place is another step to take back
      this.#shown?.undo.stopCapturing()
    }
  }

  #onKeyDown(event: Monaco.IKeyboardEvent): void {
    const { following } = this.#workspace
    const isModifier = [
      this.#monaco.KeyCode.Ctrl,
      this.#monaco.KeyCode.Shift,
      this.#monaco.KeyCode.Alt,
      this.#monaco.KeyCode.Meta,
    ].includes(event.keyCode)
    if (following.get() !== undefined && !isModifier) {
      following.set(undefined)
      announce('You no longer follow anybody')
    }
  }

  #noteCursor(): void {
    const selections = this.#editor.getSelections()
    const model = this.#editor.getModel()
    const first = selections?.[0]
    if (selections === null || model === null || first === undefined) {
      return
    }
    cursorPlace.set({
      line: first.positionLineNumber,
      column: first.positionColumn,
      selected: selections.reduce((sum, selection) => sum + model.getValueLengthInRange(selection), 0),
      cursors: selections.length,
    })
    this.#tellLater()
  }

  #tellLater(): void {
    this.#tellTimer ??= setTimeout(() => {
      this.#tellTimer = undefined
      this.#tell()
    }, TELL_MS)
  }

  #tell(): void {
    const selection = this.#editor.getSelection()
    if (this.#shown === undefined || selection === null) {
      return
    }
    const { id, text, binding } = this.#shown
    const anchor = binding.indexOfPosition({
      lineNumber: selection.selectionStartLineNumber,
      column: selection.selectionStartColumn,
    })
    const head = binding.indexOfPosition(selection.getPosition())
    this.#workspace.people.place(id, text, anchor, head)
  }

  /** Goes where the one is who is followed. */
  readonly #follow = (): void => {
    const client = this.#workspace.following.get()
    if (client === undefined) {
      return
    }
    const person = this.#workspace.people.person(client)
    if (person === undefined) {
      this.#workspace.following.set(undefined)
      announce('Whom you followed has left')
      return
    }
    if (person.file !== undefined && this.#workspace.files.get(person.file) !== undefined) {
      this.#workspace.open(person.file)
    }
    const cursor = this.#workspace.people.cursorsIn(this.#shown?.id ?? '').find((one) => one.client === client)
    if (cursor !== undefined && this.#shown !== undefined) {
      const position = this.#shown.binding.positionOfIndex(cursor.head)
      this.#editor.revealPositionInCenterIfOutsideViewport(position, this.#monaco.editor.ScrollType.Smooth)
    }
  }
}

/** Whether somebody is typing in some other place: the focus stays there. */
function isElsewhere(): boolean {
  const focused = document.activeElement
  return (
    focused instanceof HTMLInputElement ||
    focused instanceof HTMLTextAreaElement ||
    focused?.closest('dialog, [role="tablist"], [role="listbox"]') != null
  )
}
