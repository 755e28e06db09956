import { useEffect } from 'react'
import { useWorkspace } from './DocumentContext'

/** Asks before the page is left with edits that exist nowhere else. */
export function useLeaveWarning(): void {
  const { connection } = useWorkspace()
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      const { waiting, isKept } = connection.board.status.get()
      if (waiting > 0 && !isKept) {
        event.preventDefault()
      }
    }
    window.addEventListener('beforeunload', onBeforeUnload)
    return () => window.removeEventListener('beforeunload', onBeforeUnload)
  }, [connection])
}
