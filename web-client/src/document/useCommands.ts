import { useEffect, useMemo } from 'react'
import { announce } from '../commands/announcement'
import type { Command } from '../commands/Command'
import { isPressed } from '../commands/keys'
import { editorHandle } from '../editor/EditorHandle'
import { chooseAndImport, createFile, downloadAll } from '../files/actions'
import { renaming } from '../files/FileList'
import { PANELS } from '../panels'
import { changeSettings, settings, stepFontSize } from '../theme/settings'
import { useDocument } from './DocumentContext'
import { copyLink } from './link'

/** What the page itself must do for a command. */
export interface ShellActions {
  pickFile: () => void
  pickLanguage: () => void
  toggleSidebar: () => void
  showSidebar: () => void
  togglePanel: (id: string) => void
  askName: () => void
  share: () => void
}

/** Everything one can do by name, and the keys for it, which work wherever the focus is. */
export function useCommands(actions: ShellActions): readonly Command[] {
  const { workspace, readOnly, name } = useDocument()
  const commands = useMemo<Command[]>(() => {
    const writing: Command[] = [
      {
        id: 'newFile',
        label: 'New File',
        keys: 'Mod+Alt+N',
        run: () => {
          actions.showSidebar()
          renaming.set(createFile(workspace))
        },
      },
      {
        id: 'renameFile',
        label: 'Rename File',
        run: () => {
          actions.showSidebar()
          renaming.set(workspace.activeFile.get())
        },
      },
      { id: 'importFiles', label: 'Import Files', run: () => chooseAndImport(workspace) },
      { id: 'language', label: 'Change Language', run: actions.pickLanguage },
    ]
    return [
      ...(readOnly ? [] : writing),
      { id: 'goToFile', label: 'Go to File', keys: 'Mod+P', run: actions.pickFile },
      { id: 'closeTab', label: 'Close Tab', keys: 'Mod+Alt+W', run: () => workspace.close(workspace.activeFile.get()) },
      { id: 'download', label: 'Download All as Zip', run: () => downloadAll(workspace) },
      {
        id: 'copyLink',
        label: 'Copy Link to This Document',
        run: () => void copyLink(name),
      },
      { id: 'share', label: 'Share', run: actions.share },
      { id: 'name', label: 'Change Your Name and Colour', run: actions.askName },
      { id: 'sidebar', label: 'Toggle Files and People', keys: 'Mod+B', run: actions.toggleSidebar },
      ...PANELS.map((panel) => ({
        id: `panel.${panel.id}`,
        label: `Toggle ${panel.title}`,
        keys: panel.shortcut,
        run: () => actions.togglePanel(panel.id),
      })),
      {
        id: 'wrap',
        label: 'Toggle Word Wrap',
        keys: 'Alt+Z',
        run: () => changeSettings({ wordWrap: !settings.get().wordWrap }),
      },
      { id: 'minimap', label: 'Toggle Minimap', run: () => changeSettings({ minimap: !settings.get().minimap }) },
      { id: 'fontLarger', label: 'Larger Text', run: () => stepFontSize(1) },
      { id: 'fontSmaller', label: 'Smaller Text', run: () => stepFontSize(-1) },
      { id: 'fontReset', label: 'Text of the Usual Size', run: () => stepFontSize(0) },
      { id: 'themeLight', label: 'Theme: Light', run: () => changeSettings({ theme: 'light' }) },
      { id: 'themeDark', label: 'Theme: Dark', run: () => changeSettings({ theme: 'dark' }) },
      { id: 'themeSystem', label: 'Theme: As the System', run: () => changeSettings({ theme: 'system' }) },
      { id: 'retry', label: 'Connect Now', run: workspace.connection.retry },
    ]
  }, [workspace, readOnly, name, actions])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commands.find(({ keys }) => keys !== undefined && isPressed(keys, event))
      const run = command?.run ?? pageKey(event)
      if (run !== undefined) {
        event.preventDefault()
        event.stopPropagation()
        run()
      }
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [commands])
  return commands
}

/** Keys that mean something on the whole page, not only while the editor has the focus. */
function pageKey(event: KeyboardEvent): (() => void) | undefined {
  if (isPressed('Mod+S', event)) {
    return () => announce('Everything is saved as you type')
  } else if (isPressed('Mod+Shift+P', event) || isPressed('F1', event)) {
    return () => editorHandle.get()?.trigger('editor.action.quickCommand')
  }
  return undefined
}
