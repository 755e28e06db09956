import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'
import { precompress } from './build/precompress.ts'
import { pyodide, pyodideVersion } from './build/pyodide.ts'

/** Where a server runs while one works on the client: `npx vite` passes on what is not a file of its own. */
const server = process.env['CODECOLLAB_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), pyodide(), precompress()],
  define: { __PYODIDE_VERSION__: JSON.stringify(await pyodideVersion()) },
  build: {
    outDir: process.env['WEB_OUT'] ?? 'target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    // the content security policy lets no font come from a data: URL
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Monaco's core is one chunk of this size; it is loaded after the shell has painted
    chunkSizeWarningLimit: 5000,
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '/api': server,
      '/metrics': server,
    },
  },
})
