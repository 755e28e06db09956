import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react'
import { announce } from '../commands/announcement'
import { useDocument } from '../document/DocumentContext'
import { colorOn } from '../presence/colors'
import { Icon } from '../theme/icons'
import { Observable } from '../theme/Observable'
import { Popover } from '../theme/Popover'
import { useTheme } from '../theme/settings'
import { useObservable } from '../theme/useObservable'
import { chooseAndImport, createFile, downloadAll } from './actions'
import type { FileEntry } from './Files'
import './files.css'

/** The file whose name is being changed: commands begin it, the list does it. */
export const renaming = new Observable<string | undefined>(undefined)

const DRAGGED = 'application/x-codecollab-file'

/** The files of the document: arrows move between them, Alt with arrows moves them, F2 renames, Delete removes. */
export function FileList({ onOpen }: { onOpen?: () => void }): ReactNode {
  const { workspace, files, activeFile, readOnly } = useDocument()
  const list = useObservable(files.list)
  const renamed = useObservable(renaming)
  const [dropIndex, setDropIndex] = useState<number>()
  const rows = useRef<HTMLUListElement>(null)
  const focusRow = (index: number) => rows.current?.querySelectorAll<HTMLElement>('[data-file]')[index]?.focus()

  const move = (file: FileEntry, to: number) => {
    if (to >= 0 && to < list.length) {
      files.move(file.id, to)
      announce(`${file.name} is number ${to + 1} of ${list.length}`)
      requestAnimationFrame(() => focusRow(to))
    }
  }
  const remove = (file: FileEntry) => {
    if (confirm(`Delete ${file.name} for everybody?`)) {
      files.remove(file.id)
      announce(`${file.name} is deleted`)
    }
  }
  const onKeyDown = (event: KeyboardEvent, file: FileEntry, index: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (event.altKey && !readOnly) {
        move(file, index + step)
      } else {
        focusRow(index + step)
      }
    } else if (event.key === 'F2' && !readOnly) {
      event.preventDefault()
      renaming.set(file.id)
    } else if (event.key === 'Delete' && !readOnly) {
      event.preventDefault()
      remove(file)
    }
  }
  const onDrop = (event: DragEvent, to: number) => {
    setDropIndex(undefined)
    const id = event.dataTransfer.getData(DRAGGED)
    const from = list.findIndex((file) => file.id === id)
    if (from >= 0) {
      event.preventDefault()
      event.stopPropagation()
      files.move(id, to > from ? to - 1 : to)
    }
  }

  return (
    <section className="files" aria-labelledby="files-title">
      <header>
        <h2 id="files-title" className="section-title">
          Files
        </h2>
        <button
          className="icon-button"
          aria-label="Download all as zip"
          title="Download all as zip"
          onClick={() => downloadAll(workspace)}
        >
          <Icon name="download" />
        </button>
        {!readOnly && (
          <>
            <button
              className="icon-button"
              aria-label="Import files"
              title="Import files (or drop them anywhere)"
              onClick={() => chooseAndImport(workspace)}
            >
              <Icon name="upload" />
            </button>
            <button
              className="icon-button"
              aria-label="New file"
              title="New file"
              onClick={() => renaming.set(createFile(workspace))}
            >
              <Icon name="plus" />
            </button>
          </>
        )}
      </header>
      <ul ref={rows} aria-label="Files">
        {list.map((file, index) => (
          <li
            key={file.id}
            className={
              dropIndex === index
                ? 'drop-before'
                : dropIndex === index + 1 && index === list.length - 1
                  ? 'drop-after'
                  : ''
            }
            draggable={!readOnly && renamed !== file.id}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, file.id)}
            onDragEnd={() => setDropIndex(undefined)}
            onDragOver={(event) => {
              if (event.dataTransfer.types.includes(DRAGGED)) {
                event.preventDefault()
                event.stopPropagation()
                const box = event.currentTarget.getBoundingClientRect()
                setDropIndex(event.clientY > box.top + box.height / 2 ? index + 1 : index)
              }
            }}
            onDrop={(event) => onDrop(event, dropIndex ?? index)}
          >
            {renamed === file.id ? (
              <RenameField file={file} />
            ) : (
              <>
                <button
                  className="file"
                  data-file={file.id}
                  aria-current={file.id === activeFile || undefined}
                  onClick={() => {
                    workspace.open(file.id)
                    onOpen?.()
                  }}
                  onDoubleClick={() => !readOnly && renaming.set(file.id)}
                  onKeyDown={(event) => onKeyDown(event, file, index)}
                >
                  <Icon name="file" />
                  <bdi>{file.name}</bdi>
                  <OthersHere file={file.id} />
                </button>
                {!readOnly && (
                  <Popover label={`Actions for ${file.name}`} icon="more">
                    {(close) => (
                      <div className="menu">
                        <button onClick={() => (close(), renaming.set(file.id))}>
                          <Icon name="pencil" /> Rename <kbd>F2</kbd>
                        </button>
                        <button disabled={index === 0} onClick={() => (close(), move(file, index - 1))}>
                          <Icon name="up" /> Move up <kbd>Alt ↑</kbd>
                        </button>
                        <button disabled={index === list.length - 1} onClick={() => (close(), move(file, index + 1))}>
                          <Icon name="down" /> Move down <kbd>Alt ↓</kbd>
                        </button>
                        <button className="danger" onClick={() => (close(), remove(file))}>
                          <Icon name="trash" /> Delete <kbd>Del</kbd>
                        </button>
                      </div>
                    )}
                  </Popover>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {list.length === 0 && <p className="files-none">No files. Make one, or drop some here.</p>}
    </section>
  )
}

function RenameField({ file }: { file: FileEntry }): ReactNode {
  const { files } = useDocument()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // the part before the ending, as file managers do
    const dot = file.name.lastIndexOf('.')
    field.current?.focus()
    field.current?.setSelectionRange(file.name.lastIndexOf('/') + 1, dot > 0 ? dot : file.name.length)
  }, [file.id])
  const finish = (isMeant: boolean) => {
    const typed = field.current?.value ?? ''
    if (isMeant && typed.trim() !== '') {
      files.rename(file.id, typed)
    }
    renaming.set(undefined)
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-file="${CSS.escape(file.id)}"]`)?.focus())
  }
  return (
    <input
      ref={field}
      className="field file-rename"
      aria-label={`New name for ${file.name}`}
      defaultValue={file.name}
      maxLength={200}
      spellCheck={false}
      autoCapitalize="off"
      onBlur={() => renaming.get() === file.id && finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault()
          finish(event.key === 'Enter')
        }
      }}
    />
  )
}

/** A dot for everybody else who looks at a file. */
function OthersHere({ file }: { file: string }): ReactNode {
  const { workspace } = useDocument()
  const theme = useTheme()
  const others = useObservable(workspace.people.list).filter((person) => !person.isMe && person.file === file)
  return others.length === 0 ? null : (
    <span className="others-here" title={others.map(({ name }) => name).join(', ')}>
      {others.slice(0, 3).map(({ client, color }) => (
        <i key={client} style={{ background: colorOn(theme, color) }} />
      ))}
    </span>
  )
}
