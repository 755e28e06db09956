import { Awareness } from 'y-protocols/awareness'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { accessToken, login } from '../account/Login'
import { Connection } from '../connection/Connection'
import { Files } from '../files/Files'
import { changeMe } from '../presence/me'
import { People } from '../presence/People'
import { Observable } from '../theme/Observable'
import { readStored, store } from '../theme/stored'
import { MAIN } from './schema'

/** What this browser keeps is shown first; but nobody waits for a browser that does not answer. */
const MAX_LOAD_MS = 2_000

/** Everything that is open of one document. Made when its page is, and destroyed with it. */
export class Workspace {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly files = new Files(this.doc)
  readonly people: People
  readonly connection: Connection
  readonly activeFile: Observable<string>
  readonly openFiles: Observable<readonly string[]>
  /** Who is followed: their client. */
  readonly following = new Observable<number | undefined>(undefined)
  /** Whether there is something to show: from this browser, or from the server. */
  readonly isLoaded = new Observable(false)
  readonly #storage: IndexeddbPersistence
  readonly #endings: (() => void)[] = []
  #isDestroyed = false

  constructor(readonly name: string) {
    const place = readStored<{ active?: string; open?: string[] }>(`codecollab.place:${name}`, {})
    this.activeFile = new Observable(place.active ?? MAIN)
    this.openFiles = new Observable<readonly string[]>(place.open ?? [MAIN])
    this.people = new People(this.awareness, this.doc, this.files)
    this.connection = new Connection({ name, doc: this.doc, awareness: this.awareness, token: accessToken })
    this.connection.provider.on('synced', () => this.#onLoaded())
    this.#storage = new IndexeddbPersistence(`codecollab:${name}`, this.doc)
    void this.#load()
    this.#onLogin()
    this.#endings.push(login.subscribe(this.#onLogin))
    this.files.list.subscribe(this.#onFiles)
    this.activeFile.subscribe(this.#onPlace)
    this.openFiles.subscribe(this.#onPlace)
    this.awareness.setLocalStateField('file', this.activeFile.get())
  }

  /** Shows a file, and keeps it among the tabs. */
  open(file: string): void {
    if (!this.openFiles.get().includes(file)) {
      this.openFiles.set([...this.openFiles.get(), file])
    }
    this.activeFile.set(file)
  }

  /** Closes a tab; its neighbour is shown instead. */
  close(file: string): void {
    const before = this.openFiles.get()
    const rest = before.filter((other) => other !== file)
    if (rest.length === 0) {
      return
    }
    this.openFiles.set(rest)
    if (this.activeFile.get() === file) {
      this.activeFile.set(rest[Math.min(before.indexOf(file), rest.length - 1)] as string)
    }
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#endings.forEach((end) => end())
    this.people.destroy()
    this.files.destroy()
    this.connection.destroy()
    void this.#storage.destroy()
    this.awareness.destroy()
    this.doc.destroy()
  }

  async #load(): Promise<void> {
    const isKept = await Promise.race([
      this.#storage.whenSynced.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), MAX_LOAD_MS)),
    ])
    if (this.#isDestroyed) {
      return
    }
    this.connection.board.note({ isKept })
    void this.#storage.whenSynced.then(() => this.connection.board.note({ isKept: true }))
    if (this.doc.store.clients.size > 0) {
      this.#onLoaded()
    }
    this.connection.retry()
  }

  /** Somebody signed in, perhaps in another tab: they may be let in now, and have the name of their account. */
  readonly #onLogin = (): void => {
    const name = login.get()?.name
    if (name !== undefined) {
      changeMe({ name })
    }
    if (this.connection.board.facts.denial !== '') {
      this.connection.retry()
    }
  }

  #onLoaded(): void {
    this.isLoaded.set(true)
    this.#onFiles()
  }

  /** Somebody removed a file: its tab goes, and another is shown. */
  readonly #onFiles = (): void => {
    const ids = this.files.list.get().map((file) => file.id)
    if (!this.isLoaded.get() || ids.length === 0) {
      return
    }
    const open = this.openFiles.get().filter((id) => ids.includes(id))
    const active = ids.includes(this.activeFile.get()) ? this.activeFile.get() : (open[0] ?? (ids[0] as string))
    const shown = open.includes(active) ? open : [...open, active]
    if (shown.length !== this.openFiles.get().length || shown.some((id, i) => id !== this.openFiles.get()[i])) {
      this.openFiles.set(shown)
    }
    this.activeFile.set(active)
  }

  readonly #onPlace = (): void => {
    this.awareness.setLocalStateField('file', this.activeFile.get())
    store(`codecollab.place:${this.name}`, { active: this.activeFile.get(), open: this.openFiles.get() })
  }
}
