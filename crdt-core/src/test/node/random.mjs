// Seeded random numbers: the same seed makes the same run, on every machine, for ever.
export class Random {
  /** @param {string} seed any text; every character counts */
  constructor (seed) {
    this.state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
    for (const char of seed) { // FNV-1a into each word
      for (let word = 0; word < 4; word++) {
        this.state[word] = Math.imul(this.state[word] ^ (char.codePointAt(0) + word), 0x01000193) >>> 0
      }
    }
    for (let warmUp = 0; warmUp < 12; warmUp++) this.next()
  }

  /** sfc32 (Chris Doty-Humphrey, PractRand): 32 bits per call. */
  next () {
    const s = this.state
    const out = (s[0] + s[1] + s[3]) >>> 0
    s[3] = (s[3] + 1) >>> 0
    s[0] = (s[1] ^ (s[1] >>> 9)) >>> 0
    s[1] = (s[2] + (s[2] << 3)) >>> 0
    s[2] = (((s[2] << 21) | (s[2] >>> 11)) + out) >>> 0
    return out
  }

  /** An integer in [0, bound). */
  below (bound) { return this.next() % bound }

  /** True once in n. */
  oneIn (n) { return this.below(n) === 0 }

  pick (list) { return list[this.below(list.length)] }

  /** One of the pairs [name, weight], with that weight. */
  weighted (pairs) {
    let left = this.below(pairs.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [name, weight] of pairs) {
      left -= weight
      if (left < 0) return name
    }
    throw new Error('no weights')
  }
}
