import { kick, type LiveSession } from './admin'
import { age, bytes } from './units'

interface Props {
  sessions: readonly LiveSession[]
  count: number
  onAct: (what: () => Promise<string>) => Promise<void>
}

/** Who is connected; those who do not read come first. */
export function SessionTable({ sessions, count, onAct }: Props) {
  const sendAway = (session: LiveSession) => {
    if (window.confirm(`Send ${session.name} away from “${session.document}”?`)) {
      void onAct(async () => {
        await kick(session.id)
        return `${session.name} was sent away from “${session.document}”.`
      })
    }
  }

  return (
    <section className="admin-section">
      <h2>Connected</h2>
      {sessions.length === 0 ? (
        <p className="admin-nothing">Nobody is connected.</p>
      ) : (
        <div className="admin-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Document</th>
                <th scope="col">May</th>
                <th scope="col">Client</th>
                <th scope="col">For</th>
                <th scope="col">Unread</th>
                <th scope="col">
                  <span className="visually-hidden">Do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <tr key={session.id}>
                  <th scope="row" dir="auto">
                    {session.name}
                  </th>
                  <td dir="auto">{session.document}</td>
                  <td>{session.role}</td>
                  <td>{session.client}</td>
                  <td>{age(session.since)}</td>
                  <td data-bad={session.slow || undefined}>
                    {bytes(session.unsentBytes)}
                    {session.slow && ', slow'}
                  </td>
                  <td className="admin-do">
                    <button type="button" onClick={() => sendAway(session)}>
                      Send away
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {count > sessions.length && <p className="admin-nothing">And {count - sessions.length} more.</p>}
    </section>
  )
}
