import type { editor } from 'monaco-editor'
import type { Settings } from '../theme/settings'

const REDUCED_MOTION = window.matchMedia('(prefers-reduced-motion: reduce)')

/** How Monaco is set up, whatever people choose. */
export function editorOptions(): editor.IStandaloneEditorConstructionOptions {
  const isCalm = REDUCED_MOTION.matches
  return {
    automaticLayout: true,
    fontFamily: "'JetBrains Mono Variable', ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    fontLigatures: false,
    lineHeight: 1.62,
    padding: { top: 14, bottom: 14 },
    cursorBlinking: isCalm ? 'solid' : 'smooth',
    cursorSmoothCaretAnimation: isCalm ? 'off' : 'explicit',
    cursorWidth: 2,
    smoothScrolling: !isCalm,
    bracketPairColorization: { enabled: true },
    guides: { indentation: true },
    stickyScroll: { enabled: true, maxLineCount: 3 },
    fixedOverflowWidgets: true,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'all',
    renderLineHighlightOnlyWhenFocus: true,
    overviewRulerLanes: 2,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    // files are dropped onto the page, which imports them
    dropIntoEditor: { enabled: false },
    pasteAs: { enabled: false },
    // texts in every script are what this is for
    unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false },
    unusualLineTerminators: 'off',
    tabSize: 2,
    wordBasedSuggestions: 'currentDocument',
    quickSuggestions: { other: true, comments: false, strings: false },
  }
}

/** What people choose, and what small screens ask for. */
export function chosenOptions(settings: Settings, isNarrow: boolean): editor.IEditorOptions {
  return {
    fontSize: settings.fontSizePx,
    wordWrap: settings.wordWrap || isNarrow ? 'on' : 'off',
    minimap: {
      enabled: settings.minimap && !isNarrow,
      renderCharacters: false,
      maxColumn: 90,
      showSlider: 'mouseover',
    },
    lineNumbersMinChars: isNarrow ? 3 : 4,
    glyphMargin: false,
    folding: !isNarrow,
    lineDecorationsWidth: isNarrow ? 6 : 10,
  }
}
