const PARAMETER = 'invitation'

/** The link that accepts an invitation. Its secret is behind the #: it goes to no server, and into no log. */
export function invitationLink(secret: string): string {
  return `${location.origin}/account#${PARAMETER}=${encodeURIComponent(secret)}`
}

/** The secret of such a link; empty if it has none. */
export function invitationSecret(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get(PARAMETER) ?? ''
}
