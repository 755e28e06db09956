import { strToU8, zip } from 'fflate'
import { contentOf } from '../editor/TextBinding'
import type { FileEntry } from './Files'
import { uniqueName } from './names'

/** All files in one archive, each under a name of its own. */
export function zipped(files: readonly FileEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  const taken = new Set<string>()
  const contents: Record<string, Uint8Array> = {}
  for (const file of files) {
    const name = uniqueName(file.name, taken)
    taken.add(name)
    contents[name] = strToU8(contentOf(file.text))
  }
  return new Promise((resolve, reject) => {
    zip(contents, { level: 6 }, (failure, bytes) => (failure ? reject(failure) : resolve(bytes as Uint8Array<ArrayBuffer>)))
  })
}

/** Hands a file to the browser's downloads. */
export function download(bytes: BlobPart, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
