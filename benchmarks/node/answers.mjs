/**
 * Which engine is asked what. Those that read updates of Yjs are asked everything; what they have no function for, they say
 * themselves. The others are asked where the work is the same, though on documents in formats of their own.
 */

const OWN_FORMAT = ['loro', 'automerge']

/** Question to what its parameters have to be for the work to be the same. */
const COMPARABLE = {
  'SmallRemoteUpdate.apply': { clients: '1' },
  'LoadAndRead.load': { format: 'v1' },
  'ColdStart.load': { format: 'v1' },
  'LocalEdit.edit': {},
  'EncodeState.changed': { format: 'v1' },
  'EncodeState.unchanged': { format: 'v1' },
  'DiffForPeer.encode': {},
  'EditingTraces.replay': {},
  'CrdtBenchmarks.time': {},
  'CrdtBenchmarks.parse': {},
  'CrdtBenchmarksHuge.time': {},
  'CrdtSizes.update': {},
  'CrdtSizes.document': {},
  'HeapFootprint.struct': {},
  'HeapFootprint.emptyDocument': {},
}

/** The hundredfold document is made by our engine and read by those that read updates of Yjs. */
const HUGE = 'b4x100'

/** Whether there is any use in starting this engine for this row, which has a question and parameters. */
export function isAsked(engine, { question, params }) {
  if (!OWN_FORMAT.includes(engine)) {
    return true
  }
  const wanted = COMPARABLE[question]
  return (
    wanted !== undefined &&
    params.trace !== HUGE &&
    Object.entries(wanted).every(([name, value]) => String(params[name]) === value)
  )
}
