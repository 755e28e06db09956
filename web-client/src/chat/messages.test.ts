import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { MAX_MESSAGES, append, links, readMessages, turns, type Message } from './messages'

const message = (text: string, name = 'Ann', at = 0): Message => ({ id: text, name, color: '#246', text, at })

describe('the chat', () => {
  it('forgets the oldest message past its bound', () => {
    const chat = new Y.Doc().getArray<Message>('chat')
    for (let i = 0; i < MAX_MESSAGES + 3; i++) {
      append(chat, message(String(i)))
    }

    expect(chat.length).toBe(MAX_MESSAGES)
    expect(chat.get(0).text).toBe('3')
  })

  it('stays bounded when two write at once', () => {
    const ann = new Y.Doc()
    const bob = new Y.Doc()
    for (let i = 0; i < MAX_MESSAGES; i++) {
      append(ann.getArray('chat'), message(String(i)))
    }
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann))
    append(ann.getArray('chat'), message('from Ann'))
    append(bob.getArray('chat'), message('from Bob', 'Bob'))
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann))
    append(bob.getArray('chat'), message('again', 'Bob'))

    expect(bob.getArray('chat').length).toBe(MAX_MESSAGES)
    expect(readMessages(bob.getArray('chat')).map((each) => each.text)).toContain('from Ann')
  })

  it('leaves out what is no message', () => {
    const chat = new Y.Doc().getArray<unknown>('chat')
    chat.push([null, 'text', { id: 'x' }, { ...message('good') }, { ...message('bad'), at: 'today' }, ['list']])

    expect(readMessages(chat).map((each) => each.text)).toEqual(['good'])
  })

  it('puts together what one person says in a row', () => {
    const all = turns([
      message('a', 'Ann', 0),
      message('b', 'Ann', 1_000),
      message('c', 'Bob', 2_000),
      message('d', 'Ann', 3_000),
      message('e', 'Ann', 10 * 60_000),
    ])

    expect(all.map((turn) => turn.messages.map((each) => each.text).join(''))).toEqual(['ab', 'c', 'd', 'e'])
  })

  it('finds links, and nothing that only looks like one', () => {
    expect(links('see https://a.example/x?y=1. Or http://b.example (really)')).toEqual([
      { text: 'see ' },
      { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
      { text: '. Or ' },
      { text: 'http://b.example', href: 'http://b.example' },
      { text: ' (really)' },
    ])
    expect(links('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)' }])
  })
})
