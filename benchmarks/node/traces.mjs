/**
 * The trace files both sides of the comparison read. Every stream is a row of records `u32 big-endian length, bytes`.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Splits a stream of length-prefixed records; the records are views of `bytes`. */
export function splitRecords(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records = []
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at)
    records.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return records
}

/** The stream of these records. */
export function joinRecords(records) {
  const parts = records.flatMap((record) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(record.length)
    return [length, record]
  })
  return Buffer.concat(parts)
}

/** One directory of traces, and one of the data derived from them: the hundredfold document, documents in other formats. */
export class Traces {
  constructor(directory, derivedDirectory) {
    this.directory = directory
    this.derivedDirectory = derivedDirectory
  }

  bytes(name) {
    return new Uint8Array(readFileSync(join(this.directory, name)))
  }

  text(name) {
    return readFileSync(join(this.directory, name), 'utf8')
  }

  json(name) {
    return JSON.parse(this.text(name))
  }

  records(name) {
    return splitRecords(this.bytes(name))
  }

  /** The path of a public editing trace: a file of this directory, with or without `.json.gz`, or a path. */
  editingTrace(name) {
    return resolve(this.directory, name.endsWith('.json.gz') ? name : `${name}.json.gz`)
  }

  /** The local edits of the sequential trace: `u32 position, u32 deleteCount, UTF-8 insert` each. */
  edits() {
    return this.records('b4-ops.bin').map((record) => {
      const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
      return {
        position: view.getUint32(0),
        deleteCount: view.getUint32(4),
        insert: Buffer.from(record.subarray(8)).toString('utf8'),
      }
    })
  }

  hasDerived(name) {
    return existsSync(join(this.derivedDirectory, name))
  }

  derived(name) {
    return new Uint8Array(readFileSync(join(this.derivedDirectory, name)))
  }

  /** The file is there whole or not at all. */
  writeDerived(name, bytes) {
    mkdirSync(this.derivedDirectory, { recursive: true })
    const file = join(this.derivedDirectory, name)
    writeFileSync(`${file}.${process.pid}.tmp`, bytes)
    renameSync(`${file}.${process.pid}.tmp`, file)
  }

  /** The sequential trace applied a hundred times to one text; written by the Java side before the rivals start. */
  hugeDocument() {
    const name = 'b4x100-v1.bin'
    if (!this.hasDerived(name)) {
      throw new Error(`no such file, path=${join(this.derivedDirectory, name)}, made by io.codecollab.bench.HugeDocument`)
    }
    return this.derived(name)
  }
}

/**
 * An update that makes `count` more clients known: each wrote one character of the root text `others`, each behind the
 * one before it. Client numbers go down from 2^32 - 1, so that the sections are in the order of Yjs and nothing conflicts.
 */
export function knownClientsUpdate(count) {
  const bytes = []
  const writeVarUint = (value) => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
    bytes.push(value)
  }
  const firstClient = 2 ** 32 - 1
  writeVarUint(count)
  for (let i = 0; i < count; i++) {
    writeVarUint(1)
    writeVarUint(firstClient - i)
    writeVarUint(0)
    if (i === 0) {
      bytes.push(4, 1, 6, ...Buffer.from('others'))
    } else {
      bytes.push(0x84)
      writeVarUint(firstClient - i + 1)
      writeVarUint(0)
    }
    bytes.push(1, 0x78)
  }
  writeVarUint(0)
  return Uint8Array.from(bytes)
}
