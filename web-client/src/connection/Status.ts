import { Observable } from '../theme/Observable'

export type StatusKind =
  | 'connecting' // for the first time since the page was loaded
  | 'offline' // no connection; edits stay in this browser
  | 'live' // connected, and nothing was written here yet
  | 'saving' // written, not yet stored by the server
  | 'saved' // the server has stored everything
  | 'read-only' // connected, and may not write
  | 'signed-out' // the server wants to know who this is
  | 'no-access' // it knows, and this document is not theirs
  | 'closed' // the server will not go on with what this browser sends

export interface Status {
  kind: StatusKind
  /** Edits that are in this browser and not known to be stored by the server. */
  waiting: number
  /** Whether this browser keeps them when the page is closed. */
  isKept: boolean
  /** Whether the server has been asked to store something for longer than usual. */
  isSlow: boolean
  /** The server's own words, if it gave any. */
  reason: string
}

/** What is known of a connection: what `Status` is made of. */
export interface ConnectionFacts {
  isConnected: boolean
  wasEverConnected: boolean
  /** As far as the browser knows: a server on the same machine needs none. */
  hasNetwork: boolean
  /** An attempt failed, or a connection ended. */
  hasFailed: boolean
  isAdmitted: boolean
  wasEverAdmitted: boolean
  mayWrite: boolean
  denial: string
  closing: string
  waiting: number
  isSettled: boolean
  hasEdited: boolean
  isRefused: boolean
  isKept: boolean
  isSlow: boolean
}

const NOTHING_KNOWN: ConnectionFacts = {
  isConnected: false,
  wasEverConnected: false,
  hasNetwork: true,
  hasFailed: false,
  isAdmitted: false,
  wasEverAdmitted: false,
  mayWrite: true,
  denial: '',
  closing: '',
  waiting: 0,
  isSettled: false,
  hasEdited: false,
  isRefused: false,
  isKept: false,
  isSlow: false,
}

/** The server's words for somebody it knows, but who has no business here. */
const NO_ACCESS = /no access|sent away|forbidden/i

export function kindOfStatus(facts: ConnectionFacts): StatusKind {
  if (facts.closing !== '') {
    return 'closed'
  } else if (facts.denial !== '') {
    return NO_ACCESS.test(facts.denial) ? 'no-access' : 'signed-out'
  } else if (!facts.isConnected || !facts.isAdmitted) {
    return facts.hasFailed || !facts.hasNetwork ? 'offline' : 'connecting'
  } else if (!facts.hasNetwork && facts.waiting > 0) {
    return 'offline'
  } else if (!facts.mayWrite) {
    return 'read-only'
  } else if (facts.waiting > 0 || !facts.isSettled) {
    return facts.waiting > 0 || facts.hasEdited ? 'saving' : 'connecting'
  }
  return facts.hasEdited ? 'saved' : 'live'
}

/** The facts, and the status they make; React and everybody else watches `status`. */
export class StatusBoard {
  readonly status = new Observable<Status>(statusOf(NOTHING_KNOWN))
  #facts = NOTHING_KNOWN

  get facts(): Readonly<ConnectionFacts> {
    return this.#facts
  }

  note(change: Partial<ConnectionFacts>): void {
    this.#facts = { ...this.#facts, ...change }
    const status = statusOf(this.#facts)
    const before = this.status.get()
    if ((Object.keys(status) as (keyof Status)[]).some((key) => status[key] !== before[key])) {
      this.status.set(status)
    }
  }
}

function statusOf(facts: ConnectionFacts): Status {
  return {
    kind: kindOfStatus(facts),
    waiting: facts.waiting,
    isKept: facts.isKept,
    isSlow: facts.isSlow,
    reason: facts.closing || facts.denial,
  }
}
