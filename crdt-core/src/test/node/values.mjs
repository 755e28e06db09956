// Values as they stand in a run file. JSON carries what JSON can; everything else is an object with a "$":
//
//   {"$":"undef"}  {"$":"num","v":"-0"|"NaN"|"Infinity"|"-Infinity"}  {"$":"big","v":"12"}  {"$":"bytes","v":"0aff"}
//   {"$":"entries","v":[[key,value],…]}                         an object whose keys were written in this order
//   {"$":"Text"|"XmlText","s":string} or "delta":[…]            a shared type that is not in a document yet
//   {"$":"Array"|"XmlFragment","v":[…]}  {"$":"Map","v":[[key,value],…]}  {"$":"XmlHook","name":…,"v":[[key,value],…]}
//   {"$":"XmlElement","name":…,"attrs":[[key,value],…],"v":[…]}
//   {"$":"Doc","guid":…,"opts":{…}}
//
// In what a document gave back (events, contents), shared types are {"$":kind} alone and object keys are sorted: the
// order of the entries of a Y.Map is local to a replica.
import * as Y from 'yjs'

export const hex = bytes => Buffer.from(bytes).toString('hex')
export const unhex = text => new Uint8Array(Buffer.from(text, 'hex'))

/** The kind of a shared type, as in the table above. */
export const kindOf = type => {
  switch (type.constructor) {
    case Y.Text: return 'Text'
    case Y.XmlText: return 'XmlText'
    case Y.Array: return 'Array'
    case Y.Map: return 'Map'
    case Y.XmlHook: return 'XmlHook'
    case Y.XmlElement: return 'XmlElement'
    case Y.XmlFragment: return 'XmlFragment'
    default: throw new Error('not a shared type: ' + type.constructor.name)
  }
}

/** From the file to what is handed to Yjs. */
export const decode = value => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(decode)
  switch (value.$) {
    case undefined: return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, decode(v)]))
    case 'undef': return undefined
    case 'num': return Number(value.v)
    case 'big': return BigInt(value.v)
    case 'bytes': return unhex(value.v)
    case 'entries': {
      const object = {}
      for (const [key, v] of value.v) object[key] = decode(v)
      return object
    }
    case 'Text': return filledText(new Y.Text(value.s), value)
    case 'XmlText': return filledText(new Y.XmlText(value.s), value)
    case 'Array': return Y.Array.from(value.v.map(decode))
    case 'Map': return filledMap(new Y.Map(), value)
    case 'XmlHook': return filledMap(new Y.XmlHook(value.name), value)
    case 'XmlElement': {
      const element = new Y.XmlElement(value.name)
      for (const [key, v] of value.attrs ?? []) element.setAttribute(key, decode(v))
      element.insert(0, (value.v ?? []).map(decode))
      return element
    }
    case 'XmlFragment': {
      const fragment = new Y.XmlFragment()
      fragment.insert(0, value.v.map(decode))
      return fragment
    }
    case 'Doc': return new Y.Doc({ guid: value.guid, ...decode(value.opts) })
    default: throw new Error('unknown value ' + JSON.stringify(value))
  }
}

const filledText = (text, value) => {
  if (value.delta) text.applyDelta(decode(value.delta))
  return text
}

const filledMap = (map, value) => {
  for (const [key, v] of value.v) map.set(key, decode(v))
  return map
}

/** From what Yjs gave back to the file. */
export const encode = value => {
  if (value === undefined) return { $: 'undef' }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return { $: 'big', v: String(value) }
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return { $: 'num', v: '-0' }
    return Number.isFinite(value) ? value : { $: 'num', v: String(value) }
  }
  if (Array.isArray(value)) return value.map(encode)
  if (value instanceof Uint8Array) return { $: 'bytes', v: hex(value) }
  if (value instanceof Y.Doc) return { $: 'Doc', guid: value.guid }
  if (value instanceof Y.AbstractType) return { $: kindOf(value) }
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, encode(value[key])]))
}
