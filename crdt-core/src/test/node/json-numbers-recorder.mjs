// Records how JavaScript writes numbers.
//
//   node json-numbers-recorder.mjs > ../resources/vectors/json-numbers.txt.gz
//
// One number per line, as JSON.stringify writes it. The text says which double it is, so the double is not recorded.
import { gzipSync } from 'node:zlib'

const view = new DataView(new ArrayBuffer(8))
let state = 20261120
const bits32 = () => { state ^= state << 13; state ^= state >>> 17; state ^= state << 5; return state >>> 0 }
const fromBits = (high, low) => { view.setUint32(0, high); view.setUint32(4, low); return view.getFloat64(0) }
const next = (x, step) => { view.setFloat64(0, x); view.setBigInt64(0, view.getBigInt64(0) + BigInt(step)); return view.getFloat64(0) }

const numbers = []
for (let exponent = -1074; exponent <= 1023; exponent++) numbers.push(2 ** exponent)                       // uneven neighbours
for (let exponent = -323; exponent <= 308; exponent++) for (const step of [-1, 0, 1]) numbers.push(next(Number('1e' + exponent), step))
for (let n = 0; n < 3500; n++) numbers.push(fromBits(bits32(), bits32()))                                   // any bits
for (let n = 0; n < 1500; n++) numbers.push((bits32() % 1000000) / 10 ** (bits32() % 9))                    // short decimals
for (let n = 0; n < 500; n++) numbers.push(fromBits(bits32() & 0x800fffff, bits32()))                       // subnormal
for (let n = 0; n < 500; n++) numbers.push((bits32() * 2 ** 32 + bits32()) * 10 ** (bits32() % 5))          // large integers
for (let n = 0; n < 500; n++) numbers.push(Math.fround(fromBits(bits32(), 0)))
numbers.push(0, 1, -1, 5e-324, 1.7976931348623157e308, 2 ** 53, 2 ** 53 - 1, 1e21, 1e21 - 65536, 1e-6, 1e-7, 9.5e-7, 123456789012345680000)

const texts = numbers.filter(Number.isFinite).filter(n => !Object.is(n, -0)).map(n => JSON.stringify(n))
process.stdout.write(gzipSync(texts.join('\n') + '\n', { level: 9 }))
