const PARAMETER = 'next'

/** The page to sign in on, which leads back to where one was. */
export function signInPath(from: string = location.pathname): string {
  return from === '/account' ? from : `/account?${PARAMETER}=${encodeURIComponent(from)}`
}

/** Where to go on: a page of this site, or the start page, whatever somebody made the address say. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get(PARAMETER) ?? '/'
  const isPathHere = /^\/(?![/\\])/.test(next) && new URL(next, location.origin).origin === location.origin
  return isPathHere ? next : '/'
}
