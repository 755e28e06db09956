import { MAX_OUTPUT_LENGTH, type OutputLine } from './output'

const PERIOD_MS = 50

/** So many lines are sent at once, each by itself: what a program says before it hangs should be seen. */
const PROMPT_LINES = 200

/** Sends lines, in bunches if there are many; past what is shown anyway it keeps nothing. */
export class OutputQueue {
  #lines: OutputLine[] = []
  #length = 0
  #count = 0
  #sentAt = 0
  readonly #send: (lines: readonly OutputLine[]) => void

  constructor(send: (lines: readonly OutputLine[]) => void) {
    this.#send = send
  }

  add(kind: OutputLine['kind'], text: string): void {
    if (this.#length > MAX_OUTPUT_LENGTH) {
      return
    }
    this.#length += text.length + 1
    this.#lines.push({ kind, text: text.slice(0, MAX_OUTPUT_LENGTH + 1) })
    this.#count++
    // no timer would fire as long as the program is busy
    if (this.#count <= PROMPT_LINES || performance.now() - this.#sentAt >= PERIOD_MS) {
      this.flush()
    }
  }

  flush(): void {
    if (this.#lines.length > 0) {
      this.#send(this.#lines)
      this.#lines = []
    }
    this.#sentAt = performance.now()
  }
}
