// The operations of a run: each makes random arguments for a target (null: not possible now) and performs them.
// Arguments are JSON (values.mjs); what is performed is always what was decoded from them, never the original objects.
import * as Y from 'yjs'
import { resolve } from './tree.mjs'
import { decode } from './values.mjs'

// ---- indices that stay off the middle of a surrogate pair: Yjs itself diverges there (no-op splits write U+FFFD)

const units = text => text.toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')
const isHigh = (string, index) => (string.charCodeAt(index) & 0xfc00) === 0xd800

class TextPlaces {
  constructor (text, random) {
    this.units = units(text)
    this.length = this.units.length
    this.random = random
  }

  floor (index) { return isHigh(this.units, index - 1) ? index - 1 : index }

  index () { return this.floor(this.random.below(this.length + 1)) }

  /** [index, length] of something that is there. */
  range () {
    const index = this.floor(this.random.below(this.length))
    const size = this.random.oneIn(8) ? this.random.below(this.length) : this.random.below(5)
    const end = this.floor(Math.min(this.length, index + 1 + size))
    return [index, end > index ? end - index : Math.min(2, this.length - index)] // 2: the pair that starts here
  }
}

const text = {
  'text.insert': {
    make (session, { type }) {
      const { random } = session
      const places = new TextPlaces(type, random)
      if (places.length > session.profile.maxUnits) return null
      return [random.oneIn(20) ? places.length + 3 : places.index(), session.values.typed()]
    },
    do: (type, [index, string]) => type.insert(index, string)
  },
  'text.insertWith': {
    make (session, { type }) {
      const places = new TextPlaces(type, session.random)
      return places.length > session.profile.maxUnits ? null : [places.index(), session.values.typed(), session.values.attributes()]
    },
    do: (type, [index, string, attributes]) => type.insert(index, string, decode(attributes))
  },
  'text.embed': {
    make (session, { type, path }) {
      const { random } = session
      const places = new TextPlaces(type, random)
      if (places.length > session.profile.maxUnits) return null
      const embed = random.oneIn(3) && path.length < session.profile.maxDepth
        ? session.values.type(['Map', 'Array', 'Text', 'XmlElement', 'XmlText'], 1)
        : { $: 'entries', v: [['img', session.values.jsonSafe()]] }
      return random.oneIn(2) ? [places.index(), embed] : [places.index(), embed, session.values.attributes()]
    },
    do: (type, [index, embed, attributes]) => type.insertEmbed(index, decode(embed), attributes && decode(attributes))
  },
  'text.delete': {
    make ({ random }, { type }) {
      const places = new TextPlaces(type, random)
      if (places.length === 0) return null
      const [index, length] = places.range()
      return random.oneIn(25) ? [index, places.length + 5] : [index, length]
    },
    do: (type, [index, length]) => type.delete(index, length)
  },
  'text.format': {
    make (session, { type }) {
      const places = new TextPlaces(type, session.random)
      if (places.length === 0) return null
      const [index, length] = places.range()
      return [index, session.random.oneIn(40) ? places.length - index + 2 : length, session.values.attributes()]
    },
    do: (type, [index, length, attributes]) => type.format(index, length, decode(attributes))
  },
  'text.applyDelta': {
    make (session, { type }) {
      const { random } = session
      const places = new TextPlaces(type, random)
      const delta = []
      let index = 0
      const some = () => places.floor(Math.min(places.length, index + 1 + random.below(6))) - index
      for (let count = 1 + random.below(4); count > 0; count--) {
        const kind = random.weighted([['insert', places.length > session.profile.maxUnits ? 0 : 3], ['retain', 3], ['delete', 3]])
        const withAttributes = session.profile.formats && random.oneIn(2) ? { attributes: session.values.attributes() } : {}
        if (kind === 'insert') {
          delta.push({ insert: session.profile.formats && random.oneIn(6) ? { img: count } : session.values.typed(), ...withAttributes })
        } else {
          const length = some()
          if (length <= 0) continue
          index += length
          delta.push(kind === 'retain' ? { retain: length, ...withAttributes } : { delete: length })
        }
      }
      if (delta.length === 0) return null
      return random.oneIn(5) ? [delta, false] : [delta]
    },
    do: (type, [delta, sanitize]) => type.applyDelta(decode(delta), sanitize === undefined ? undefined : { sanitize })
  },
  'text.setAttribute': {
    make: ({ random, values }) => [random.pick(['align', 'k', '1']), random.oneIn(8) ? values.type(['Text', 'Map'], 1) : values.any()],
    do: (type, [key, value]) => type.setAttribute(key, decode(value))
  },
  'text.removeAttribute': {
    make: ({ random }) => [random.pick(['align', 'k', '1'])],
    do: (type, [key]) => type.removeAttribute(key)
  }
}

// Yjs cannot clone texts and hooks that hold types, nor subdocuments: it would insert the same instance twice.
const isClonable = type => {
  if (type instanceof Y.Text) return type.toDelta().every(op => !(op.insert instanceof Y.AbstractType))
  const held = type instanceof Y.Map ? [...type.values()] : type.toArray()
  return held.length < 12 && held.every(value => !(value instanceof Y.Doc) && value !== undefined &&
    (!(value instanceof Y.AbstractType) || (!(type instanceof Y.XmlHook) && isClonable(value))))
}

const listItem = ({ random, profile, values }, { kind, path }) => {
  if (kind !== 'Array') return values.type(random.oneIn(8) ? ['XmlHook', 'XmlFragment'] : ['XmlElement', 'XmlElement', 'XmlText'])
  if (profile.subdocs && random.oneIn(4)) return values.subdoc()
  if (profile.nested && path.length < profile.maxDepth && random.oneIn(3)) return values.type(profile.nested)
  return random.oneIn(8) ? { $: 'bytes', v: random.pick(['', '010203']) } : values.plain()
}

