/** Where the build puts what Python is made of (build/pyodide.ts): the name says which, so it never changes. */
export const PYTHON_BASE = `/assets/pyodide-${__PYODIDE_VERSION__}/`

const FILES = ['pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json']

/** Fetches what Python is made of, from this server. The browser keeps it. */
export async function fetchPython(): Promise<Record<string, ArrayBuffer>> {
  const entries = await Promise.all(
    FILES.map(async (name) => {
      const answer = await fetch(PYTHON_BASE + name)
      if (!answer.ok) {
        throw new Error(`Python could not be loaded: the server answered with ${answer.status}.`)
      }
      return [name, await answer.arrayBuffer()] as const
    }),
  )
  return Object.fromEntries(entries)
}
