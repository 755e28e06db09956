import { pathOf } from '../routes'
import { closeDocument, compactDocument, type OpenDocument } from './admin'
import { bytes } from './units'

interface Props {
  documents: readonly OpenDocument[]
  count: number
  onAct: (what: () => Promise<string>) => Promise<void>
}

/** The documents that are open, the largest first. */
export function DocumentTable({ documents, count, onAct }: Props) {
  const close = (name: string) => {
    if (window.confirm(`Send everybody away from “${name}”? Their editors come back by themselves.`)) {
      void onAct(async () => {
        await closeDocument(name)
        return `Everybody was asked to leave “${name}”.`
      })
    }
  }

  const compact = (name: string) =>
    void onAct(async () => {
      const { outcome, rows, bytes: before, snapshotBytes } = await compactDocument(name)
      return outcome === 'compacted'
        ? `“${name}”: ${rows} journal rows, ${bytes(before)}, are a snapshot of ${bytes(snapshotBytes)} now.`
        : `“${name}” was left as it is: ${REASONS[outcome] ?? outcome}.`
    })

  return (
    <section className="admin-section">
      <h2>Open documents</h2>
      {documents.length === 0 ? (
        <p className="admin-nothing">No document is open. They are closed half a minute after the last one has left.</p>
      ) : (
        <div className="admin-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Document</th>
                <th scope="col">Memory</th>
                <th scope="col">Not saved</th>
                <th scope="col">Waiting</th>
                <th scope="col">Clients</th>
                <th scope="col">Slow</th>
                <th scope="col">Instances</th>
                <th scope="col">
                  <span className="visually-hidden">Do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {documents.map((document) => (
                <tr key={document.name}>
                  <th scope="row" dir="auto">
                    <a href={pathOf(document.name)}>{document.name}</a>
                  </th>
                  <td>{bytes(document.memoryBytes)}</td>
                  <td data-bad={document.unsavedBytes > 1 << 20 || undefined}>{bytes(document.unsavedBytes)}</td>
                  <td>{document.waitingMessages === 0 ? '–' : `${document.waitingMessages}, ${bytes(document.waitingBytes)}`}</td>
                  <td>
                    {Object.entries(document.sessions)
                      .map(([client, clients]) => `${client} ${clients}`)
                      .join(', ') || '–'}
                  </td>
                  <td data-bad={document.slowSessions > 0 || undefined}>{document.slowSessions || '–'}</td>
                  <td>{document.instances + 1}</td>
                  <td className="admin-do">
                    <button type="button" onClick={() => compact(document.name)}>
                      Compact
                    </button>
                    <button type="button" onClick={() => close(document.name)}>
                      Close
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {count > documents.length && <p className="admin-nothing">And {count - documents.length} more.</p>}
    </section>
  )
}

const REASONS: Readonly<Record<string, string>> = {
  short: 'its journal is empty',
  incomplete: 'it waits for updates that are missing',
  overtaken: 'another server is compacting it',
  refused: 'the snapshot would have lacked something (please report this)',
}
