/** What went wrong, as the server says it (RFC 9457), or as far as it can be told here. */
export class Problem extends Error {
  /** 0 if the server was not reached. */
  readonly status: number
  /** A name for programs, as `name-taken`; empty when the status says it all. */
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

const TYPE_PREFIX = 'urn:codecollab:problem:'

const IN_WORDS: Readonly<Record<number, string>> = {
  401: 'Sign in first.',
  403: 'You may not do that here.',
  404: 'That is not there, or not for you.',
  413: 'That is too large.',
  429: 'That was too often. Try again in a moment.',
  503: 'The server is busy or cannot reach its database. Try again in a moment.',
}

/** What an answer says went wrong, in words that fit a page. */
export function problemOf(status: number, body: unknown): Problem {
  const { type, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const code = typeof type === 'string' && type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : ''
  const words = typeof detail === 'string' && detail !== '' ? asSentence(detail) : IN_WORDS[status]
  return new Problem(status, code, words ?? `The server answered with ${status}.`)
}

export const unreachable = (): Problem => new Problem(0, 'unreachable', 'The server cannot be reached right now.')

/** What to show people of anything that was thrown. */
export function messageOf(failure: unknown): string {
  return failure instanceof Error && failure.message !== '' ? failure.message : 'Something went wrong.'
}

function asSentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
