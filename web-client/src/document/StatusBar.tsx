import type { ReactNode } from 'react'
import { cursorPlace, editorHandle } from '../editor/EditorHandle'
import { languageName } from '../files/languages'
import { changeSettings, useSettings } from '../theme/settings'
import { useObservable } from '../theme/useObservable'
import { useDocument } from './DocumentContext'

/** Where one is in the text, and what it is. */
export function StatusBar({ onLanguage }: { onLanguage: () => void }): ReactNode {
  const { files, activeFile, readOnly } = useDocument()
  useObservable(files.list)
  const place = useObservable(cursorPlace)
  const { wordWrap } = useSettings()
  const file = files.get(activeFile)
  const selection =
    place === undefined || place.selected === 0
      ? ''
      : place.cursors > 1
        ? ` (${place.cursors} selections, ${place.selected} characters)`
        : ` (${place.selected} selected)`
  const cursors = place !== undefined && place.cursors > 1 && place.selected === 0 ? ` (${place.cursors} cursors)` : ''
  return (
    <footer className="status-bar" aria-label="Status bar">
      {place !== undefined && (
        <button
          title="Go to line"
          aria-label={`Line ${place.line}, column ${place.column}${selection}${cursors}. Go to line`}
          onClick={() => editorHandle.get()?.trigger('editor.action.gotoLine')}
        >
          Ln {place.line}, Col {place.column}
          {selection}
          {cursors}
        </button>
      )}
      <span className="spacer" />
      <button
        className="wide-only"
        aria-pressed={wordWrap}
        title="Wrap long lines"
        onClick={() => changeSettings({ wordWrap: !wordWrap })}
      >
        {wordWrap ? 'Wrap' : 'No wrap'}
      </button>
      <span className="wide-only">UTF-8</span>
      <span className="wide-only">LF</span>
      {file !== undefined && (
        <button
          title="Language, for everybody"
          aria-label={`Language: ${languageName(file.language)}`}
          disabled={readOnly}
          onClick={onLanguage}
        >
          {languageName(file.language)}
        </button>
      )}
    </footer>
  )
}
