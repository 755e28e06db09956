/*
 * Keeps the page itself in the browser, so that it opens without the server: what is in a document is kept by y-indexeddb.
 *
 *     a page     from the server, or, where that fails, the one that was kept
 *     /assets/…  the one that was kept: its name has a hash, it never changes
 *     the rest   is not touched: the API, sockets, other people's pages
 *
 * It begins with the next page: the first visit loads as if it were not there.
 */
const PAGES = 'codecollab-pages'
const ASSETS = 'codecollab-assets'
const PAGE = '/index.html'

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) {
    return
  } else if (request.mode === 'navigate' && /^\/(d\/.+|account|admin)?$/.test(pathname)) {
    event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(asset(request))
  }
})

async function page(request) {
  const pages = await caches.open(PAGES)
  const kept = await pages.match(PAGE)
  try {
    const fresh = await fetch(request)
    if (fresh.ok && fresh.headers.get('content-type')?.startsWith('text/html')) {
      if (kept !== undefined && kept.headers.get('etag') !== fresh.headers.get('etag')) {
        await caches.delete(ASSETS) // those of another version
      }
      await pages.put(PAGE, fresh.clone())
    }
    return fresh
  } catch (failure) {
    if (kept === undefined) {
      throw failure
    }
    return kept
  }
}

async function asset(request) {
  const assets = await caches.open(ASSETS)
  const kept = await assets.match(request)
  if (kept !== undefined) {
    return kept
  }
  const fresh = await fetch(request)
  if (fresh.ok) {
    await assets.put(request, fresh.clone())
  }
  return fresh
}
