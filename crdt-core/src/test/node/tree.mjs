// Where a shared type stands in a document: a path is [root name, step, …]. A step is a number (index in a list or a
// text) or a string (key of a map, attribute of an element or a text). It is resolved through the public API alone, so
// any other implementation can follow it.
import * as Y from 'yjs'
import { kindOf } from './values.mjs'

/** The root types of every document of a run: defined before anything arrives, because Yjs treats late ones differently. */
export const ROOTS = [['text', Y.Text], ['plain', Y.Text], ['array', Y.Array], ['map', Y.Map], ['xml', Y.XmlFragment], ['element', Y.XmlElement], ['xmltext', Y.XmlText]]

export const defineRoots = doc => { for (const [name, constructor] of ROOTS) doc.get(name, constructor) }

const isType = value => value instanceof Y.AbstractType

const step = (type, key) => {
  if (typeof key === 'string') return type instanceof Y.Map ? type.get(key) : type.getAttribute(key)
  if (!(type instanceof Y.Text)) return type.get(key)
  let index = 0
  for (const op of type.toDelta()) {
    if (index === key && isType(op.insert)) return op.insert
    index += typeof op.insert === 'string' ? op.insert.length : 1
  }
}

export const resolve = (doc, path) => path.slice(1).reduce(step, doc.share.get(path[0]))

/** Every live shared type below the roots of these names, as {path, type, kind}, parents first. */
export const liveTypes = (doc, rootNames) => {
  const found = []
  const visit = (path, type) => {
    found.push({ path, type, kind: kindOf(type) })
    const child = (key, value) => { if (isType(value)) visit([...path, key], value) }
    if (type instanceof Y.Map) {
      for (const [key, value] of type.entries()) child(key, value)
      return
    }
    if (type instanceof Y.Text) {
      let index = 0
      for (const op of type.toDelta()) {
        child(index, op.insert)
        index += typeof op.insert === 'string' ? op.insert.length : 1
      }
    } else {
      type.toArray().forEach((value, index) => child(index, value))
    }
    if (type instanceof Y.Text || type instanceof Y.XmlElement) {
      for (const [key, value] of Object.entries(type.getAttributes())) child(key, value)
    }
  }
  for (const name of rootNames) visit([name], doc.share.get(name))
  return found
}

/** The path of a type that is still in its document; null when it was deleted or is out of reach. */
export const pathOf = (doc, type) => liveTypes(doc, ROOTS.map(([name]) => name)).find(found => found.type === type)?.path ?? null
