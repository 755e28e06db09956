import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react'
import { useDocument } from '../document/DocumentContext'
import { chatArray } from '../document/schema'
import { append, links, MAX_LENGTH, readMessages, turns, type Message } from './messages'
import { markSeen } from './unread'
import './chat.css'

/** What people say to each other about a document. */
export function ChatPanel() {
  const { name, doc, me, readOnly } = useDocument()
  const messages = useMessages()
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
    markSeen(name, messages)
  }, [name, messages])

  const say = (text: string) => {
    append(chatArray(doc), { id: crypto.getRandomValues(new Uint32Array(3)).join('-'), ...me, text, at: Date.now() })
  }

  return (
    <div className="chat">
      <div ref={list} className="chat-log" role="log" aria-label="Messages" tabIndex={0}>
        {messages.length === 0 ? (
          <p className="chat-empty">Nobody has said anything yet. Messages stay with the document.</p>
        ) : (
          turns(messages).map((turn) => (
            <section key={turn.messages[0]?.id} className="chat-turn">
              <header>
                <span className="chat-dot" style={{ background: turn.color }} aria-hidden="true" />
                <span className="chat-name">{turn.name}</span>
                <time dateTime={new Date(turn.messages[0]?.at ?? 0).toISOString()}>{timeOf(turn.messages[0]?.at ?? 0)}</time>
              </header>
              {turn.messages.map((message) => (
                <p key={message.id} dir="auto">
                  <Linked text={message.text} />
                </p>
              ))}
            </section>
          ))
        )}
      </div>
      {readOnly ? <p className="chat-closed">You can read this document, and not write in it.</p> : <Composer onSay={say} />}
    </div>
  )
}

function useMessages(): readonly Message[] {
  const { doc } = useDocument()
  const chat = chatArray<unknown>(doc)
  const known = useRef<{ chat: unknown; messages: Message[] }>(undefined)
  return useSyncExternalStore(
    (listener) => {
      const onChange = () => {
        known.current = undefined
        listener()
      }
      chat.observe(onChange)
      return () => chat.unobserve(onChange)
    },
    () => {
      if (known.current?.chat !== chat) {
        known.current = { chat, messages: readMessages(chat) }
      }
      return known.current.messages
    },
  )
}

function Linked({ text }: { text: string }) {
  return links(text).map((part, i) =>
    part.href === undefined ? (
      part.text
    ) : (
      <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ),
  )
}

function Composer({ onSay }: { onSay: (text: string) => void }) {
  const [text, setText] = useState('')

  const send = () => {
    if (text.trim() !== '') {
      onSay(text.trim())
      setText('')
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      send()
    }
  }

  return (
    <form className="chat-composer" onSubmit={(event) => (event.preventDefault(), send())}>
      <textarea
        className="field"
        rows={1}
        dir="auto"
        maxLength={MAX_LENGTH}
        placeholder="Say something"
        aria-label="Message"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="icon-button" aria-label="Send" disabled={text.trim() === ''}>
        <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2.5 8h10M8.5 3.5 13 8l-4.5 4.5" />
        </svg>
      </button>
    </form>
  )
}

function timeOf(at: number): string {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return date.toLocaleString(undefined, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' })
}
