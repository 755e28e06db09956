import { useCallback, useEffect, useState, type FormEvent } from 'react'
import { messageOf } from '../api/Problem'
import { navigate } from '../router'
import { Mark } from '../theme/icons'
import { keepAdminToken, needsToken, overview, type Overview } from './admin'
import { DocumentTable } from './DocumentTable'
import { stages, total } from './metrics'
import { SessionTable } from './SessionTable'
import { bytes, seconds } from './units'
import './admin.css'

const PERIOD_MS = 2_000

/** How the server is: for whoever looks after it. */
export function AdminPage() {
  const [now, setNow] = useState<Overview>()
  const [failure, setFailure] = useState<unknown>()
  const [notice, setNotice] = useState('')

  const look = useCallback(async () => {
    try {
      setNow(await overview())
      setFailure(undefined)
    } catch (thrown) {
      setFailure(thrown)
    }
  }, [])

  useEffect(() => {
    void look()
    const timer = setInterval(() => document.visibilityState === 'visible' && void look(), PERIOD_MS)
    return () => clearInterval(timer)
  }, [look])

  const act = async (what: () => Promise<string>) => {
    try {
      setNotice(await what())
    } catch (thrown) {
      setNotice(messageOf(thrown))
    }
    await look()
  }

  if (needsToken(failure)) {
    return <AskForToken why={messageOf(failure)} onToken={(token) => (keepAdminToken(token), void look())} />
  }
  return (
    <main className="admin">
      <header className="admin-head">
        <a href="/" aria-label="To the start page" onClick={(event) => (event.preventDefault(), navigate('/'))}>
          <Mark />
        </a>
        <h1>Server</h1>
        <span className="admin-state" role="status" data-state={failure === undefined ? 'good' : 'bad'}>
          {failure === undefined ? (now === undefined ? 'One moment…' : 'Live') : messageOf(failure)}
        </span>
      </header>
      {notice !== '' && (
        <p className="admin-notice" role="status">
          {notice}
          <button type="button" onClick={() => setNotice('')}>
            Dismiss
          </button>
        </p>
      )}
      {now !== undefined && (
        <>
          <Figures now={now} />
          <Stages now={now} />
          <DocumentTable documents={now.documents} count={now.documentCount} onAct={act} />
          <SessionTable sessions={now.sessions} count={now.sessionCount} onAct={act} />
        </>
      )}
    </main>
  )
}

function Figures({ now }: { now: Overview }) {
  const { metrics } = now
  const unsaved = total(metrics, 'codecollab_unsaved_bytes') + total(metrics, 'codecollab_spilled_bytes')
  const slow = now.sessions.filter((session) => session.slow).length
  const isStoreFailing = total(metrics, 'codecollab_store_failing') > 0
  const byDialect = metrics.filter((sample) => sample.name === 'codecollab_sessions' && sample.value > 0)
  return (
    <dl className="admin-figures">
      <Figure name="Open documents" value={String(now.documentCount)} more={bytes(total(metrics, 'codecollab_open_document_bytes'))} />
      <Figure
        name="Connected"
        value={String(total(metrics, 'codecollab_sessions'))}
        more={byDialect.map((sample) => `${sample.labels['dialect']} ${sample.value}`).join(' · ') || 'nobody'}
      />
      <Figure
        name="Not saved yet"
        value={bytes(unsaved)}
        more={isStoreFailing ? 'the database fails' : 'the database works'}
        isBad={isStoreFailing}
      />
      <Figure name="Slow clients" value={String(slow)} more={`${total(metrics, 'codecollab_slow_client_diffs_total')} caught up since the start`} isBad={slow > 0} />
      <Figure name="Edits" value={compact(total(metrics, 'codecollab_edits_merged_total'))} more={`told ${compact(total(metrics, 'codecollab_updates_delivered_total'))} times`} />
    </dl>
  )
}

function Figure({ name, value, more, isBad = false }: { name: string; value: string; more: string; isBad?: boolean }) {
  return (
    <div data-bad={isBad || undefined}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{more}</span>
      </dd>
    </div>
  )
}

function Stages({ now }: { now: Overview }) {
  const all = stages(now.metrics)
  const slowest = Math.max(...all.map((stage) => stage.p99), 1e-6)
  const width = (time: number) => `${Math.max(1, (Math.log10(time / 1e-6) / Math.log10(slowest / 1e-6)) * 100)}%`
  return (
    <section className="admin-section">
      <h2>Where the time of an edit goes</h2>
      {all.length === 0 ? (
        <p className="admin-nothing">Nobody has edited anything since the server started.</p>
      ) : (
        <table className="admin-stages">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col" className="admin-wide">
                <span className="visually-hidden">Half of all, and 99 of 100, on a logarithmic scale</span>
              </th>
              <th scope="col">Median</th>
              <th scope="col">99 %</th>
              <th scope="col">Times</th>
            </tr>
          </thead>
          <tbody>
            {all.map((stage) => (
              <tr key={stage.name}>
                <th scope="row">{stage.name}</th>
                <td className="admin-wide">
                  <span className="admin-bar" aria-hidden="true">
                    <span style={{ width: width(stage.p99) }} />
                    <span style={{ width: width(stage.median) }} />
                  </span>
                </td>
                <td>{seconds(stage.median)}</td>
                <td>{seconds(stage.p99)}</td>
                <td>{compact(stage.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function AskForToken({ why, onToken }: { why: string; onToken: (token: string) => void }) {
  const [token, setToken] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onToken(token.trim())
  }
  return (
    <main className="admin-ask">
      <form onSubmit={submit}>
        <Mark size={28} />
        <h1>Look after this server</h1>
        <p>{why}</p>
        <label htmlFor="admin-token">Admin token</label>
        <input
          id="admin-token"
          className="field"
          type="password"
          autoComplete="off"
          autoFocus
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="button primary">
          Go on
        </button>
      </form>
    </main>
  )
}

function compact(count: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}
