import { describe, expect, it } from 'vitest'
import { unreadCount, type Message } from './messages'

const said = (id: string, name: string): Message => ({ id, name, color: '#246', text: id, at: 0 })
const MESSAGES = [said('1', 'Bob'), said('2', 'Ann'), said('3', 'Bob'), said('4', 'Bob')]

describe('unread messages', () => {
  it('are those of others after the last that was shown', () => {
    expect(unreadCount(MESSAGES, '1', 'Ann')).toBe(2)
    expect(unreadCount(MESSAGES, '4', 'Ann')).toBe(0)
  })

  it('are all of them where none was shown, or it is forgotten', () => {
    expect(unreadCount(MESSAGES, '', 'Ann')).toBe(3)
    expect(unreadCount(MESSAGES, 'gone', 'Ann')).toBe(3)
  })
})
