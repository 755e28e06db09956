/** Loro behind the functions of engines.mjs. It does not read updates of Yjs: it keeps documents in a format of its own. */
import { createRequire } from 'node:module'
import { LoroReplica } from './replicas.mjs'

const require = createRequire(import.meta.url)

export async function loadLoro() {
  const L = require('loro-crdt')
  return {
    name: 'loro',
    version: require('loro-crdt/package.json').version,
    ownFormat: true,
    newDocument: () => new L.LoroDoc(),
    /** Snapshots are decoded when somebody asks for what is in them. */
    load: (doc, snapshot) => doc.import(snapshot),
    applyUpdate: (doc, update) => doc.import(update),
    text: (doc) => doc.getText('text').toString(),
    /** One commit each, as an editor binding does it. */
    editableText: (doc) => {
      const text = doc.getText('text')
      return {
        insert: (position, string) => {
          text.insert(position, string)
          doc.commit()
        },
        delete: (position, count) => {
          text.delete(position, count)
          doc.commit()
        },
      }
    },
    onUpdate: (doc, listener) => doc.subscribeLocalUpdates(listener),
    /** What is stored: a snapshot, which has both the history and the state. What is sent: the history a peer lacks. */
    encodeState: (doc, versionVector) =>
      versionVector
        ? doc.export({ mode: 'update', from: L.VersionVector.decode(versionVector) })
        : doc.export({ mode: 'snapshot' }),
    encodeStateVector: (doc) => doc.version().encode(),
    bytesInUse: () => L.__wasm.memory.buffer.byteLength,
    release: (doc) => doc.free(),
    replica: (options) => new LoroReplica(L, options),
  }
}
