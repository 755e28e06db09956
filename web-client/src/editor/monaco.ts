/* Monaco, without which the shell can be painted: load it by `loadMonaco`. */
import * as monaco from 'monaco-editor/editor/editor.api.js'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/register.all.js'
import 'monaco-editor/languages/features/css/register.js'
import 'monaco-editor/languages/features/html/register.js'
import 'monaco-editor/languages/features/json/register.js'
import * as typescript from 'monaco-editor/languages/features/typescript/register.js'
import CssWorker from 'monaco-editor/language/css/css.worker?worker'
import HtmlWorker from 'monaco-editor/language/html/html.worker?worker'
import JsonWorker from 'monaco-editor/language/json/json.worker?worker'
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker'
import { theme } from '../theme/settings'
import { DARK, LIGHT } from './themes'

const WORKERS: Record<string, new () => Worker> = {
  css: CssWorker,
  scss: CssWorker,
  less: CssWorker,
  html: HtmlWorker,
  handlebars: HtmlWorker,
  json: JsonWorker,
  javascript: TypeScriptWorker,
  typescript: TypeScriptWorker,
}

self.MonacoEnvironment = {
  getWorker: (_id, label) => new (WORKERS[label] ?? EditorWorker)(),
}

monaco.editor.defineTheme('light', LIGHT)
monaco.editor.defineTheme('dark', DARK)
const showTheme = () => monaco.editor.setTheme(theme.get())
theme.subscribe(showTheme)
showTheme()

// every file is a module of its own, and what it imports may live anywhere
for (const defaults of [typescript.typescriptDefaults, typescript.javascriptDefaults]) {
  defaults.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleDetection: 3,
    jsx: typescript.JsxEmit.Preserve,
    allowJs: true,
    allowNonTsExtensions: true,
  })
  defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: [2307, 2792, 7016, 1375, 1378] })
}

// widths are measured when the first editor opens: its font may come later
void document.fonts.load('14px "JetBrains Mono Variable"').then(() => monaco.editor.remeasureFonts())

export { monaco }
