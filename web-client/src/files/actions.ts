import { announce } from '../commands/announcement'
import type { Workspace } from '../document/Workspace'
import { readTexts } from './importing'
import { download, zipped } from './zip'

/** Takes files in, shows the first, and says what was left. */
export async function importInto(workspace: Workspace, dropped: readonly File[]): Promise<void> {
  const { files, left } = await readTexts(dropped)
  const ids = workspace.files.import(files)
  if (ids[0] !== undefined) {
    workspace.open(ids[0])
  }
  const taken = `${files.length} ${files.length === 1 ? 'file' : 'files'} imported`
  const some = left.slice(0, 3).join(', ') + (left.length > 3 ? ` and ${left.length - 3} more` : '')
  announce(left.length === 0 ? taken : `${taken}. Left out, being no text or too large: ${some}`)
}

export function downloadAll(workspace: Workspace): void {
  const base = workspace.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) || 'document'
  download(zipped(workspace.files.list.get()), `${base}.zip`)
  announce('Downloaded')
}

export function chooseAndImport(workspace: Workspace): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => void importInto(workspace, [...(input.files ?? [])])
  input.click()
}

/** A new file with a name that can be changed at once. */
export function createFile(workspace: Workspace): string {
  const id = workspace.files.create('untitled.txt')
  workspace.open(id)
  return id
}
