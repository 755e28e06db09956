import { useEffect, useRef } from 'react'
import { editorOptions } from '../editor/options'
import { loadMonaco } from '../editor/loadMonaco'
import { settings } from '../theme/settings'
import { useNarrow } from '../theme/useNarrow'

const MAX_COMPARISON_MS = 5_000

interface Props {
  language: string
  then: string
  now: string
}

/** Two texts, and what is different. Side by side where there is room. */
export function Diff({ language, then, now }: Props) {
  const isNarrow = useNarrow()
  const place = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let isGone = false
    let dispose = () => {}
    void loadMonaco().then((monaco) => {
      if (isGone || place.current === null) {
        return
      }
      const original = monaco.editor.createModel(then, language)
      const modified = monaco.editor.createModel(now, language)
      const editor = monaco.editor.createDiffEditor(place.current, {
        ...editorOptions(),
        fontSize: settings.get().fontSizePx,
        readOnly: true,
        domReadOnly: true,
        originalEditable: false,
        renderSideBySide: true,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: 720,
        hideUnchangedRegions: { enabled: true, contextLineCount: 4 },
        renderOverviewRuler: false,
        diffWordWrap: isNarrow ? 'on' : 'off',
        lineNumbersMinChars: isNarrow ? 2 : 4,
        minimap: { enabled: false },
        stickyScroll: { enabled: false },
        originalAriaLabel: 'Then',
        modifiedAriaLabel: 'Now',
      })
      editor.setModel({ original, modified })
      dispose = () => {
        editor.dispose()
        // a comparison may be under way, and complains if they are gone when it is done
        setTimeout(() => {
          original.dispose()
          modified.dispose()
        }, MAX_COMPARISON_MS)
      }
    })
    return () => {
      isGone = true
      dispose()
    }
  }, [language, then, now, isNarrow])

  return <div ref={place} className="version-editor" />
}
