import type { ReactNode } from 'react'
import { useWorkspace } from '../document/DocumentContext'
import { useObservable } from '../theme/useObservable'
import { Avatar } from './Avatar'

const MAX_SHOWN = 5

/** The others, at a glance; a click follows somebody. */
export function AvatarRow(): ReactNode {
  const workspace = useWorkspace()
  const others = useObservable(workspace.people.list).filter((person) => !person.isMe)
  const following = useObservable(workspace.following)
  return (
    <div className="avatar-row" role="group" aria-label="Others here">
      {others.slice(0, MAX_SHOWN).map(({ client, name, color }) => (
        <button
          key={client}
          title={following === client ? `Stop following ${name}` : `Follow ${name}`}
          aria-label={`Follow ${name}`}
          aria-pressed={following === client}
          onClick={() => workspace.following.set(following === client ? undefined : client)}
        >
          <Avatar name={name} color={color} />
        </button>
      ))}
      {others.length > MAX_SHOWN && <span className="avatar more">+{others.length - MAX_SHOWN}</span>}
    </div>
  )
}
