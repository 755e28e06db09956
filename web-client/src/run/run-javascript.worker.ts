import { inspect } from './inspect'
import { OutputQueue } from './OutputQueue'
import type { SourceFile, WorkerScope } from './protocol'
import { seal } from './seal'

/*
 * Runs one JavaScript program, then is thrown away. `require` finds the other files of the document. A program has ended when
 * its last line has, and no timer of it is left.
 */

const scope = globalThis as unknown as WorkerScope
const say = scope.postMessage.bind(scope)
const output = new OutputQueue((lines) => say({ type: 'output', lines }))

let timerCount = 0
let mainIsDone = false
let hasFailed = false

scope.onmessage = ({ data }) => {
  if (data.type === 'run') {
    scope.onmessage = null
    seal()
    Reflect.deleteProperty(globalThis, 'postMessage')
    watchTimers()
    Object.assign(globalThis, { console: consoleOf(output) })
    void run(data.main, data.files)
  }
}

scope.onerror = (event) => {
  fail(typeof event === 'string' ? event : (event.error ?? event.message))
  return true
}

scope.onunhandledrejection = (event) => {
  event.preventDefault()
  fail(event.reason)
}

async function run(main: string, files: readonly SourceFile[]): Promise<void> {
  const source = files.find((file) => file.name === main)?.text ?? ''
  Object.assign(globalThis, { require: requireAmong(files) })
  try {
    const value: unknown = await evaluated(source, main)
    if (value !== undefined) {
      output.add('result', inspect(value))
    }
  } catch (failure) {
    fail(failure)
  }
  mainIsDone = true
  endIfDone()
}

/** A script's value is that of its last line. One that waits at the top is a function's body, and has none. */
function evaluated(source: string, name: string): unknown {
  const named = `${source}\n//# sourceURL=${encodeURI(name)}`
  if (/\bawait\b/.test(source)) {
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor
    return (new AsyncFunction(named) as () => Promise<unknown>)()
  }
  return (0, eval)(named)
}

function requireAmong(files: readonly SourceFile[]): (name: string) => unknown {
  const modules = new Map<string, { exports: unknown }>()
  return (wanted) => {
    const name = String(wanted).replace(/^\.\//, '')
    const file = files.find((each) => each.name === name || each.name === `${name}.js` || each.name === `${name}.json`)
    if (file === undefined) {
      throw new Error(`There is no file ${name} in this document`)
    }
    let module = modules.get(file.name)
    if (module === undefined) {
      module = { exports: {} }
      modules.set(file.name, module)
      if (file.name.endsWith('.json')) {
        module.exports = JSON.parse(file.text)
      } else {
        const body = `${file.text}\n//# sourceURL=${encodeURI(file.name)}`
        new Function('module', 'exports', body)(module, module.exports)
      }
    }
    return module.exports
  }
}

function consoleOf(queue: OutputQueue): Partial<Console> {
  const to =
    (kind: 'out' | 'err') =>
    (...values: unknown[]) =>
      queue.add(kind, values.map(inspect).join(' '))
  const [out, err] = [to('out'), to('err')]
  const counts = new Map<string, number>()
  const began = new Map<string, number>()
  return {
    log: out,
    info: out,
    debug: out,
    dir: out,
    table: out,
    group: out,
    groupEnd: () => {},
    warn: err,
    error: err,
    trace: err,
    assert: (condition, ...values) => condition || err('Assertion failed', ...values),
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) ?? 0) + 1)
      out(`${label}: ${counts.get(label)}`)
    },
    time: (label = 'default') => void began.set(label, performance.now()),
    timeEnd: (label = 'default') => out(`${label}: ${(performance.now() - (began.get(label) ?? performance.now())).toFixed(1)} ms`),
    clear: () => {},
  }
}

/** Counts the timers that are still to fire. */
function watchTimers(): void {
  const alive = new Set<number>()
  const ended = (id: number) => {
    if (alive.delete(id)) {
      timerCount--
      endIfDone()
    }
  }
  const { setTimeout, setInterval, clearTimeout } = globalThis
  const watched = (start: typeof setTimeout, isOnce: boolean) =>
    ((handler: (...values: unknown[]) => void, delayMs?: number, ...values: unknown[]) => {
      const id: number = (start as unknown as (run: () => void, delayMs?: number) => number)(() => {
        try {
          handler(...values)
        } catch (failure) {
          fail(failure)
        }
        if (isOnce) {
          ended(id)
        } else {
          output.flush()
        }
      }, delayMs)
      alive.add(id)
      timerCount++
      return id
    }) as unknown as typeof setTimeout
  const clear = (id?: number) => {
    clearTimeout(id)
    if (id !== undefined) {
      ended(id)
    }
  }
  Object.assign(globalThis, {
    setTimeout: watched(setTimeout, true),
    setInterval: watched(setInterval as typeof setTimeout, false),
    clearTimeout: clear,
    clearInterval: clear,
  })
}

function fail(failure: unknown): void {
  hasFailed = true
  output.add('err', cleaned(inspect(failure)))
}

/** Without the lines of a stack that are about this worker. */
function cleaned(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s+at (eval \(<anonymous>\)|.*(\/assets\/|\/src\/run\/))/.test(line))
    .join('\n')
}

function endIfDone(): void {
  if (mainIsDone && timerCount === 0) {
    output.flush()
    say({ type: 'done', isOk: !hasFailed })
  }
}
