import { strToU8, zipSync } from 'fflate'
import { contentOf } from '../editor/TextBinding'
import type { FileEntry } from './Files'
import { uniqueName } from './names'

/** All files in one archive, each under a name of its own. */
export function zipped(files: readonly FileEntry[]): Uint8Array<ArrayBuffer> {
  const taken = new Set<string>()
  const contents: Record<string, Uint8Array> = {}
  for (const file of files) {
    const name = uniqueName(file.name, taken)
    taken.add(name)
    contents[name] = strToU8(contentOf(file.text))
  }
  // at once: fflate's workers come from blob: URLs, which the content security policy does not allow
  return zipSync(contents, { level: 6 })
}

/** Hands a file to the browser's downloads. */
export function download(bytes: BlobPart, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
