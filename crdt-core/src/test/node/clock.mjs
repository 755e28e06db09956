// A clock that only moves when told to. Import it before yjs: lib0 keeps the Date.now it finds at load time, and the
// capture timeout of UndoManager is read from that.
let nowMs = 1_000_000

Date.now = () => nowMs

export const advance = ms => { nowMs += ms }
export const reset = () => { nowMs = 1_000_000 }
