// Tokens as an app's own backend would make them.

import { createHmac } from 'node:crypto'

export const SECRET = 'a secret of the tests, 32 bytes or more'

const encode = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

export function token (user, documents, more = {}) {
  const claims = { sub: user, name: user, documents, exp: Math.floor(Date.now() / 1000) + 3600, ...more }
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', SECRET).update(content).digest('base64url')}`
}

/** What the web client keeps of somebody who is signed in. */
export const signedIn = (user, documents, more) => ({
  'codecollab.login': JSON.stringify({
    user,
    name: user,
    accessToken: token(user, documents, more),
    accessExpiresAt: '',
    refreshToken: ''
  })
})
