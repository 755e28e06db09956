import { Problem } from '../api/Problem'
import { ask, path } from '../api/rest'
import { accessToken } from '../api/token'
import { readMetrics, type Sample } from './metrics'

export interface OpenDocument {
  name: string
  memoryBytes: number
  unsavedBytes: number
  waitingMessages: number
  waitingBytes: number
  instances: number
  sessions: Record<string, number>
  slowSessions: number
}

export interface LiveSession {
  id: number
  document: string
  user: string
  name: string
  role: string
  client: string
  since: string
  unsentBytes: number
  slow: boolean
}

export interface Compacted {
  outcome: string
  rows: number
  bytes: number
  snapshotBytes: number
}

/** All that the page shows, of one moment. */
export interface Overview {
  documents: OpenDocument[]
  documentCount: number
  sessions: LiveSession[]
  sessionCount: number
  metrics: Sample[]
}

/** Pages of other sites cannot send it: what changes something must have it. */
const KNOWINGLY = { 'x-codecollab-admin': '1' }

const TOKEN_KEY = 'codecollab.admin'

/** Kept until the tab is closed. */
export const adminToken = (): string => sessionStorage.getItem(TOKEN_KEY) ?? ''
export const keepAdminToken = (token: string): void => sessionStorage.setItem(TOKEN_KEY, token)

/** Whether somebody has to say who they are first. */
export const needsToken = (failure: unknown): boolean =>
  failure instanceof Problem && (failure.status === 401 || failure.status === 403)

async function asked<T>(method: string, where: string): Promise<T> {
  return ask<T>(method, `/admin${where}`, { token: adminToken() || (await accessToken()), headers: KNOWINGLY })
}

export async function overview(): Promise<Overview> {
  const [{ documents, count: documentCount }, { sessions, count: sessionCount }, metrics] = await Promise.all([
    asked<{ documents: OpenDocument[]; count: number }>('GET', '/documents'),
    asked<{ sessions: LiveSession[]; count: number }>('GET', '/sessions'),
    fetch('/metrics').then((answer) => answer.text()),
  ])
  return { documents, documentCount, sessions, sessionCount, metrics: readMetrics(metrics) }
}

export const closeDocument = (name: string): Promise<void> => asked('POST', path`/documents/${name}/close`)
export const compactDocument = (name: string): Promise<Compacted> => asked('POST', path`/documents/${name}/compact`)
export const kick = (id: number): Promise<void> => asked('DELETE', path`/sessions/${id}`)
