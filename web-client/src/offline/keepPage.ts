const ASSETS = 'codecollab-assets'
const PAGES = 'codecollab-pages'
const PAGE = '/index.html'

/** By then all that the first document needs has been loaded, and nothing waits for this. */
const QUIET_MS = 4_000

/**
 * Lets the page open without the server from now on (see `service-worker.js`). What was loaded before the worker was there
 * is handed to it: mostly out of the browser's own cache. Browsers offer this over https, and on this machine.
 */
export function keepPage(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) {
    return
  }
  // at once: the server, which has just sent the page, is there
  navigator.serviceWorker
    .register('/service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(() => new Promise((resolve) => setTimeout(resolve, QUIET_MS)))
    .then(keepLoaded)
    .catch(() => {
      // private windows, full disks: the page goes on as it did without
    })
}

async function keepLoaded(): Promise<void> {
  const pages = await caches.open(PAGES)
  if ((await pages.match(PAGE)) === undefined) {
    await pages.add(new Request(PAGE, { cache: 'no-cache' }))
  }
  const assets = await caches.open(ASSETS)
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  for (const { origin, pathname } of loaded) {
    if (origin === location.origin && pathname.startsWith('/assets/') && (await assets.match(pathname)) === undefined) {
      await assets.add(pathname)
    }
  }
}
