import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const TEXT = /\.(html|js|mjs|css|svg|json|wasm|ttf|txt)$/

/** From here on the best compression takes a minute of everybody's build, and saves a tenth of what is loaded on demand. */
const LARGE_BYTES = 4 << 20

/** Below this, the headers of an answer weigh more than what compression saves. */
const MIN_BYTES = 512

/** Writes a `.br` and a `.gz` beside every file of the build that becomes smaller by it. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'precompress',
    apply: (_config, { command, mode }) => command === 'build' && mode === 'production',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name))
      await Promise.all(files.map((file) => compress(join(file.parentPath, file.name))))
    },
  }
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < MIN_BYTES) {
    return
  }
  const brotli = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length < LARGE_BYTES ? 11 : 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  const gzipped = await promisify(gzip)(bytes, { level: 9 })
  await writeFile(`${path}.br`, brotli)
  await writeFile(`${path}.gz`, gzipped)
}
