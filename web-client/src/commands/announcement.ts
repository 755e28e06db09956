import { Observable } from '../theme/Observable'

const SHOWN_MS = 3_200

/** What just happened, in a few words: shown for a moment, and read out. */
export const announcement = new Observable<string>('')

let timer: ReturnType<typeof setTimeout> | undefined

export function announce(text: string): void {
  announcement.set(text)
  clearTimeout(timer)
  timer = setTimeout(() => announcement.set(''), SHOWN_MS)
}
