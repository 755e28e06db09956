import type { ReactNode } from 'react'
import { useWorkspace } from '../document/DocumentContext'
import { useTheme } from '../theme/settings'
import { useObservable } from '../theme/useObservable'
import { colorOn, textOn } from './colors'

/** Whose eyes one sees through, around the editor. */
export function FollowFrame(): ReactNode {
  const workspace = useWorkspace()
  const following = useObservable(workspace.following)
  const person = useObservable(workspace.people.list).find(({ client }) => client === following)
  const theme = useTheme()
  if (person === undefined) {
    return null
  }
  const color = colorOn(theme, person.color)
  return (
    <div className="follow-frame" style={{ borderColor: color }}>
      <button style={{ background: color, color: textOn(color) }} onClick={() => workspace.following.set(undefined)}>
        Following <bdi>{person.name}</bdi>
        <span> · stop</span>
      </button>
    </div>
  )
}
