import type * as Monaco from 'monaco-editor/editor/editor.api.js'

let loading: Promise<typeof Monaco> | undefined

/** Monaco, loaded once; again after that failed. */
export function loadMonaco(): Promise<typeof Monaco> {
  loading ??= import('./monaco').then(
    (module) => module.monaco,
    (failure: unknown) => {
      loading = undefined
      throw failure
    },
  )
  return loading
}
