/** Something one can do by name: in the palette, by its keys, by a button. */
export interface Command {
  id: string
  label: string
  /** As in `Mod+Shift+C`. Also works while the editor has the focus. */
  keys?: string
  run: () => void
}
