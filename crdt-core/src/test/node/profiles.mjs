// What a run is made of: which operations on which roots, and what else happens between them. Weights, not percentages.
const TEXT = [['text.insert', 8], ['text.insertWith', 4], ['text.delete', 6], ['text.format', 6], ['text.embed', 2], ['text.applyDelta', 3], ['text.setAttribute', 1], ['text.removeAttribute', 1]]
const PLAIN = [['text.insert', 8], ['text.delete', 5], ['text.applyDelta', 1]]
const DATA = [['list.insert', 6], ['list.push', 2], ['list.unshift', 1], ['list.delete', 5], ['map.set', 6], ['map.delete', 2], ['map.clear', 1]]
const XML = [['list.insert', 4], ['list.push', 1], ['list.unshift', 1], ['xml.insertAfter', 3], ['list.delete', 4], ['xml.setAttribute', 4], ['xml.removeAttribute', 1], ['text.insert', 4], ['text.insertWith', 2], ['text.format', 3], ['text.delete', 3], ['text.embed', 1], ['text.applyDelta', 1], ['text.setAttribute', 1], ['map.set', 1], ['xml.insertCopy', 1]]
const ALL_ROOTS = ['text', 'plain', 'array', 'map', 'xml', 'element', 'xmltext']
const JSON_TYPES = ['Array', 'Map', 'Text', 'Map']
const EVERY_TYPE = ['Array', 'Map', 'Text', 'XmlElement', 'XmlFragment', 'XmlText', 'XmlHook']
const ALL = [...TEXT, ...DATA, ...XML.filter(([name]) => name.startsWith('xml.')), ['list.insertCopy', 1]]

const MOVES = [['op', 10], ['txn', 2], ['deliver', 6], ['duplicate', 1], ['sync', 1], ['state', 1]]
const SHUFFLED = [['op', 8], ['txn', 1], ['deliver', 5], ['duplicate', 2], ['mergeDeliver', 3], ['sync', 2], ['diff', 2], ['reload', 2], ['state', 2], ['tool', 2]]

