import { readStored, store } from '../theme/stored'

type Counts = Record<string, number>

/** How long a count may be older than the edits it counts. */
const WRITE_DELAY_MS = 200

/**
 * How many edits of a document wait in this browser, counted per session (one tab, loaded once), so that a reload and other
 * tabs know of them: what a session that is gone left behind is waited for by those that load its edits.
 */
export class WaitingEdits {
  readonly #key: string
  readonly #session: string
  #inherited: Counts
  #own = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(document: string, session: number) {
    this.#key = `codecollab.waiting:${document}`
    this.#session = String(session)
    this.#inherited = readStored<Counts>(this.#key, {})
  }

  get count(): number {
    return Object.values(this.#inherited).reduce((sum, count) => sum + count, this.#own)
  }

  /** What waits of this session's own. */
  setOwn(count: number): void {
    if (count !== this.#own) {
      this.#own = count
      this.#timer ??= setTimeout(() => this.write(), WRITE_DELAY_MS)
    }
  }

  /** The server has everything that was loaded here. */
  settled(): void {
    if (Object.keys(this.#inherited).length > 0) {
      const inherited = this.#inherited
      this.#inherited = {}
      this.#change((counts) => {
        for (const [session, count] of Object.entries(inherited)) {
          const left = (counts[session] ?? 0) - count
          if (left > 0) {
            counts[session] = left
          } else {
            delete counts[session]
          }
        }
      })
    }
  }

  /** Writes at once what else is written a moment later. */
  write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#change((counts) => {
      if (this.#own > 0) {
        counts[this.#session] = this.#own
      } else {
        delete counts[this.#session]
      }
    })
  }

  /** Another tab's count changed: what it stored itself is no longer waited for here. */
  readonly onStorage = (event: StorageEvent): void => {
    if (event.key === this.#key) {
      const counts = readStored<Counts>(this.#key, {})
      for (const session of Object.keys(this.#inherited)) {
        const now = counts[session]
        if (now === undefined) {
          delete this.#inherited[session]
        } else {
          this.#inherited[session] = Math.min(this.#inherited[session] ?? 0, now)
        }
      }
    }
  }

  #change(change: (counts: Counts) => void): void {
    const counts = readStored<Counts>(this.#key, {})
    const before = JSON.stringify(counts)
    change(counts)
    if (JSON.stringify(counts) !== before) {
      store(this.#key, Object.keys(counts).length > 0 ? counts : null)
    }
  }
}
