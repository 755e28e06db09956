import type { OutputLine } from './output'

/** A file of the document, by which a program finds the others. */
export interface SourceFile {
  name: string
  text: string
}

/** What of a worker's global scope is used here. */
export interface WorkerScope {
  postMessage(message: FromWorker): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  onerror: ((event: string | ErrorEvent) => boolean) | null
  onunhandledrejection: ((event: PromiseRejectionEvent) => void) | null
}

/** What a worker is told: once to get ready, if it needs anything for that, then to run programs. */
export type ToWorker =
  | { type: 'prepare'; base: string; files: Record<string, ArrayBuffer> }
  | { type: 'run'; main: string; files: readonly SourceFile[] }

/** What a worker says. Lines come in bunches, so that a program that prints without end leaves the page alone. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'output'; lines: readonly OutputLine[] }
  | { type: 'done'; isOk: boolean }
