const MAX_DEPTH = 4
const MAX_ITEMS = 100
const MAX_LINE = 76

/** A value as a console shows it: text as it is, everything else so that one sees what it is. */
export function inspect(value: unknown): string {
  return typeof value === 'string' ? value : shown(value, 0, [])
}

function shown(value: unknown, depth: number, within: readonly unknown[]): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : JSON.stringify(value)
    case 'bigint':
      return `${value}n`
    case 'function':
      return /^class\b/.test(Function.prototype.toString.call(value)) ? `[class ${value.name || '(anonymous)'}]` : `[function ${value.name || '(anonymous)'}]`
    case 'object':
      return value === null ? 'null' : shownObject(value, depth, within)
    default:
      return Object.is(value, -0) ? '-0' : String(value)
  }
}

function shownObject(object: object, depth: number, within: readonly unknown[]): string {
  if (within.includes(object)) {
    return '[circular]'
  } else if (object instanceof Error) {
    return object.stack?.includes(object.message) ? object.stack : String(object)
  } else if (object instanceof Date) {
    return Number.isNaN(object.getTime()) ? 'Invalid Date' : object.toISOString()
  } else if (object instanceof RegExp || object instanceof Number || object instanceof String || object instanceof Boolean) {
    return String(object)
  } else if (object instanceof Promise || object instanceof WeakMap || object instanceof WeakSet) {
    return `${nameOf(object)} {}`
  }
  if (depth >= MAX_DEPTH) {
    return Array.isArray(object) ? '[…]' : `${nameOf(object)} {…}`.trimStart()
  }
  const inner = (each: unknown) => shown(each, depth + 1, [...within, object])
  if (Array.isArray(object) || ArrayBuffer.isView(object)) {
    const items = Array.from(object as ArrayLike<unknown>)
    const prefix = Array.isArray(object) ? '' : `${nameOf(object)}(${items.length}) `
    return prefix + enclosed('[', items.slice(0, MAX_ITEMS).map(inner), items.length, ']')
  } else if (object instanceof Map) {
    const items = [...object].slice(0, MAX_ITEMS).map(([key, each]) => `${inner(key)} => ${inner(each)}`)
    return `Map(${object.size}) ` + enclosed('{', items, object.size, '}')
  } else if (object instanceof Set) {
    return `Set(${object.size}) ` + enclosed('{', [...object].slice(0, MAX_ITEMS).map(inner), object.size, '}')
  }
  const keys = Reflect.ownKeys(object).filter((key) => Object.prototype.propertyIsEnumerable.call(object, key))
  const items = keys.slice(0, MAX_ITEMS).map((key) => `${keyOf(key)}: ${inner(Reflect.get(object, key))}`)
  const name = nameOf(object)
  return (name === '' ? '' : `${name} `) + enclosed('{', items, keys.length, '}')
}

/** On one line if it fits, else one item a line. */
function enclosed(open: string, items: readonly string[], count: number, close: string): string {
  const all = count > items.length ? [...items, `… ${count - items.length} more`] : items
  const space = open === '{' && all.length > 0 ? ' ' : ''
  const line = `${open}${space}${all.join(', ')}${space}${close}`
  if (line.length <= MAX_LINE && !line.includes('\n')) {
    return line
  }
  return `${open}\n${all.map((item) => `  ${item.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`
}

function keyOf(key: string | symbol): string {
  if (typeof key === 'symbol') {
    return `[${String(key)}]`
  }
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key)
}

/** The class of an object; empty for plain ones. */
function nameOf(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype === null) {
    return '[null prototype]'
  }
  const name = (prototype as { constructor?: { name?: unknown } }).constructor?.name
  return typeof name === 'string' && name !== 'Object' ? name : ''
}
