import type { Acknowledgements } from './Acknowledgements'
import { kindOf } from './frames'

/**
 * A WebSocket class that tells what goes over it: what is handed to the provider may still wait in a queue of its own, and is
 * then not on its way.
 *
 * @param onAnswer after each answer that was counted
 */
export function watchedSocket(acknowledgements: Acknowledgements, onAnswer: () => void): typeof WebSocket {
  let current: WebSocket | undefined
  return class WatchedSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url)
      current = this
      acknowledgements.opened()
      this.addEventListener('message', (event) => this.#received(new Uint8Array(event.data as ArrayBuffer)))
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
      if (current === this && data instanceof Uint8Array) {
        const kind = kindOf(data)
        if (kind === 'state') {
          acknowledgements.sentState()
        } else if (kind === 'update') {
          acknowledgements.sentUpdate()
        }
      }
      super.send(data as Uint8Array<ArrayBuffer>)
    }

    #received(frame: Uint8Array): void {
      const kind = kindOf(frame)
      if (current === this && (kind === 'stored' || kind === 'refused')) {
        acknowledgements.answered(kind === 'stored')
        onAnswer()
      }
    }
  }
}
