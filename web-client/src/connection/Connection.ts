import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { Acknowledgements } from './Acknowledgements'
import { StatusBoard } from './Status'
import { WaitingEdits } from './WaitingEdits'
import { watchedSocket } from './watchedSocket'

/** Storing takes milliseconds; from here on people should know that it does not. */
const SLOW_MS = 5_000

/** How long one may wait for the next attempt to connect. */
const MAX_DELAY_MS = 8_000

/** Close codes: malformed, and too large; no token that counts, and no access. */
const NOT_TAKEN = new Set([4400, 4413])
const NOT_LET_IN = new Set([4401, 4403])

export interface ConnectionOptions {
  name: string
  doc: Y.Doc
  awareness: Awareness
  /** A token that is good now, or an empty text: asked for at every connection, and when the one before expires. */
  token: () => Promise<string>
}

/** The way to the server: keeps trying, and says on its board how it stands. */
export class Connection {
  readonly board = new StatusBoard()
  readonly provider: HocuspocusProvider
  readonly #socket: HocuspocusProviderWebsocket
  readonly #doc: Y.Doc
  readonly #acknowledgements = new Acknowledgements()
  readonly #waiting: WaitingEdits
  #slowTimer: ReturnType<typeof setTimeout> | undefined

  constructor({ name, doc, awareness, token }: ConnectionOptions) {
    this.#doc = doc
    this.#waiting = new WaitingEdits(name, doc.clientID)
    // before the provider listens: an edit is counted first, and sent then
    doc.on('update', this.#onUpdate)
    this.#socket = new HocuspocusProviderWebsocket({
      url: webSocketUrl(),
      autoConnect: false,
      delay: 500,
      minDelay: 250,
      maxDelay: MAX_DELAY_MS,
      WebSocketPolyfill: watchedSocket(this.#acknowledgements, () => this.#noteSaved()),
    })
    this.provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name,
      document: doc,
      awareness,
      token,
      onAuthenticated: ({ scope }) =>
        this.board.note({
          isAdmitted: true,
          wasEverAdmitted: true,
          mayWrite: scope === 'read-write',
          denial: '',
        }),
      onAuthenticationFailed: ({ reason }) => this.board.note({ isAdmitted: false, denial: reason || 'not let in' }),
      onClose: ({ event }) => this.#onClose(event.code, event.reason),
    })
    this.#socket.on('connect', () => this.board.note({ isConnected: true, wasEverConnected: true }))
    this.#socket.on('disconnect', () => this.#onDisconnect())
    this.#noteSaved()
    this.provider.attach()
    window.addEventListener('online', this.#onNetwork)
    window.addEventListener('offline', this.#onNetwork)
    window.addEventListener('storage', this.#onStorage)
    window.addEventListener('pagehide', this.#onPageHide)
    document.addEventListener('visibilitychange', this.#onVisible)
  }

  /** Connects now rather than at the next attempt; also after one was turned away. */
  readonly retry = (): void => {
    const wasDenied = this.board.facts.denial !== '' || this.board.facts.closing !== ''
    this.board.note({ denial: '', closing: '' })
    if (wasDenied && this.board.facts.isConnected) {
      void this.provider.onOpen(new Event('open'))
    } else if (!this.board.facts.isConnected) {
      void this.#socket.connect()
    }
  }

  destroy(): void {
    window.removeEventListener('online', this.#onNetwork)
    window.removeEventListener('offline', this.#onNetwork)
    window.removeEventListener('storage', this.#onStorage)
    window.removeEventListener('pagehide', this.#onPageHide)
    document.removeEventListener('visibilitychange', this.#onVisible)
    clearTimeout(this.#slowTimer)
    this.#waiting.write()
    this.provider.destroy()
    this.#socket.destroy()
    this.#doc.off('update', this.#onUpdate)
  }

  readonly #onUpdate = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (transaction.local) {
      this.#acknowledgements.edited()
      this.board.note({ hasEdited: true })
      this.#noteSaved()
    }
  }

  /** The network came or went: a connection from before is most likely dead, and would be missed only after half a minute. */
  readonly #onNetwork = (): void => {
    this.board.note({ hasNetwork: navigator.onLine })
    if (!navigator.onLine) {
      return
    } else if (this.board.facts.isConnected) {
      this.#socket.webSocket?.dispatchEvent(new CloseEvent('close', { code: 4408, reason: 'the network changed' }))
    }
    this.retry()
  }

  #onDisconnect(): void {
    this.#acknowledgements.opened()
    this.board.note({ isConnected: false, isAdmitted: false, hasFailed: true })
    this.#noteSaved()
  }

  /** A connection ended, or, with code 1000, the server is done with this one document. */
  #onClose(code: number, reason: string): void {
    const isDocument = code === 1000 && reason !== '' && this.board.facts.denial === ''
    if (isDocument || NOT_TAKEN.has(code)) {
      this.board.note({ isAdmitted: false, closing: reason || 'the server closed the document' })
    } else if (NOT_LET_IN.has(code)) {
      this.board.note({ isAdmitted: false, denial: reason || 'not let in' })
    }
    if (NOT_TAKEN.has(code) || NOT_LET_IN.has(code)) {
      this.#socket.disconnect() // coming back with the same would end the same
    }
  }

  #noteSaved(): void {
    this.#waiting.setOwn(this.#acknowledgements.waiting)
    if (this.#acknowledgements.isSettled) {
      this.#waiting.settled()
    }
    const waiting = this.#waiting.count
    this.board.note({
      waiting,
      isSettled: this.#acknowledgements.isSettled,
      isRefused: this.#acknowledgements.isRefused,
      ...(waiting === 0 ? { isSlow: false } : {}),
    })
    if (waiting === 0) {
      clearTimeout(this.#slowTimer)
      this.#slowTimer = undefined
    } else {
      this.#slowTimer ??= setTimeout(() => this.board.note({ isSlow: true }), SLOW_MS)
    }
  }

  readonly #onStorage = (event: StorageEvent): void => {
    this.#waiting.onStorage(event)
    this.#noteSaved()
  }

  readonly #onPageHide = (): void => this.#waiting.write()

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible' && this.board.facts.hasFailed && this.board.facts.denial === '') {
      this.retry()
    }
  }
}

function webSocketUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
}
