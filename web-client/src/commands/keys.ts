const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform)

/** `Mod+Shift+C` as people on this system know it: `⌘⇧C` or `Ctrl+Shift+C`. */
export function shownKeys(shortcut: string): string {
  return IS_MAC
    ? shortcut.replace('Mod', '⌘').replace('Alt', '⌥').replace('Shift', '⇧').replaceAll('+', '')
    : shortcut.replace('Mod', 'Ctrl')
}

/** Whether a key that was pressed is a shortcut such as `Mod+Shift+C`. */
export function isPressed(shortcut: string, event: KeyboardEvent): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) as string
  const isMod = IS_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  return (
    isMod === parts.includes('Mod') &&
    event.altKey === parts.includes('Alt') &&
    event.shiftKey === parts.includes('Shift') &&
    // by the letter where it says so, by the place of the key where a layout or Alt makes another letter of it
    (event.key.toLowerCase() === key.toLowerCase() || event.code === `Key${key}` || event.code === key)
  )
}