export const PROFILES = {
  text: { roots: ['text'], ops: TEXT, formats: true, events: 'clone' },
  textobjects: { roots: ['text'], ops: TEXT, formats: true, objectFormats: true },
  plain: { roots: ['plain'], ops: PLAIN, events: 'direct' },
  data: { roots: ['array', 'map'], ops: [...DATA, ['list.insertBeyond', 1]], nested: ['Map'], beyond: true, events: 'direct' },
  all: { roots: ALL_ROOTS, ops: ALL, nested: JSON_TYPES, formats: true, events: 'clone' },
  nogc: { roots: ALL_ROOTS, ops: ALL, nested: JSON_TYPES, formats: true, gc: 'off' },
  mixedgc: { roots: ALL_ROOTS, ops: ALL, nested: JSON_TYPES, formats: true, gc: 'mixed' },
  gcfilter: { roots: ALL_ROOTS, ops: ALL, nested: JSON_TYPES, formats: true, gcFilter: true },
  undo: { roots: ['text', 'array', 'map', 'xml'], ops: ALL, nested: JSON_TYPES, formats: true, gc: 'random', undo: true, docs: 3, moves: [['op', 10], ['txn', 2], ['deliver', 4], ['undo', 4], ['redo', 3], ['stopCapturing', 2], ['clearUndo', 0.2], ['addToScope', 0.6], ['sync', 1], ['state', 1]] },
  undotext: { roots: ['text'], ops: TEXT, formats: true, gc: 'random', undo: true, docs: 3, moves: [['op', 10], ['txn', 1], ['deliver', 4], ['undo', 5], ['redo', 4], ['stopCapturing', 2], ['state', 1]] },
  undodata: { roots: ['array', 'map'], ops: DATA, nested: JSON_TYPES, gc: 'random', undo: true, docs: 3, events: 'direct', moves: [['op', 10], ['txn', 2], ['deliver', 4], ['undo', 5], ['redo', 4], ['stopCapturing', 2], ['clearUndo', 0.3], ['addToScope', 0.6], ['state', 1]] },
  xml: { roots: ['xml', 'element', 'xmltext'], ops: XML, nested: ['Map'], formats: true, events: 'clone' },
  subdocs: { roots: ['array', 'map'], ops: DATA, nested: ['Map'], subdocs: true, moves: [...MOVES, ['loadSubdoc', 3], ['destroySubdoc', 1], ['reload', 1]] },
  nested: { roots: ['array', 'map', 'text'], ops: [...DATA, ['text.insert', 4], ['text.delete', 2], ['text.embed', 1], ['xml.insertAfter', 1], ['list.insertCopy', 1]], nested: EVERY_TYPE, maxDepth: 16, events: 'direct' },
  txn: { roots: ALL_ROOTS, ops: [...ALL, ['list.insertBeyond', 1]], nested: JSON_TYPES, formats: true, beyond: true, lifeCycle: true, reacts: true, moves: [['op', 1], ['txn', 10], ['deliver', 6], ['applyInside', 1], ['sync', 1], ['state', 1]] },
  snapshots: { roots: ['text', 'array', 'map'], ops: [...TEXT, ...DATA], nested: JSON_TYPES, formats: true, gc: 'off', moves: [['op', 12], ['txn', 1], ['deliver', 5], ['snapshot', 3], ['snapshotDelta', 3], ['snapshotDoc', 1], ['snapshotContains', 1], ['state', 1]] },
  relpos: { roots: ['text', 'array', 'plain'], ops: [...TEXT, ...DATA], nested: JSON_TYPES, formats: true, moves: [['op', 10], ['deliver', 6], ['relative', 5], ['absolute', 6], ['state', 1]] },
  relposundo: { roots: ['text', 'array', 'plain'], ops: [...TEXT, ...DATA], nested: JSON_TYPES, formats: true, undo: true, docs: 3, moves: [['op', 10], ['deliver', 5], ['relative', 5], ['absolute', 6], ['undo', 3], ['redo', 2], ['stopCapturing', 1], ['state', 1]] },
  delivery: { roots: ALL_ROOTS, ops: ALL, nested: JSON_TYPES, formats: true, moves: SHUFFLED, disorder: 2 },
  deliveryplain: { roots: ['plain', 'array', 'map'], ops: [...PLAIN, ...DATA], nested: ['Map'], moves: SHUFFLED, disorder: 2, events: 'direct' },
  clients: { roots: ['plain', 'array', 'map'], ops: [...PLAIN, ...DATA], nested: ['Map'], docs: 7, moves: [...MOVES, ['client', 6]] },
  large: { roots: ['plain', 'array', 'text'], ops: [['text.insert', 9], ['text.delete', 3], ['list.insert', 4], ['list.delete', 2], ['text.format', 1]], formats: true, maxUnits: 4000, burst: 40, docs: 3, steps: 50, seeds: 6, moves: [['txn', 8], ['op', 3], ['deliver', 6]] },
  largeplain: { roots: ['plain', 'array'], ops: [['text.insert', 9], ['text.delete', 3], ['list.insert', 4], ['list.delete', 2]], events: 'direct', maxUnits: 4000, burst: 40, docs: 3, steps: 50, seeds: 6, moves: [['txn', 8], ['op', 3], ['deliver', 6]] },
  surrogates: { roots: ['text', 'map'], ops: [...TEXT, ['map.set', 4]], formats: true, loneSurrogates: true },
  legacy: { roots: ['array', 'map', 'plain'], ops: [...DATA, ...PLAIN], nested: ['Map'], moves: [...MOVES, ['inject', 4], ['tool', 1]], disorder: 3 }
}

for (const [name, profile] of Object.entries(PROFILES)) {
  profile.name = name
  profile.moves = (profile.moves ?? MOVES).map(([move, weight]) => [move, Math.round(weight * 10)])
  profile.gc ??= 'on'
  profile.disorder ??= 4 // one delivery in this many is out of order
  profile.steps ??= 130
  profile.burst ??= 5 // operations in one transaction, at most
  profile.maxUnits ??= 80 // texts and lists longer than this only shrink
  profile.maxDepth ??= 7
  profile.lifeCycle ??= false
  profile.reacts ??= false
  profile.gcFilter ??= false
  profile.loneSurrogates ??= false
}

/*
 * Profiles for runs with fresh seeds. Left to the committed runs are: surrogates, because sooner or later a random run cuts a
 * pair with an edit that changes nothing, where Yjs corrupts its own text and we do not (pitfall 31); and gcfilter, of which
 * one live session in some hundred still ends in another cut of the same document.
 */
export const FRESH = Object.keys(PROFILES).filter(name => name !== 'surrogates' && name !== 'gcfilter')

export { ALL_ROOTS }
