// Random values, in the form they have in a run file (values.mjs).
const WORDS = ['a', 'bc', '\n', 'é', '中文', '😀', 'x😀y', ' ', 'hello world', 'ÿ\u0080', '\u200b', '\u0000', '\ufeffb', 'the quick brown fox', '"\\/\u2028']
const LONE_SURROGATES = ['\ud83d', '\ude00', 'a\ude00b', '\ud800']
const NUMBERS = [0, 1, -1, 63, 64, -64, 127, 128, 8191, 8192, 2147483647, 2147483648, -2147483647, -2147483648, 0.5, 0.1, -1.5e-7, 1e21, 16777217, 1700000000000, 9007199254740991, -9007199254740991, 1.7976931348623157e308, 5e-324]
const JSON_NUMBERS = [0, 1, -1, 64, 0.1, 1e21, 1.5e-7, 2147483648, 1700000000000, 123456.789]
const SPECIAL = [{ $: 'num', v: '-0' }, { $: 'num', v: 'NaN' }, { $: 'num', v: 'Infinity' }, { $: 'num', v: '-Infinity' }]
const UNUSUAL = [{ $: 'undef' }, { $: 'big', v: '-7' }, { $: 'big', v: '9223372036854775807' }, { $: 'bytes', v: '' }, { $: 'bytes', v: '00ff10' }]
const SUBDOC_OPTIONS = [{}, {}, { gc: false }, { autoLoad: true }, { meta: { title: 'é', n: 1 } }, { shouldLoad: false }, { gc: false, autoLoad: true, meta: [1, null] }]

export class ValueMaker {
  constructor (random, profile) {
    this.random = random
    this.profile = profile
    this.guids = 0
  }

  times (count, make) { return Array.from({ length: count }, make) }

  /** Entries with different keys, so that each stands where it was written first. */
  entries (keys, count, make) {
    return [...new Set(this.times(count, () => this.random.pick(keys)))].map(key => [key, make()])
  }

  word () { return this.random.pick(WORDS) }

  /** What is typed into a text. */
  typed () { return this.profile.loneSurrogates && this.random.oneIn(3) ? this.random.pick(LONE_SURROGATES) : this.word() }

  number () {
    switch (this.random.weighted([['fixed', 4], ['int', 3], ['double', 1]])) {
      case 'fixed': return this.random.pick(NUMBERS)
      case 'int': return this.random.below(1000) - 500
      default: return (this.random.next() - 2 ** 31) / 1024
    }
  }

  /** What may stand in a Y.Array: no undefined or BigInt at the top. */
  plain (depth = 0) {
    const { random } = this
    const deeper = depth < 3
    switch (random.weighted([['string', 4], ['number', 4], ['special', 1], ['boolean', 2], ['null', 1], ['list', deeper ? 1 : 0], ['object', deeper ? 2 : 0]])) {
      case 'string': return random.oneIn(5) ? '' : this.word()
      case 'number': return this.number()
      case 'special': return random.pick(SPECIAL)
      case 'boolean': return random.oneIn(2)
      case 'list': return this.times(random.below(4), () => this.inner(depth + 1))
      case 'object': return { $: 'entries', v: this.entries(['b', 'a', '10', '2', 'é', '', 'key', '-1', '01'], random.below(4), () => this.inner(depth + 1)) }
      default: return null
    }
  }

  /** What may stand inside a list or object: everything. */
  inner (depth) { return this.random.oneIn(8) ? this.random.pick(UNUSUAL) : this.plain(depth) }

  /** What may be handed to Y.Map.set: also undefined, BigInt and bytes. */
  any () { return this.inner(0) }

  /** What means the same as JSON text (V1) and as any (V2): for embeds. */
  jsonSafe (depth = 0) {
    const { random } = this
    const deeper = depth < 2
    switch (random.weighted([['string', 3], ['number', 2], ['boolean', 1], ['list', deeper ? 1 : 0], ['object', deeper ? 2 : 0]])) {
      case 'string': return this.word()
      case 'number': return random.pick(JSON_NUMBERS)
      case 'boolean': return random.oneIn(2)
      case 'list': return this.times(random.below(3), () => this.jsonSafe(depth + 1))
      default: return { $: 'entries', v: this.entries(['src', 'w', '7', 'alt'], random.below(3), () => this.jsonSafe(depth + 1)) }
    }
  }

  /** One or two formats. */
  attributes () {
    const { random } = this
    return Object.fromEntries(this.entries(['bold', 'italic', 'color', 'link'], random.oneIn(4) ? 2 : 1, () => undefined).map(([key]) => [key, this.format(key)]))
  }

  format (key) {
    const { random } = this
    switch (key) {
      case 'color': return random.pick(['red', '#0f0', null, 1.5])
      case 'link': return random.pick(this.profile.objectFormats ? [{ href: 'u' }, { href: 'v', w: 1 }, null, [1, 2]] : ['u', 'v', null])
      default: return random.pick([true, true, null])
    }
  }

  subdoc () { return { $: 'Doc', guid: 'sub-' + this.guids++, opts: this.random.pick(SUBDOC_OPTIONS) } }

  /** A shared type with content, at most depth levels deep. */
  type (kinds, depth = 2) {
    const { random } = this
    const kind = random.pick(kinds)
    const child = () => depth > 0 && random.oneIn(3) ? this.type(['Array', 'Map', 'Text'], depth - 1) : this.plain()
    const nodes = () => this.times(depth > 0 ? random.below(3) : 0, () => this.type(['XmlElement', 'XmlText'], depth - 1))
    switch (kind) {
      case 'Text':
      case 'XmlText': return random.oneIn(2)
        ? { $: kind, s: random.oneIn(4) ? '' : this.word() }
        : { $: kind, delta: [{ insert: this.word() }, { insert: this.word(), ...(this.profile.formats ? { attributes: { bold: true } } : {}) }].slice(0, 1 + random.below(2)) }
      case 'Array': return { $: kind, v: this.times(random.below(4), child) }
      case 'Map': return { $: kind, v: this.entries(['k', 'l', '1', 'ключ'], random.below(3), child) }
      case 'XmlHook': return { $: kind, name: random.pick(['hook', 'h2']), v: this.entries(['k', 'l'], random.below(3), child) }
      case 'XmlElement': return { $: kind, name: random.pick(['p', 'DIV', 'é', 'p']), attrs: random.oneIn(2) ? [['id', String(random.below(100))]] : [], v: nodes() }
      case 'XmlFragment': return { $: kind, v: nodes() }
      default: throw new Error(kind)
    }
  }
}
