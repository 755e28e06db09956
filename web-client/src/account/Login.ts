import { Problem, unreachable } from '../api/Problem'
import { ask } from '../api/rest'
import { takeTokensFrom } from '../api/token'
import { Observable } from '../theme/Observable'
import { readStored, store } from '../theme/stored'

/** Somebody who is signed in, in this browser. */
export interface SignedIn {
  user: string
  name: string
  accessToken: string
  /** ISO 8601; empty for a token from elsewhere, which cannot be refreshed here. */
  accessExpiresAt: string
  refreshToken: string
}

const KEY = 'codecollab.login'

/** Refreshed that long before it ends: requests take time, and clocks differ. */
const MARGIN_MS = 60_000

/** Nobody, or somebody: the same in all tabs. */
export const login = new Observable<SignedIn | null>(readStored<SignedIn | null>(KEY, null))

window.addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) {
    login.set(readStored<SignedIn | null>(KEY, null))
  }
})

takeTokensFrom(accessToken)

export async function signIn(name: string, password: string): Promise<void> {
  keep(await ask<SignedIn>('POST', '/auth/login', { body: { name, password } }))
}

export async function register(name: string, password: string): Promise<void> {
  keep(await ask<SignedIn>('POST', '/auth/register', { body: { name, password } }))
}

/** Signs in with a token that somebody else issued. */
export async function signInWithToken(token: string): Promise<void> {
  const me = await ask<{ user: string; name: string }>('GET', '/me', { token })
  keep({ user: me.user, name: me.name, accessToken: token, accessExpiresAt: '', refreshToken: '' })
}

export async function signOut(): Promise<void> {
  const before = login.get()
  keep(null)
  if (before?.refreshToken) {
    await ask('POST', '/auth/logout', { body: { refreshToken: before.refreshToken } }).catch(() => {
      // here it is forgotten either way, and the server forgets it in time
    })
  }
}

/** A token that is good now; empty for somebody who is not signed in. */
export async function accessToken(): Promise<string> {
  const now = login.get()
  if (now === null) {
    return ''
  }
  return isFresh(now) ? now.accessToken : alone(refreshed)
}

/** Tabs share one login, and a refresh token is good once: whoever uses it twice is taken for a thief. */
async function alone(task: () => Promise<string>): Promise<string> {
  return navigator.locks === undefined ? task() : navigator.locks.request(KEY, task)
}

async function refreshed(): Promise<string> {
  const now = readStored<SignedIn | null>(KEY, login.get()) // another tab may have been faster
  if (now === null || isFresh(now)) {
    login.set(now)
    return now?.accessToken ?? ''
  }
  try {
    const next = await ask<SignedIn>('POST', '/auth/refresh', { body: { refreshToken: now.refreshToken } })
    keep(next)
    return next.accessToken
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) {
      keep(null)
      return ''
    }
    throw failure instanceof Problem ? failure : unreachable()
  }
}

function isFresh(who: SignedIn): boolean {
  return who.accessExpiresAt === '' || Date.parse(who.accessExpiresAt) - Date.now() > MARGIN_MS
}

function keep(who: SignedIn | null): void {
  login.set(who)
  store(KEY, who)
}
