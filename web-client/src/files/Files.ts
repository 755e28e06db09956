import * as Y from 'yjs'
import { MAIN, filesMap, mainText } from '../document/schema'
import { Observable } from '../theme/Observable'
import { endingOf, languageOfName } from './languages'
import { uniqueName } from './names'

export interface FileEntry {
  id: string
  name: string
  order: number
  /** What people chose, or what the name suggests. */
  language: string
  text: Y.Text
}

/** Who listens to undo does not take back what was done to files: that would pull them from under others. */
const ORIGIN = 'files'

/** The files of a document, in their order. Every change is one transaction. */
export class Files {
  readonly list: Observable<readonly FileEntry[]>
  readonly #doc: Y.Doc
  readonly #map: Y.Map<Y.Map<unknown>>

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#map = filesMap(doc)
    this.list = new Observable(this.#read())
    this.#map.observeDeep(this.#onChange)
  }

  get(id: string): FileEntry | undefined {
    return this.list.get().find((file) => file.id === id)
  }

  /** @returns the new file's id */
  create(wantedName: string, content = ''): string {
    return this.import([{ name: wantedName, content }])[0] as string
  }

  /**
   * Adds files behind the others, as one edit. Names that are taken are varied.
   *
   * @returns their ids
   */
  import(contents: readonly { name: string; content: string }[]): string[] {
    const taken = new Set(this.list.get().map((file) => file.name))
    let order = Math.max(0, ...this.list.get().map((file) => file.order))
    const ids: string[] = []
    this.#doc.transact(() => {
      for (const { name: wanted, content } of contents) {
        const name = uniqueName(wanted, taken)
        taken.add(name)
        const id = newId()
        this.#map.set(
          id,
          new Y.Map<unknown>([
            ['name', name],
            ['order', ++order],
            ['text', new Y.Text(content.replace(/\r\n?/g, '\n'))],
          ]),
        )
        ids.push(id)
      }
    }, ORIGIN)
    return ids
  }

  rename(id: string, wanted: string): void {
    const others = this.list.get().filter((file) => file.id !== id)
    const name = uniqueName(wanted, new Set(others.map((file) => file.name)))
    if (name !== this.get(id)?.name) {
      this.#write(id, { name })
    }
  }

  setLanguage(id: string, language: string): void {
    if (language !== this.get(id)?.language) {
      this.#write(id, { language })
    }
  }

  /** The main file is hidden and emptied, any other is gone. */
  remove(id: string): void {
    this.#doc.transact(() => {
      if (id === MAIN) {
        this.#write(id, { deleted: true })
        mainText(this.#doc).delete(0, mainText(this.#doc).length)
      } else {
        this.#map.delete(id)
      }
    }, ORIGIN)
  }

  /** Moves a file to where it is the `index`-th of all. */
  move(id: string, index: number): void {
    const others = this.list.get().filter((file) => file.id !== id)
    const before = others[index - 1]?.order
    const after = others[index]?.order
    if (before === undefined && after === undefined) {
      return
    }
    const order = before === undefined ? (after as number) - 1 : after === undefined ? before + 1 : (before + after) / 2
    if (order !== before && order !== after) {
      this.#write(id, { order })
      return
    }
    // no room between the two: all are numbered anew
    const all = [...others.slice(0, index).map((file) => file.id), id, ...others.slice(index).map((file) => file.id)]
    this.#doc.transact(() => all.forEach((file, number) => this.#write(file, { order: number })), ORIGIN)
  }

  destroy(): void {
    this.#map.unobserveDeep(this.#onChange)
  }

  #write(id: string, fields: Record<string, unknown>): void {
    this.#doc.transact(() => {
      let file = this.#map.get(id)
      if (file === undefined) {
        if (id !== MAIN) {
          return // somebody else removed it
        }
        file = new Y.Map<unknown>()
        this.#map.set(MAIN, file)
      }
      for (const [key, value] of Object.entries(fields)) {
        file.set(key, value)
      }
    }, ORIGIN)
  }

  readonly #onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    // what happens inside the texts is no concern of the list
    if (events.some((event) => !(event.target instanceof Y.Text))) {
      this.list.set(this.#read())
    }
  }

  #read(): readonly FileEntry[] {
    const files: FileEntry[] = []
    if (this.#map.get(MAIN)?.get('deleted') !== true) {
      files.push(this.#entry(MAIN, this.#map.get(MAIN), mainText(this.#doc)))
    }
    this.#map.forEach((file, id) => {
      const text = file instanceof Y.Map ? file.get('text') : undefined
      if (id !== MAIN && text instanceof Y.Text) {
        files.push(this.#entry(id, file, text))
      }
    })
    return files.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  }

  #entry(id: string, file: Y.Map<unknown> | undefined, text: Y.Text): FileEntry {
    const chosen = asText(file?.get('language'))
    const name = asText(file?.get('name')) ?? (id === MAIN ? `main.${endingOf(chosen)}` : 'untitled')
    const order = file?.get('order')
    return {
      id,
      name,
      order: typeof order === 'number' && Number.isFinite(order) ? order : 0,
      language: chosen ?? languageOfName(name),
      text,
    }
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
