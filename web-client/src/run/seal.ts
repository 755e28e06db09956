/** What a program in a worker could reach this browser's other things with, or others on the network. */
const OUTSIDE = [
  'BroadcastChannel',
  'EventSource',
  'FileReaderSync',
  'Notification',
  'RTCPeerConnection',
  'SharedWorker',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'Worker',
  'XMLHttpRequest',
  'caches',
  'cookieStore',
  'fetch',
  'importScripts',
  'indexedDB',
  'navigator',
  'webkitRequestFileSystem',
  'webkitRequestFileSystemSync',
  'webkitResolveLocalFileSystemURL',
  'webkitResolveLocalFileSystemSyncURL',
]

/**
 * Leaves a worker nothing but its own memory, before it runs what somebody else may have written: documents of this browser
 * are in IndexedDB, and the server would take it for its reader. That nothing is loaded or sent is also what the policy of the
 * worker's script says, and the browser enforces (http/WebClient).
 */
export function seal(): void {
  for (const name of OUTSIDE) {
    for (let holder: object | null = globalThis; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
      if (Object.hasOwn(holder, name)) {
        Reflect.deleteProperty(holder, name)
      }
    }
  }
}