const listItems = (session, target) => {
  const count = target.kind === 'Array' ? 1 + session.random.below(3) : session.random.oneIn(4) ? 2 : 1
  return Array.from({ length: count }, () => listItem(session, target))
}

const list = {
  'list.insert': {
    make (session, target) {
      const { length } = target.type
      if (length > session.profile.maxUnits || target.path.length > session.profile.maxDepth) return null
      return [session.random.below(length + 1), listItems(session, target)]
    },
    do: (type, [index, items]) => type.insert(index, decode(items))
  },
  'list.push': {
    make: (session, target) => target.type.length > session.profile.maxUnits || target.path.length > session.profile.maxDepth ? null : [listItems(session, target)],
    do: (type, [items]) => type.push(decode(items))
  },
  'list.unshift': {
    make: (session, target) => target.type.length > session.profile.maxUnits || target.path.length > session.profile.maxDepth ? null : [listItems(session, target)],
    do: (type, [items]) => type.unshift(decode(items))
  },
  'list.delete': {
    make ({ random, profile, careful }, { type }) {
      if (type.length === 0) return null
      const index = random.below(type.length)
      const length = 1 + random.below(Math.min(4, type.length - index))
      return profile.beyond && !careful && random.oneIn(15) ? [index, type.length - index + 1] : [index, length]
    },
    do: (type, [index, length]) => type.delete(index, length)
  },
  'list.insertBeyond': {
    make: ({ random, careful }, { type }) => careful ? null : [type.length + 1 + random.below(3), [1]],
    do: (type, [index, items]) => type.insert(index, items)
  },
  'list.insertCopy': {
    make (session, { type, path }) {
      if (path.length >= session.profile.maxDepth || type.length > session.profile.maxUnits) return null
      const sources = session.targets(['Text', 'Array', 'Map']).filter(found => isClonable(found.type))
      return sources.length === 0 ? null : [session.random.below(type.length + 1), session.random.pick(sources).path]
    },
    do: (type, [index, path]) => type.insert(index, [resolve(type.doc, path).clone()])
  },
  'xml.insertAfter': {
    make: (session, target) => target.type.length > session.profile.maxUnits || target.path.length > session.profile.maxDepth
      ? null
      : [session.random.below(target.type.length + 1) - 1, listItems(session, target)],
    do: (type, [index, items]) => type.insertAfter(index < 0 ? null : type.get(index), decode(items))
  },
  'xml.insertCopy': {
    make (session, { type, path }) {
      if (path.length >= session.profile.maxDepth || type.length > session.profile.maxUnits) return null
      const sources = session.targets(['XmlElement', 'XmlText']).filter(found => found.path.length > 1 && isClonable(found.type))
      return sources.length === 0 ? null : [session.random.below(type.length + 1), session.random.pick(sources).path]
    },
    do: (type, [index, path]) => type.insert(index, [resolve(type.doc, path).clone()])
  }
}

const KEYS = ['k', 'l', '1', '', 'ключ', 'nested', 'a rather long key']

const map = {
  'map.set': {
    make ({ random, profile, values }, { path }) {
      const value = profile.subdocs && random.oneIn(3)
        ? values.subdoc()
        : profile.nested && path.length < profile.maxDepth && random.oneIn(3) ? values.type(profile.nested) : values.any()
      return [random.pick(KEYS), value]
    },
    do: (type, [key, value]) => type.set(key, decode(value))
  },
  'map.delete': {
    make: ({ random }, { type }) => [random.oneIn(4) ? random.pick(KEYS) : random.pick([...type.keys(), 'k'])],
    do: (type, [key]) => type.delete(key)
  },
  'map.clear': {
    make: () => [],
    do: type => type.clear()
  }
}

const element = {
  'xml.setAttribute': {
    make: ({ random, values }) => [random.pick(['id', 'class', 'é', '2']), random.weighted([['string', 5], ['other', 2]]) === 'string'
      ? values.word()
      : random.pick([1, 0.5, true, null, 1e21, -7])],
    do: (type, [key, value]) => type.setAttribute(key, decode(value))
  },
  'xml.removeAttribute': {
    make: ({ random }) => [random.pick(['id', 'class', 'é', '2'])],
    do: (type, [key]) => type.removeAttribute(key)
  }
}

const TEXTS = ['Text', 'XmlText']
const FRAGMENTS = ['XmlFragment', 'XmlElement']
const kindsFor = name => {
  if (name.startsWith('text.')) return TEXTS
  if (name === 'list.insertBeyond' || name === 'list.insertCopy') return ['Array']
  if (name.startsWith('list.')) return ['Array', ...FRAGMENTS]
  if (name.startsWith('map.')) return ['Map', 'XmlHook']
  return name.endsWith('Attribute') ? ['XmlElement'] : FRAGMENTS
}

const OPS = { ...text, ...list, ...map, ...element }

/** A random operation for the document of this session, as [name, path, arguments]; null when none was found. */
export const makeOp = session => {
  for (let attempt = 0; attempt < 8; attempt++) {
    const name = session.random.weighted(session.profile.ops)
    const targets = session.targets(kindsFor(name))
    if (targets.length === 0) continue
    const target = session.random.oneIn(3) ? targets[0] : session.random.pick(targets)
    const args = OPS[name].make(session, target)
    if (args !== null) return [name, target.path, args]
  }
  return null
}

/** Performs an operation on a document. */
export const perform = (doc, [name, path, args]) => {
  const type = resolve(doc, path)
  if (!(type instanceof Y.AbstractType)) throw new Error('no type at ' + JSON.stringify(path))
  OPS[name].do(type, args)
}
