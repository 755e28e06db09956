import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const FILES = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json']

const manifest = createRequire(import.meta.url).resolve('pyodide/package.json')

/** Puts Python (the npm package as it is) among the assets, for `src/run/python.ts` to find. */
export function pyodide(): Plugin {
  return {
    name: 'pyodide',
    apply: 'build',
    async generateBundle() {
      const version = await pyodideVersion()
      for (const name of FILES) {
        const source = await readFile(join(dirname(manifest), name))
        this.emitFile({ type: 'asset', fileName: `assets/pyodide-${version}/${name}`, source })
      }
    },
  }
}

export async function pyodideVersion(): Promise<string> {
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version
}
