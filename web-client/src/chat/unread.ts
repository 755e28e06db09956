import { useSyncExternalStore } from 'react'
import { useDocument } from '../document/DocumentContext'
import { chatArray } from '../document/schema'
import { Observable } from '../theme/Observable'
import { readStored, store } from '../theme/stored'
import { readMessages, unreadCount, type Message } from './messages'

const key = (document: string) => `codecollab.chat.${document}`

/** By document, the id of the last message that was shown here. */
const lastSeen = new Map<string, Observable<string>>()

function seenIn(document: string): Observable<string> {
  let seen = lastSeen.get(document)
  if (seen === undefined) {
    seen = new Observable(readStored<string>(key(document), ''))
    lastSeen.set(document, seen)
  }
  return seen
}

export function markSeen(document: string, messages: readonly Message[]): void {
  const last = messages.at(-1)
  if (last !== undefined && last.id !== seenIn(document).get()) {
    seenIn(document).set(last.id)
    store(key(document), last.id)
  }
}

export function useUnread(): number {
  const { name, doc, me } = useDocument()
  const chat = chatArray<unknown>(doc)
  const seen = seenIn(name)
  const count = () => unreadCount(readMessages(chat), seen.get(), me.name)
  return useSyncExternalStore((listener) => {
    chat.observe(listener)
    const end = seen.subscribe(listener)
    return () => {
      chat.unobserve(listener)
      end()
    }
  }, count)
}
