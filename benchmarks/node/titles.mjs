/** The questions in words, as pictures are headed by them: name of the class to the sentence. */
const TITLES = {
  SmallRemoteUpdate: "How long does somebody else's keystroke take in a big document?",
  RemoteHistory: 'How long does an update take while a paper is being written?',
  ConcurrentHistory: 'How long does a session of two authors take, update by update?',
  LoadAndRead: 'How long does it take from stored bytes to text?',
  LoadHuge: 'How long does a document of a million structs take to load?',
  LocalEdit: "How long does one's own keystroke take?",
  EncodeState: 'How long does it take to write a whole document as bytes?',
  DiffForPeer: 'How long does it take to find what a client lacks that is 1,000 updates behind?',
  MergeUpdates: 'How long do 10,000 updates take to merge into one?',
  DiffUpdate: 'How long does a diff of stored bytes take without building a document?',
  StateVectorFromUpdate: 'How long does it take to see from stored bytes what a document knows?',
  Conflict: 'How long does it take when many clients write at one place at once?',
  ReverseDelivery: 'How long do updates take that come last first?',
  HeapFootprint: 'How much memory does a document take?',
  ColdStart: 'How long does the first load of a fresh process take?',
  EditingTraces: 'How long does it take to write a public editing trace again?',
  'CrdtBenchmarks.time': 'How long do the crdt-benchmarks B1 to B4 take?',
  'CrdtBenchmarks.parse': 'How long do the documents of the crdt-benchmarks B1 to B4 take to load?',
  'CrdtSizes.update': 'How many bytes do the clients of the crdt-benchmarks B1 to B4 send?',
  'CrdtSizes.document': 'How many bytes do the documents of the crdt-benchmarks B1 to B4 have?',
  CrdtBenchmarks: 'How long do the crdt-benchmarks B1 to B4 take?',
  CrdtBenchmarksHuge: 'How long does a paper take to write a hundred times over (B4x100)?',
  CrdtSizes: 'How many bytes do the crdt-benchmarks B1 to B4 send and keep?',
  JniCrossing: 'What does it cost to call native code from Java?',
  AwarenessUpdate: 'What does it cost to hear where cursors are, and to tell a newcomer?',
  ProtocolDecode: 'How long does a message of a client take to read?',
  FanOut: 'What does it cost to tell readers of an edit, for each of them?',
  JournalAppend: 'How long does it take until an edit is on disk?',
}

/** Floors are shown below what stands on them. */
const SHOWN_WITH = { PlainInsert: 'JournalAppend', FileSync: 'JournalAppend' }

/** The class of a question: package.Class.method, mostly without a package. */
export function classOf(question) {
  return question.split('.').at(-2) ?? question
}

/** The class whose picture a question is in. */
export function pictureOf(question) {
  return SHOWN_WITH[classOf(question)] ?? classOf(question)
}

/** For a picture of a class, or of one of its methods; one nobody has put into words yet is called by its name. */
export function titleOf(name, method) {
  return TITLES[`${name}.${method}`] ?? TITLES[name] ?? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
}
