import { useEffect, useState, type ReactNode } from 'react'
import { useDocument } from '../document/DocumentContext'
import { Icon } from '../theme/icons'
import { importInto } from './actions'
import { filesOfDrop } from './importing'
import './files.css'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Files and folders that are dropped anywhere on the page are imported. */
export function DropZone(): ReactNode {
  const { workspace, readOnly } = useDocument()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (hasFiles(event)) {
        // also where nothing is imported: the browser would leave the page to show the file
        event.preventDefault()
        setOver(!readOnly)
      }
    }
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (hasFiles(event) && event.dataTransfer !== null) {
        event.preventDefault()
        event.stopPropagation()
        if (!readOnly) {
          void filesOfDrop(event.dataTransfer.items).then((files) => importInto(workspace, files))
        }
      }
    }
    window.addEventListener('dragover', onDragOver, true)
    window.addEventListener('dragleave', onDragLeave, true)
    window.addEventListener('drop', onDrop, true)
    return () => {
      window.removeEventListener('dragover', onDragOver, true)
      window.removeEventListener('dragleave', onDragLeave, true)
      window.removeEventListener('drop', onDrop, true)
    }
  }, [workspace, readOnly])
  return isOver ? (
    <div className="drop-zone" aria-hidden="true">
      <span>
        <Icon name="upload" /> Drop to import
      </span>
    </div>
  ) : null
}
