import { ask, askForBytes, path } from './rest'
import { accessToken } from './token'

export type Role = 'viewer' | 'commenter' | 'editor' | 'owner'
export type LinkSetting = 'private' | 'view' | 'edit'

export interface DocumentInfo {
  name: string
  title: string
  owner: { user: string; name?: string }
  role: Role
  link: LinkSetting
}

export interface Member {
  user: string
  name?: string
  role: Exclude<Role, 'owner'>
}

export interface Invitation {
  id: string
  role: Exclude<Role, 'owner'>
  user?: string
  /** Told once, when it is made. */
  secret?: string
  expiresAt: string
  maxUses: number
  uses: number
}

export interface Version {
  id: number
  name: string
  author: string
  createdAt: string
  bytes: number
}

async function asked<T>(method: string, where: string, body?: unknown): Promise<T> {
  return ask<T>(method, where, { token: await accessToken(), ...(body === undefined ? {} : { body }) })
}

/** Makes a document of whoever is signed in; without a name it gets one that nobody guesses. */
export const createDocument = (name?: string): Promise<DocumentInfo> =>
  asked('POST', '/documents', name === undefined ? {} : { name })

export const documentInfo = (name: string): Promise<DocumentInfo> => asked('GET', path`/documents/${name}`)

export const setLink = (name: string, link: LinkSetting): Promise<DocumentInfo> =>
  asked('PATCH', path`/documents/${name}`, { link })

export const members = async (name: string): Promise<Member[]> =>
  (await asked<{ members: Member[] }>('GET', path`/documents/${name}/members`)).members

export const setMember = (name: string, user: string, role: Member['role']): Promise<Member> =>
  asked('PUT', path`/documents/${name}/members/${user}`, { role })

export const removeMember = (name: string, user: string): Promise<void> =>
  asked('DELETE', path`/documents/${name}/members/${user}`)

export const invitations = async (name: string): Promise<Invitation[]> =>
  (await asked<{ invitations: Invitation[] }>('GET', path`/documents/${name}/invitations`)).invitations

/** Invites somebody by their user name, or, without one, whoever has the link. */
export const invite = (name: string, role: Member['role'], user?: string): Promise<Invitation> =>
  asked('POST', path`/documents/${name}/invitations`, user === undefined ? { role, maxUses: 20 } : { role, user })

export const revokeInvitation = (name: string, id: string): Promise<void> =>
  asked('DELETE', path`/documents/${name}/invitations/${id}`)

/** @returns the document one is a member of now */
export const acceptInvitation = async (secret: string): Promise<string> =>
  (await asked<{ document: string }>('POST', '/invitations/accept', { secret })).document

export interface OwnInvitation extends Invitation {
  document: string
  createdBy: string
}

/** Those made out to whoever is signed in. */
export const ownInvitations = async (): Promise<OwnInvitation[]> =>
  (await asked<{ invitations: OwnInvitation[] }>('GET', '/invitations')).invitations

export const acceptOwnInvitation = async (id: string): Promise<string> =>
  (await asked<{ document: string }>('POST', path`/invitations/${id}/accept`)).document

/** The newest first. */
export const versions = async (name: string, before?: number): Promise<Version[]> => {
  const rest = before === undefined ? '' : `?before=${before}`
  return (await asked<{ versions: Version[] }>('GET', path`/documents/${name}/versions` + rest)).versions
}

export const keepVersion = (name: string, called: string): Promise<Version> =>
  asked('POST', path`/documents/${name}/versions`, { name: called })

export const renameVersion = (name: string, id: number, called: string): Promise<void> =>
  asked('PATCH', path`/documents/${name}/versions/${id}`, { name: called })

/** The whole document as it was, as a Yjs update. */
export const versionState = async (name: string, id: number): Promise<Uint8Array> =>
  askForBytes(path`/documents/${name}/versions/${id}/state`, { token: await accessToken() })
