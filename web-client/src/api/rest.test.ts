import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem } from './Problem'
import { ask, path } from './rest'

const answers = (status: number, body?: unknown) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body === undefined ? null : JSON.stringify(body), { status })),
  )

afterEach(() => vi.unstubAllGlobals())

describe('a path', () => {
  it('keeps every variable in a segment of its own', () => {
    expect(path`/documents/${'a/b?c#d'}/versions/${7}/text`).toBe('/documents/a%2Fb%3Fc%23d/versions/7/text')
  })
})

describe('asking', () => {
  it('sends JSON and the token', async () => {
    answers(200, { ok: true })

    await expect(ask('POST', '/things', { body: { a: 1 }, token: 'secret' })).resolves.toEqual({ ok: true })

    expect(fetch).toHaveBeenCalledWith('/api/v1/things', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
      body: '{"a":1}',
    })
  })

  it('takes nothing for an answer', async () => {
    answers(204)

    await expect(ask('DELETE', '/things/1')).resolves.toBeUndefined()
  })

  it('fails with what the server says', async () => {
    answers(403, { detail: 'only the owner may' })

    await expect(ask('GET', '/things')).rejects.toThrow('Only the owner may.')
  })

  it('fails in words when the server is not there', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))))

    const failure = await ask('GET', '/things').catch((thrown: unknown) => thrown)

    expect(failure).toBeInstanceOf(Problem)
    expect((failure as Problem).status).toBe(0)
  })
})
