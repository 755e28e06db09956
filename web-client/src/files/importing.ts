export interface Import {
  name: string
  content: string
}

export interface ImportResult {
  files: Import[]
  /** Names of what is no text, or too much of it. */
  left: string[]
}

const MAX_FILE_BYTES = 1_000_000
const MAX_TOTAL_BYTES = 4_000_000
const MAX_FILES = 200

/** What nobody means to share when they drop a folder. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.hg', '.svn', 'target', '__pycache__', '.venv', '.idea'])

/** The files of a drop, those within folders with their path as name. */
export async function filesOfDrop(items: DataTransferItemList): Promise<File[]> {
  // entries must be taken before the first wait: the list is empty afterwards
  const dropped = [...items].filter(({ kind }) => kind === 'file')
  const entries = dropped.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile())
  const files: File[] = []
  for (const entry of entries) {
    if (entry instanceof File) {
      files.push(entry)
    } else if (entry !== null) {
      await collect(entry, files)
    }
  }
  return files
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length > MAX_FILES) {
    return
  } else if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    files.push(new File([file], entry.fullPath.replace(/^\//, ''), { type: file.type }))
  } else if (!SKIPPED_FOLDERS.has(entry.name)) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      // a reader hands out a hundred at a time, and none at the end
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (some.length === 0) {
        return
      }
      for (const child of some) {
        await collect(child, files)
      }
    }
  }
}

/** Reads what is text; what is not is left, and named. */
export async function readTexts(files: readonly File[]): Promise<ImportResult> {
  const result: ImportResult = { files: [], left: [] }
  let total = 0
  for (const file of files) {
    const name = file.webkitRelativePath || file.name
    const fits = file.size <= MAX_FILE_BYTES && total + file.size <= MAX_TOTAL_BYTES && result.files.length < MAX_FILES
    const content = fits ? textOf(new Uint8Array(await file.arrayBuffer())) : undefined
    if (content === undefined) {
      result.left.push(name)
    } else {
      total += file.size
      result.files.push({ name, content })
    }
  }
  return result
}

/** `undefined` if the bytes are no UTF-8 text. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? undefined : text
  } catch {
    return undefined
  }
}
