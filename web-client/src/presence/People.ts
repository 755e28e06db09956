import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Presence } from '../document/schema'
import type { Files } from '../files/Files'
import { Observable } from '../theme/Observable'
import { COLORS } from './colors'
import { fitName, me } from './me'

export interface Person {
  client: number
  isMe: boolean
  name: string
  /** As they say; `colorOn` makes it fit to be shown. */
  color: unknown
  /** The file they look at. */
  file: string | undefined
  /** From 1, in that file. */
  line: number | undefined
}

/** Where a cursor is: indices in the text of a file. */
export interface CursorIndices {
  client: number
  anchor: number
  head: number
}

const NAMELESS = 'Somebody'

/** Lines are counted for the list of people; not more often than it can be read. */
const LIST_DELAY_MS = 250

/** Who is in a document, and where. */
export class People {
  readonly list = new Observable<readonly Person[]>([])
  readonly #awareness: Awareness
  readonly #doc: Y.Doc
  readonly #files: Files
  readonly #unsubscribe: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(awareness: Awareness, doc: Y.Doc, files: Files) {
    this.#awareness = awareness
    this.#doc = doc
    this.#files = files
    awareness.on('change', this.#onChange)
    doc.on('update', this.#onChange)
    this.#unsubscribe = me.subscribe(this.introduce)
    this.introduce()
    this.#read()
  }

  /** Tells the others who one is: one's own colour, or, if somebody here has it already, one that is free. */
  readonly introduce = (): void => {
    const { name, color } = me.get()
    const others = this.#states().filter(([client]) => client < this.#doc.clientID)
    const taken = new Set(others.map(([, state]) => state.user?.color))
    const free = taken.has(color) ? COLORS.find((candidate) => !taken.has(candidate)) : color
    const own = free ?? color
    const now = this.#presence(this.#doc.clientID)?.user
    const said = name || NAMELESS
    if (now?.name !== said || now.color !== own) {
      this.#awareness.setLocalStateField('user', { name: said, color: own, colorLight: `${own}33` })
    }
  }

  /** The cursors of all others in a file. */
  cursorsIn(file: string): CursorIndices[] {
    const text = this.#files.get(file)?.text
    if (text === undefined) {
      return []
    }
    const cursors: CursorIndices[] = []
    for (const [client, { cursor }] of this.#states()) {
      if (client !== this.#doc.clientID && cursor?.file === file) {
        const anchor = this.#index(cursor.anchor, text)
        const head = this.#index(cursor.head, text)
        if (anchor !== undefined && head !== undefined) {
          cursors.push({ client, anchor, head })
        }
      }
    }
    return cursors
  }

  person(client: number): Person | undefined {
    const state = this.#presence(client)
    return state === undefined ? undefined : this.#person(client, state)
  }

  /**
   * Calls back whenever somebody moved; edits move cursors too, and are to be watched where the text is.
   *
   * @returns what ends it
   */
  onMove(listener: () => void): () => void {
    this.#awareness.on('change', listener)
    return () => this.#awareness.off('change', listener)
  }

  /** Says where one's own cursor is: indices in a text. */
  place(file: string, text: Y.Text, anchor: number, head: number): void {
    // a cursor stays behind what its owner typed; a selection takes in nothing
    const position = (index: number, isEnd: boolean) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, isEnd ? -1 : 0))
    const cursor = { file, anchor: position(anchor, anchor >= head), head: position(head, head >= anchor) }
    if (JSON.stringify(cursor) !== JSON.stringify(this.#presence(this.#doc.clientID)?.cursor)) {
      this.#awareness.setLocalStateField('cursor', cursor)
    }
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#unsubscribe()
    this.#awareness.off('change', this.#onChange)
    this.#doc.off('update', this.#onChange)
  }

  readonly #onChange = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.introduce()
      this.#read()
    }, LIST_DELAY_MS)
  }

  #read(): void {
    const people = this.#states().map(([client, state]) => this.#person(client, state))
    people.sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name) || a.client - b.client)
    if (JSON.stringify(people) !== JSON.stringify(this.list.get())) {
      this.list.set(people)
    }
  }

  #person(client: number, state: Presence): Person {
    const cursor = state.cursor
    const file = typeof state.file === 'string' ? state.file : cursor?.file
    const text = cursor != null && cursor.file === file ? this.#files.get(cursor.file)?.text : undefined
    const index = text === undefined || cursor == null ? undefined : this.#index(cursor.head, text)
    return {
      client,
      isMe: client === this.#doc.clientID,
      name: typeof state.user?.name === 'string' ? fitName(state.user.name) || NAMELESS : NAMELESS,
      color: state.user?.color,
      file,
      line: text === undefined || index === undefined ? undefined : lineAt(text.toString(), index),
    }
  }

  #index(position: unknown, text: Y.Text): number | undefined {
    try {
      const relative = Y.createRelativePositionFromJSON(position)
      const absolute = Y.createAbsolutePositionFromRelativePosition(relative, this.#doc)
      return absolute?.type === text ? absolute.index : undefined
    } catch {
      return undefined // a stranger's idea of a position
    }
  }

  #presence(client: number): Presence | undefined {
    const state: unknown = this.#awareness.getStates().get(client)
    return typeof state === 'object' && state !== null ? state : undefined
  }

  #states(): [number, Presence][] {
    return [...this.#awareness.getStates()].filter(([, state]) => typeof state === 'object' && state !== null) as [
      number,
      Presence,
    ][]
  }
}

function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    line++
  }
  return line
}
