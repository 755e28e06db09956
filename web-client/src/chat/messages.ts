import type * as Y from 'yjs'

export interface Message {
  id: string
  name: string
  color: string
  text: string
  /** Milliseconds since 1970, by the clock of whoever wrote it. */
  at: number
}

export const MAX_MESSAGES = 500
export const MAX_LENGTH = 4_000

/** Messages that follow each other so soon are shown as one person's turn. */
const TURN_MS = 5 * 60_000

/** Adds a message, and forgets the oldest ones past the bound. */
export function append(chat: Y.Array<Message>, message: Message): void {
  const add = () => {
    chat.push([{ ...message, text: message.text.slice(0, MAX_LENGTH) }])
    const excess = chat.length - MAX_MESSAGES
    if (excess > 0) {
      chat.delete(0, excess)
    }
  }
  if (chat.doc === null) {
    add()
  } else {
    chat.doc.transact(add, 'chat')
  }
}

/** What is there, as far as it is a message: anybody may have written anything. */
export function readMessages(chat: Y.Array<unknown>): Message[] {
  return chat.toArray().filter(isMessage)
}

/** Messages of one person that follow each other. */
export interface Turn {
  name: string
  color: string
  messages: Message[]
}

export function turns(messages: readonly Message[]): Turn[] {
  const all: Turn[] = []
  for (const message of messages) {
    const last = all.at(-1)
    const before = last?.messages.at(-1)
    const goesOn =
      before !== undefined && before.name === message.name && Math.abs(message.at - before.at) < TURN_MS
    if (goesOn) {
      last?.messages.push(message)
    } else {
      all.push({ name: message.name, color: message.color, messages: [message] })
    }
  }
  return all
}

/** Text and the links in it, in their order. */
export function links(text: string): { text: string; href?: string }[] {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}])/g)
    .filter((part) => part !== '')
    .map((part) => (/^https?:\/\//.test(part) ? { text: part, href: part } : { text: part }))
}

/** How many messages of others came after the last that was shown. */
export function unreadCount(messages: readonly Message[], seen: string, self: string): number {
  const shownUpTo = messages.findLastIndex((message) => message.id === seen)
  return messages.slice(shownUpTo + 1).filter((message) => message.name !== self).length
}

function isMessage(value: unknown): value is Message {
  const { id, name, color, text, at } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof color === 'string' &&
    typeof text === 'string' &&
    typeof at === 'number' &&
    Number.isFinite(at)
  )
}
