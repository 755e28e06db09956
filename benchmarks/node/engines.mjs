/**
 * The rivals, each behind the same few functions. What an engine cannot do is absent, and its row stays empty. Engines with
 * `ownFormat` do not read updates of Yjs: answers.mjs says what they are asked, stored.mjs what they start from.
 */
import { createRequire } from 'node:module'
import { loadAutomerge } from './automerge-engine.mjs'
import { loadLoro } from './loro-engine.mjs'
import { YjsReplica, YwasmReplica } from './replicas.mjs'

const require = createRequire(import.meta.url)

async function loadYjs() {
  const Y = await import('yjs')
  return {
    name: 'yjs',
    version: require('yjs/package.json').version,
    newDocument: () => new Y.Doc(),
    load: (doc, update, format = 'v1') => (format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, update),
    applyUpdate: Y.applyUpdate,
    applyUpdateV2: Y.applyUpdateV2,
    text: (doc) => doc.getText('text').toString(),
    content: (doc) => ({
      text: doc.getText('text').toString(),
      map: doc.getMap('map').toJSON(),
      array: doc.getArray('array').toJSON(),
    }),
    editableText: (doc) => {
      const text = doc.getText('text')
      return {
        insert: (position, string) => text.insert(position, string),
        delete: (position, count) => text.delete(position, count),
      }
    },
    onUpdate: (doc, listener) => doc.on('update', listener),
    encodeState: (doc, stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
    encodeStateV2: (doc, stateVector) => Y.encodeStateAsUpdateV2(doc, stateVector),
    mergeUpdates: Y.mergeUpdates,
    diffUpdate: Y.diffUpdate,
    stateVectorFromUpdate: Y.encodeStateVectorFromUpdate,
    encodeStateVector: (doc) => Y.encodeStateVector(doc),
    bytesInUse: () => {
      globalThis.gc()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      return heapUsed + arrayBuffers
    },
    release: () => {},
    replica: (options) => new YjsReplica(Y, options),
    writesTheBytesOfYjs: true,
  }
}

async function loadYwasm() {
  const Y = require('ywasm')
  const root = (doc, kind, read) => {
    const handle = doc[`get${kind}`](kind.toLowerCase())
    const value = read(handle)
    handle.free()
    return value
  }
  // A handle into a document keeps all of it: those that outlive a call are freed with the document.
  const handles = new Map()
  const keep = (doc, handle) => {
    handles.set(doc, [...(handles.get(doc) ?? []), handle])
    return handle
  }
  return {
    name: 'ywasm',
    version: require('ywasm/package.json').version,
    newDocument: () => new Y.YDoc({}),
    load: (doc, update, format = 'v1') => (format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, update, undefined),
    applyUpdate: (doc, update) => Y.applyUpdate(doc, update, undefined),
    applyUpdateV2: (doc, update) => Y.applyUpdateV2(doc, update, undefined),
    text: (doc) => root(doc, 'Text', (text) => text.toString()),
    content: (doc) => ({
      text: root(doc, 'Text', (text) => text.toString()),
      map: root(doc, 'Map', (map) => Object.fromEntries(Object.entries(map.toJson()))),
      array: root(doc, 'Array', (array) => array.toJson()),
    }),
    editableText: (doc) => {
      const text = keep(doc, doc.getText('text'))
      return {
        insert: (position, string) => text.insert(position, string, undefined, undefined),
        delete: (position, count) => text.delete(position, count, undefined),
      }
    },
    onUpdate: (doc, listener) => keep(doc, doc.onUpdate(listener)),
    encodeState: (doc, stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
    encodeStateV2: (doc, stateVector) => Y.encodeStateAsUpdateV2(doc, stateVector),
    encodeStateVector: (doc) => Y.encodeStateVector(doc),
    // Linear memory never shrinks: what documents occupy shows as growth once enough of them are alive together.
    bytesInUse: () => Y.__wasm.memory.buffer.byteLength,
    release: (doc) => {
      for (const handle of handles.get(doc) ?? []) handle.free()
      handles.delete(doc)
      doc.free()
    },
    replica: (options) => new YwasmReplica(Y, options),
    writesTheBytesOfYjs: false,
  }
}

export const ENGINES = { yjs: loadYjs, ywasm: loadYwasm, loro: loadLoro, automerge: loadAutomerge }
