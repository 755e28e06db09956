import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useDocument } from '../document/DocumentContext'
import { Icon } from '../theme/icons'
import { useObservable } from '../theme/useObservable'
import './files.css'

/** The files one works on. */
export function Tabs(): ReactNode {
  const { workspace, files, activeFile } = useDocument()
  const open = useObservable(workspace.openFiles)
  useObservable(files.list)
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    bar.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [activeFile, open])

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = open[(open.indexOf(id) + step + open.length) % open.length] as string
      workspace.open(next)
      bar.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next)}"]`)?.focus()
    } else if (event.key === 'Delete') {
      workspace.close(id)
    }
  }
  return (
    <div className="tabs" role="tablist" aria-label="Open files" ref={bar}>
      {open.map((id) => {
        const file = files.get(id)
        return file === undefined ? null : (
          <div
            key={id}
            role="presentation"
            className="tab"
            onAuxClick={(event) => event.button === 1 && workspace.close(id)}
          >
            <button
              role="tab"
              data-tab={id}
              aria-selected={id === activeFile}
              tabIndex={id === activeFile ? 0 : -1}
              title={file.name}
              onClick={() => workspace.open(id)}
              onKeyDown={(event) => onKeyDown(event, id)}
            >
              <bdi>{file.name.slice(file.name.lastIndexOf('/') + 1)}</bdi>
            </button>
            {open.length > 1 && (
              // a list of tabs holds nothing but tabs: without a mouse it is Delete, or the command
              <button
                className="tab-close"
                tabIndex={-1}
                aria-hidden="true"
                title="Close"
                onClick={() => workspace.close(id)}
              >
                <Icon name="close" />
              </button>
            )}
          </div>
        )
      })}
    </div>
  )
}
