import { ask } from './rest'

/** What a client must know of the server before it knows who its user is. */
export interface ServerInfo {
  version: string
  auth: 'none' | 'jwt'
  /** Whether people may log in here. */
  accounts: boolean
  /** Whether everybody may make an account here. */
  registration: boolean
}

let known: Promise<ServerInfo> | undefined

/** Asked once; again after it failed. */
export function serverInfo(): Promise<ServerInfo> {
  known ??= ask<ServerInfo>('GET', '/server').catch((failure: unknown) => {
    known = undefined
    throw failure
  })
  return known
}
