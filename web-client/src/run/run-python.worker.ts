import { OutputQueue } from './OutputQueue'
import type { SourceFile, WorkerScope } from './protocol'
import { seal } from './seal'

/*
 * Runs Python programs, one after the other, each with names of its own. The page fetches what Python is made of, because this
 * worker may fetch nothing; only scripts of this server are loaded from here.
 */

const scope = globalThis as unknown as WorkerScope
const say = scope.postMessage.bind(scope)

const FOLDER = '/home/pyodide'

/** What of Pyodide is used here. */
interface Python {
  runPython(code: string, options?: { globals?: unknown; filename?: string }): unknown
  runPythonAsync(code: string, options?: { globals?: unknown; filename?: string }): Promise<unknown>
  setStdout(options: { batched: (line: string) => void }): void
  setStderr(options: { batched: (line: string) => void }): void
  setStdin(options: { error: boolean }): void
  toPy(value: unknown): unknown
  FS: { mkdirTree(path: string): void; writeFile(path: string, text: string): void }
}

let python: Python | undefined
let output = new OutputQueue(() => {})

scope.onmessage = ({ data }) => {
  if (data.type === 'prepare') {
    void prepare(data.base, data.files)
  } else if (python !== undefined) {
    void run(python, data.main, data.files)
  }
}

async function prepare(base: string, files: Record<string, ArrayBuffer>): Promise<void> {
  Object.assign(globalThis, {
    fetch: async (url: string | URL) => {
      const name = String(url).replace(/.*\//, '')
      const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
      return new Response(files[name] ?? null, { status: files[name] ? 200 : 404, headers: { 'content-type': type } })
    },
  })
  const { loadPyodide } = (await import(/* @vite-ignore */ `${base}pyodide.mjs`)) as {
    loadPyodide: (options: { indexURL: string; fullStdLib: boolean }) => Promise<Python>
  }
  python = await loadPyodide({ indexURL: base, fullStdLib: false })
  python.setStdout({ batched: (line) => output.add('out', line) })
  python.setStderr({ batched: (line) => output.add('err', line) })
  python.setStdin({ error: true })
  seal()
  Reflect.deleteProperty(globalThis, 'postMessage')
  say({ type: 'ready' })
}

async function run(py: Python, main: string, files: readonly SourceFile[]): Promise<void> {
  output = new OutputQueue((lines) => say({ type: 'output', lines }))
  let isOk = true
  try {
    for (const file of files) {
      const path = `${FOLDER}/${file.name}`
      py.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')))
      py.FS.writeFile(path, file.text)
    }
    py.runPython(FORGET_MODULES)
    const source = files.find((file) => file.name === main)?.text ?? ''
    const globals = py.runPython("{'__name__': '__main__'}")
    const value = await py.runPythonAsync(source, { globals, filename: main })
    const shown: unknown = py.runPython('lambda value: None if value is None else repr(value)')
    const text = (shown as (value: unknown) => unknown)(value)
    if (typeof text === 'string') {
      output.add('result', text)
    }
  } catch (failure) {
    isOk = false
    output.add('err', traceback(failure, main))
  }
  output.flush()
  say({ type: 'done', isOk })
}

/** Files of the document are read anew at every run, and those that are gone are gone. */
const FORGET_MODULES = `
import importlib, sys
for name, module in list(sys.modules.items()):
    if (getattr(module, '__file__', None) or '').startswith('${FOLDER}/'):
        del sys.modules[name]
importlib.invalidate_caches()
`

/** Without the lines that are about how the program was started. */
function traceback(failure: unknown, main: string): string {
  const lines = String(failure instanceof Error ? failure.message : failure)
    .trimEnd()
    .split('\n')
  const first = lines.findIndex((line) => line.startsWith(`  File "${main}"`))
  return (first > 0 ? [lines[0], ...lines.slice(first)] : lines).join('\n')
}
