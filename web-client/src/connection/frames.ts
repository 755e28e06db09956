import * as decoding from 'lib0/decoding'

/** What a frame of the Hocuspocus dialect means for what is stored. */
export type FrameKind = 'state' | 'update' | 'stored' | 'refused' | 'other'

const SYNC = 0
const SYNC_STATUS = 8
const STATE = 1
const UPDATE = 2

/** `frame := varString address, varUint type, …`, but for pings, which are one byte. */
export function kindOf(frame: Uint8Array): FrameKind {
  if (frame.length < 3) {
    return 'other'
  }
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint8Array(decoder)
  const type = decoding.readVarUint(decoder)
  if (type === SYNC) {
    const step = decoding.readVarUint(decoder)
    return step === STATE ? 'state' : step === UPDATE ? 'update' : 'other'
  } else if (type === SYNC_STATUS) {
    return decoding.readVarInt(decoder) === 1 ? 'stored' : 'refused'
  }
  return 'other'
}
