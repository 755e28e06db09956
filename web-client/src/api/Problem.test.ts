import { describe, expect, it } from 'vitest'
import { messageOf, problemOf } from './Problem'

describe('a problem', () => {
  it('is what the server says, as a sentence', () => {
    const problem = problemOf(409, { type: 'urn:codecollab:problem:name-taken', detail: 'the name is taken' })

    expect(problem.message).toBe('The name is taken.')
    expect(problem.code).toBe('name-taken')
    expect(problem.status).toBe(409)
  })

  it('has words of its own when the server has none', () => {
    expect(problemOf(503, undefined).message).toBe(
      'The server is busy or cannot reach its database. Try again in a moment.',
    )
    expect(problemOf(418, 'a teapot').message).toBe('The server answered with 418.')
    expect(problemOf(404, { detail: '', type: 'about:blank' }).code).toBe('')
  })

  it('leaves sentences as they are', () => {
    expect(problemOf(400, { detail: 'Is that so?' }).message).toBe('Is that so?')
  })

  it('can be anything that was thrown', () => {
    expect(messageOf(new Error('no'))).toBe('no')
    expect(messageOf('no')).toBe('Something went wrong.')
    expect(messageOf(new Error(''))).toBe('Something went wrong.')
  })
})
