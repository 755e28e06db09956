import type * as Monaco from 'monaco-editor/editor/editor.api.js'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Command } from '../commands/Command'
import { useDocument } from '../document/DocumentContext'
import { useNarrow } from '../theme/useNarrow'
import { useSettings } from '../theme/settings'
import { EditorController } from './EditorController'
import { loadMonaco } from './loadMonaco'
import { chosenOptions } from './options'
import './editor.css'

/** The text of the file that is shown. */
export function CodeEditor({ commands }: { commands: readonly Command[] }): ReactNode {
  const { workspace, readOnly, activeFile } = useDocument()
  const [monaco, setMonaco] = useState<typeof Monaco>()
  const [hasFailed, setFailed] = useState(false)
  const [controller, setController] = useState<EditorController>()
  const place = useRef<HTMLDivElement>(null)
  const settings = useSettings()
  const isNarrow = useNarrow()

  useEffect(() => {
    let isCurrent = true
    loadMonaco().then(
      (loaded) => isCurrent && setMonaco(() => loaded),
      () => isCurrent && setFailed(true),
    )
    return () => void (isCurrent = false)
  }, [])
  useEffect(() => {
    if (monaco !== undefined && place.current !== null) {
      const made = new EditorController(monaco, place.current, workspace)
      setController(made)
      return () => made.destroy()
    }
    return undefined
  }, [monaco, workspace])
  useEffect(() => controller?.show(activeFile), [controller, activeFile])
  useEffect(() => controller?.setReadOnly(readOnly), [controller, readOnly])
  useEffect(() => controller?.setOptions(chosenOptions(settings, isNarrow)), [controller, settings, isNarrow])
  useEffect(() => controller?.setCommands(commands), [controller, commands])

  return (
    <div className="code-editor">
      <div className="code-editor-place" ref={place} />
      {controller === undefined && !hasFailed && (
        <div className="code-editor-wait" role="status" aria-label="The editor is loading">
          {[38, 62, 54, 0, 46, 70, 58, 30].map((width, line) => (
            <i key={line} style={{ width: `${width}%` }} />
          ))}
        </div>
      )}
      {hasFailed && (
        <div className="code-editor-failed" role="alert">
          <p>The editor could not be loaded. Your text is safe.</p>
          <button className="button" onClick={() => location.reload()}>
            Load again
          </button>
        </div>
      )}
    </div>
  )
}
