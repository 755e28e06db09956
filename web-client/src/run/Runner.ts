import { messageOf } from '../api/Problem'
import { Observable } from '../theme/Observable'
import { withMore, type OutputLine } from './output'
import type { FromWorker, SourceFile, ToWorker } from './protocol'
import { fetchPython, PYTHON_BASE } from './python'
import JavaScriptWorker from './run-javascript.worker?worker'
import PythonWorker from './run-python.worker?worker'

export type Runnable = 'javascript' | 'python'

export const isRunnable = (language: string): language is Runnable => language === 'javascript' || language === 'python'

export interface Run {
  phase: 'idle' | 'loading' | 'running' | 'done'
  outcome?: 'ok' | 'failed' | 'stopped' | 'timeout'
  /** The name of the file that was run. */
  file: string
  language: Runnable | ''
  output: readonly OutputLine[]
  durationMs: number
}

const NOTHING: Run = { phase: 'idle', file: '', language: '', output: [], durationMs: 0 }

/** Runs one program at a time, in a worker, which can always be ended from here. */
export class Runner {
  readonly run = new Observable<Run>(NOTHING)
  #worker: Worker | undefined
  /** A Python that is ready for another program: making one takes seconds. */
  #python: Worker | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #startedAt = 0
  #number = 0

  /** @param limitMs what takes longer is ended; getting ready does not count */
  async start(language: Runnable, main: string, files: readonly SourceFile[], limitMs: number): Promise<void> {
    this.#end()
    const number = ++this.#number
    this.run.set({ ...NOTHING, phase: 'loading', file: main, language })
    let worker: Worker
    try {
      worker = language === 'python' ? await this.#readyPython() : new JavaScriptWorker()
    } catch (failure) {
      if (number === this.#number) {
        this.#show([{ kind: 'err', text: messageOf(failure) }])
        this.#finish('failed')
      }
      return
    }
    if (number !== this.#number) {
      return // stopped, or another one was started, while it got ready
    }
    this.#worker = worker
    this.#startedAt = performance.now()
    this.run.set({ ...this.run.get(), phase: 'running' })
    this.#timer = setTimeout(() => this.#abort('timeout'), limitMs)
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#heard(data)
    worker.onerror = (event) => {
      this.#show([{ kind: 'err', text: event.message || 'The program could not be run.' }])
      this.#abort('failed')
    }
    worker.postMessage({ type: 'run', main, files } satisfies ToWorker)
  }

  stop(): void {
    const { phase } = this.run.get()
    if (phase === 'loading' || phase === 'running') {
      this.#abort('stopped')
    }
  }

  clear(): void {
    this.stop()
    this.run.set(NOTHING)
  }

  destroy(): void {
    this.stop()
    this.#python?.terminate()
    this.#python = undefined
  }

  #heard(message: FromWorker): void {
    if (message.type === 'output') {
      this.#show(message.lines)
    } else if (message.type === 'done') {
      this.#finish(message.isOk ? 'ok' : 'failed')
      if (this.#worker !== this.#python) {
        this.#worker?.terminate()
      }
      this.#worker = undefined
    }
  }

  #show(lines: readonly OutputLine[]): void {
    const now = this.run.get()
    this.run.set({ ...now, output: withMore(now.output, lines) })
  }

  /** Nothing asks a program that does not listen: its worker is ended. */
  #abort(outcome: 'stopped' | 'timeout' | 'failed'): void {
    this.#number++
    this.#end()
    this.#finish(outcome)
  }

  #end(): void {
    clearTimeout(this.#timer)
    if (this.#worker !== undefined) {
      this.#worker.terminate()
      if (this.#worker === this.#python) {
        this.#python = undefined
      }
      this.#worker = undefined
    }
  }

  #finish(outcome: NonNullable<Run['outcome']>): void {
    clearTimeout(this.#timer)
    const durationMs = this.#startedAt === 0 ? 0 : performance.now() - this.#startedAt
    this.#startedAt = 0
    this.run.set({ ...this.run.get(), phase: 'done', outcome, durationMs })
  }

  async #readyPython(): Promise<Worker> {
    if (this.#python !== undefined) {
      return this.#python
    }
    const files = await fetchPython()
    const worker = new PythonWorker()
    const ready = new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => data.type === 'ready' && resolve()
      worker.onerror = (event) => reject(new Error(event.message || 'Python could not be started.'))
    })
    worker.postMessage({ type: 'prepare', base: PYTHON_BASE, files } satisfies ToWorker, Object.values(files))
    await ready
    this.#python = worker
    return worker
  }
}
