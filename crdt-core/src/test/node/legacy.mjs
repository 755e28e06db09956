// Updates that Yjs 13.6 reads but never writes itself, made by hand: ContentJSON from before ContentAny, several values
// under one map key, overlong integers, empty sections.
import * as encoding from 'lib0/encoding'

const JSON_REF = 2
const ANY_REF = 8
const STRING_REF = 4
const DELETED_REF = 1

const JSON_TEXTS = ['undefined', 'null', '1', '-0.5', '"é"', '{"b":1,"a":[true,null]}', '[]', '"plain"', '1e+21']

/** A V1 update with one section of a client nobody else uses, starting at clock 0. */
export const legacyUpdate = (random, client, doc) => {
  const encoder = encoding.createEncoder()
  const kind = random.pick(['jsonList', 'jsonList', 'jsonMap', 'anyMap', 'deleted', 'stringInArray', 'emptyDeleteSection'])
  const texts = Array.from({ length: 1 + random.below(4) }, () => random.pick(JSON_TEXTS))
  const head = (ref, root, key) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 0)
    encoding.writeUint8(encoder, ref | (key === null ? 0 : 0x20))
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, root)
    if (key !== null) encoding.writeVarString(encoder, key)
  }
  const json = () => {
    encoding.writeVarUint(encoder, texts.length)
    for (const text of texts) encoding.writeVarString(encoder, text)
  }
  switch (kind) {
    case 'jsonList': head(JSON_REF, 'array', null); json(); break
    case 'jsonMap': head(JSON_REF, 'map', 'legacy'); json(); break
    case 'anyMap':
      head(ANY_REF, 'map', 'several')
      encoding.writeVarUint(encoder, 2)
      encoding.writeAny(encoder, 'hidden')
      encoding.writeAny(encoder, 7)
      break
    case 'deleted':
      head(DELETED_REF, random.pick(['array', 'plain']), null)
      encoding.writeVarUint(encoder, 1 + random.below(5))
      break
    case 'stringInArray':
      head(STRING_REF, 'array', null)
      encoding.writeVarString(encoder, random.pick(['abc', 'é']))
      break
    default: // structs: none; a delete set whose only section is empty, then a client count written with too many bytes
      encoding.writeVarUint(encoder, 0)
      encoding.writeUint8(encoder, 0x81)
      encoding.writeUint8(encoder, 0)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, 0)
      return encoding.toUint8Array(encoder)
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}
