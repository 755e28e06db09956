import { problemOf, unreachable } from './Problem'

const ROOT = '/api/v1'

export interface Ask {
  /** Sent as JSON. */
  body?: unknown
  /** Goes into the header Authorization; nothing if it is empty. */
  token?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Asks the server for JSON; `undefined` when it answers with nothing. Throws a `Problem` if it does not do as asked. */
export async function ask<T>(method: string, path: string, options: Ask = {}): Promise<T> {
  const answer = await send(method, path, options)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

/** Asks the server for bytes. */
export async function askForBytes(path: string, options: Ask = {}): Promise<Uint8Array> {
  return new Uint8Array(await (await send('GET', path, options)).arrayBuffer())
}

/** A path whose variables are filled in, each of them one segment: `` path`/documents/${name}/text` ``. */
export function path(words: TemplateStringsArray, ...variables: readonly (string | number)[]): string {
  return words.reduce((text, word, i) => text + encodeURIComponent(variables[i - 1] ?? '') + word)
}

async function send(method: string, where: string, { body, token, headers, signal }: Ask): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(ROOT + where, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (failure) {
    throw signal?.aborted ? failure : unreachable()
  }
  if (!answer.ok) {
    throw problemOf(answer.status, await answer.json().catch(() => undefined))
  }
  return answer
}
