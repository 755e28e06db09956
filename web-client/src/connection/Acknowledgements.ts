/**
 * Which of this session's edits the server has stored.
 *
 * The server answers every message that carries edits, in their order, once it is stored. So each message on its way is
 * remembered with what its answer will prove:
 *
 *     claim := how many of the edits so far are stored once this message is
 *
 * The state that is sent at the start of every connection claims all of them. An edit that is sent after it claims all up to
 * itself. One that is sent before it (left over from when there was no connection) claims nothing.
 */
export class Acknowledgements {
  #edits = 0
  #stored = 0
  #refused = 0
  #claims: number[] = []
  #stateSent = false

  /** Somebody here changed the document. */
  edited(): void {
    this.#edits++
  }

  /** A new connection: what was on its way over the one before will not be answered. */
  opened(): void {
    this.#claims = []
    this.#stateSent = false
  }

  sentState(): void {
    this.#stateSent = true
    this.#claims.push(this.#edits)
  }

  sentUpdate(): void {
    this.#claims.push(this.#stateSent ? this.#edits : 0)
  }

  answered(isStored: boolean): void {
    const claim = this.#claims.shift() ?? 0
    if (isStored) {
      this.#stored = Math.max(this.#stored, claim)
    } else {
      this.#refused = Math.max(this.#refused, claim)
    }
  }

  /** Edits of this session that are not known to be stored. */
  get waiting(): number {
    return this.#edits - this.#stored
  }

  /** Whether the server refused edits that still wait: whoever made them may only read. */
  get isRefused(): boolean {
    return this.#refused > this.#stored
  }

  /** Whether everything the document holds is stored: what was loaded from this browser as well. */
  get isSettled(): boolean {
    return this.#stateSent && this.#claims.length === 0 && this.waiting === 0
  }
}
