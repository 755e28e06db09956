import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import type { TextBinding } from '../editor/TextBinding'
import { theme } from '../theme/settings'
import { colorOn, textOn } from './colors'
import type { People } from './People'

/** How long a name is shown after its cursor moved. */
const LABEL_MS = 2_400

interface Caret extends Monaco.editor.IContentWidget {
  node: HTMLElement
  label: HTMLElement
  position: Monaco.IPosition
  rule: HTMLStyleElement
  shown: string
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Where the others are in the file an editor shows: carets with names that fade, and selections. */
export class RemoteCursors {
  readonly #monaco: typeof Monaco
  readonly #editor: Monaco.editor.ICodeEditor
  readonly #people: People
  readonly #file: string
  readonly #binding: TextBinding
  readonly #carets = new Map<number, Caret>()
  readonly #selections: Monaco.editor.IEditorDecorationsCollection
  readonly #endings: (() => void)[] = []
  #frame = 0

  constructor(
    monaco: typeof Monaco,
    editor: Monaco.editor.ICodeEditor,
    people: People,
    file: string,
    binding: TextBinding,
  ) {
    this.#monaco = monaco
    this.#editor = editor
    this.#people = people
    this.#file = file
    this.#binding = binding
    this.#selections = editor.createDecorationsCollection()
    const subscriptions = [
      editor.onDidChangeModelContent(this.#later),
      editor.onMouseMove((event) => event.target.position && this.#showNear(event.target.position)),
    ]
    this.#endings.push(() => subscriptions.forEach((subscription) => subscription.dispose()))
    this.#endings.push(people.onMove(this.#later), theme.subscribe(this.#later))
    this.#later()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#endings.forEach((end) => end())
    this.#selections.clear()
    for (const client of [...this.#carets.keys()]) {
      this.#remove(client)
    }
  }

  /** Once per frame, however many moved. */
  readonly #later = (): void => {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#show())
  }

  #show(): void {
    const cursors = this.#people.cursorsIn(this.#file)
    const here = new Set(cursors.map(({ client }) => client))
    for (const client of [...this.#carets.keys()]) {
      if (!here.has(client)) {
        this.#remove(client)
      }
    }
    const selections: Monaco.editor.IModelDeltaDecoration[] = []
    for (const { client, anchor, head } of cursors) {
      const person = this.#people.person(client)
      const color = colorOn(theme.get(), person?.color)
      const from = this.#binding.positionOfIndex(Math.min(anchor, head))
      const to = this.#binding.positionOfIndex(Math.max(anchor, head))
      this.#showCaret(client, person?.name ?? '', color, anchor <= head ? to : from)
      selections.push({
        range: this.#monaco.Range.fromPositions(from, to),
        options: {
          className: anchor === head ? null : `peer-selection peer-${client}`,
          stickiness: this.#monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
          overviewRuler: { color, position: this.#monaco.editor.OverviewRulerLane.Center },
        },
      })
    }
    this.#selections.set(selections)
  }

  #showCaret(client: number, name: string, color: string, position: Monaco.IPosition): void {
    const caret = this.#carets.get(client) ?? this.#add(client)
    const moved = caret.position.lineNumber !== position.lineNumber || caret.position.column !== position.column
    caret.position = position
    const shown = `${name}\n${color}`
    if (caret.shown !== shown) {
      caret.shown = shown
      caret.node.style.setProperty('--peer', color)
      caret.node.style.setProperty('--on-peer', textOn(color))
      caret.label.textContent = name
      caret.rule.textContent = `.peer-${client} { background: ${color}33; }`
    }
    caret.node.classList.toggle('first-line', position.lineNumber === 1)
    caret.node.style.height = `${this.#editor.getOption(this.#monaco.editor.EditorOption.lineHeight)}px`
    this.#editor.layoutContentWidget(caret)
    const left = this.#editor.getScrolledVisiblePosition(position)?.left ?? 0
    caret.node.classList.toggle('at-edge', left + caret.label.offsetWidth > this.#editor.getLayoutInfo().width)
    if (moved) {
      this.#flash(caret)
    }
  }

  #add(client: number): Caret {
    const node = document.createElement('div')
    node.className = 'peer-caret'
    const label = document.createElement('span')
    label.dir = 'auto'
    node.append(label)
    const rule = document.head.appendChild(document.createElement('style'))
    const caret: Caret = {
      node,
      label,
      rule,
      position: { lineNumber: 0, column: 0 },
      shown: '',
      timer: undefined,
      suppressMouseDown: true,
      getId: () => `peer-caret-${client}`,
      getDomNode: () => node,
      getPosition: () => ({
        position: caret.position,
        preference: [this.#monaco.editor.ContentWidgetPositionPreference.EXACT],
      }),
    }
    this.#carets.set(client, caret)
    this.#editor.addContentWidget(caret)
    return caret
  }

  #remove(client: number): void {
    const caret = this.#carets.get(client)
    if (caret !== undefined) {
      clearTimeout(caret.timer)
      caret.rule.remove()
      this.#editor.removeContentWidget(caret)
      this.#carets.delete(client)
    }
  }

  #flash(caret: Caret): void {
    clearTimeout(caret.timer)
    caret.node.classList.add('named')
    caret.timer = setTimeout(() => caret.node.classList.remove('named'), LABEL_MS)
  }

  #showNear(position: Monaco.IPosition): void {
    for (const caret of this.#carets.values()) {
      const isNear =
        caret.position.lineNumber === position.lineNumber && Math.abs(caret.position.column - position.column) <= 1
      if (isNear) {
        this.#flash(caret)
      }
    }
  }
}
