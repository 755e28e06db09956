import type { ReactNode } from 'react'
import { useWorkspace } from '../document/DocumentContext'
import { useObservable } from '../theme/useObservable'
import { Icon } from '../theme/icons'
import { Avatar } from './Avatar'
import type { Person } from './People'

/** Who is here and where; a click follows somebody, another stops. */
export function PeopleList(): ReactNode {
  const workspace = useWorkspace()
  const people = useObservable(workspace.people.list)
  const following = useObservable(workspace.following)
  useObservable(workspace.files.list)
  const whereabouts = ({ file, line }: Person) => {
    const name = file === undefined ? undefined : workspace.files.get(file)?.name
    return name === undefined ? 'looking around' : line === undefined ? name : `${name}, line ${line}`
  }
  return (
    <section className="people" aria-labelledby="people-title">
      <h2 id="people-title" className="section-title">
        People <span className="count">{people.length}</span>
      </h2>
      <ul>
        {people.map((person) => (
          <li key={person.client}>
            {person.isMe ? (
              <div className="person">
                <Avatar name={person.name} color={person.color} />
                <span className="person-name">
                  <bdi>{person.name}</bdi> <em>you</em>
                </span>
              </div>
            ) : (
              <button
                className="person"
                aria-pressed={following === person.client}
                aria-label={`Follow ${person.name}, ${whereabouts(person)}`}
                onClick={() => workspace.following.set(following === person.client ? undefined : person.client)}
              >
                <Avatar name={person.name} color={person.color} />
                <span className="person-name">
                  <bdi>{person.name}</bdi>
                  <small>{whereabouts(person)}</small>
                </span>
                <Icon name="eye" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
