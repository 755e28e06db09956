import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useDocument } from '../document/DocumentContext'
import { runMap } from '../document/schema'
import { languageName } from '../files/languages'
import { Icon } from '../theme/icons'
import { readStored, store } from '../theme/stored'
import { useObservable } from '../theme/useObservable'
import type { OutputLine } from './output'
import { isRunnable, Runner, type Run } from './Runner'
import { readShared, share, type SharedRun } from './shared'
import './run.css'

const LIMITS_S = [5, 10, 30, 60]
const LIMIT_KEY = 'codecollab.run.limit'

/** Runs the file that is shown, in this browser. */
export function RunPanel() {
  const { doc, files, activeFile, me, readOnly } = useDocument()
  const list = useObservable(files.list)
  const file = list.find((each) => each.id === activeFile)
  const [runner] = useState(() => new Runner())
  const run = useObservable(runner.run)
  const shared = useShared()
  const [limitS, setLimitS] = useState(() => readStored(LIMIT_KEY, 10))
  const isBusy = run.phase === 'loading' || run.phase === 'running'

  useEffect(() => () => runner.destroy(), [runner])

  const start = () => {
    if (file !== undefined && isRunnable(file.language)) {
      const sources = list.map((each) => ({ name: each.name, text: each.text.toString() }))
      void runner.start(file.language, file.name, sources, limitS * 1_000)
    }
  }

  const showRoom = () => {
    const { language, file: name, durationMs, output } = run
    share(runMap<unknown>(doc), { by: me.name || 'Somebody', at: Date.now(), language, file: name, durationMs, output })
  }

  return (
    <div className="run">
      <div className="run-bar">
        {isBusy ? (
          <button type="button" className="button run-stop" onClick={() => runner.stop()}>
            <span className="run-square" aria-hidden="true" /> Stop
          </button>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={file === undefined || !isRunnable(file.language)}
            onClick={start}
          >
            <Icon name="play" /> Run
          </button>
        )}
        <span className="run-what">{file === undefined ? '' : file.name}</span>
        <label className="run-limit">
          <span>Limit</span>
          <select
            className="field"
            value={limitS}
            aria-label="Time limit"
            onChange={(event) => {
              setLimitS(Number(event.target.value))
              store(LIMIT_KEY, Number(event.target.value))
            }}
          >
            {LIMITS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} s
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="run-results">
        {file !== undefined && !isRunnable(file.language) && run.phase === 'idle' && (
          <p className="run-note">
            JavaScript and Python can be run here. This file is {languageName(file.language)}: choose another language
            in the status bar, or give it a name that ends in .js or .py.
          </p>
        )}
        {file !== undefined && isRunnable(file.language) && run.phase === 'idle' && shared === undefined && (
          <p className="run-note">Programs run in this browser, cut off from the network and from your other documents.</p>
        )}
        {run.phase !== 'idle' && (
          <section aria-label="Output">
            <header className="run-status">
              <span role="status">{statusOf(run, limitS)}</span>
              {run.phase === 'done' && (
                <span className="run-actions">
                  {!readOnly && (
                    <button type="button" className="run-link" onClick={showRoom}>
                      Share output
                    </button>
                  )}
                  <button type="button" className="run-link" onClick={() => runner.clear()}>
                    Clear
                  </button>
                </span>
              )}
            </header>
            <Output lines={run.output} follows={isBusy} />
          </section>
        )}
        {shared !== undefined && (
          <section aria-label="Output that was shared" className="run-shared">
            <header className="run-status">
              <span>
                {shared.by} shared {shared.file} · {duration(shared.durationMs)}
              </span>
            </header>
            <Output lines={shared.output} follows={false} />
          </section>
        )}
      </div>
    </div>
  )
}

function Output({ lines, follows }: { lines: readonly OutputLine[]; follows: boolean }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (follows) {
      end.current?.scrollIntoView({ block: 'nearest' })
    }
  }, [lines, follows])
  return (
    <div className="run-output" tabIndex={0} dir="auto">
      {lines.length === 0 && !follows && <p className="run-nothing">No output</p>}
      {lines.map((line, i) => (
        <pre key={i} data-kind={line.kind}>
          {line.kind === 'result' && <span aria-label="Value">⇒ </span>}
          {line.text || ' '}
        </pre>
      ))}
      <div ref={end} />
    </div>
  )
}

function useShared(): SharedRun | undefined {
  const { doc } = useDocument()
  const map = runMap<unknown>(doc)
  const known = useRef<{ raw: unknown; run: SharedRun | undefined }>(undefined)
  return useSyncExternalStore(
    (listener) => {
      map.observe(listener)
      return () => map.unobserve(listener)
    },
    () => {
      const raw = map.get('last')
      if (known.current === undefined || known.current.raw !== raw) {
        known.current = { raw, run: readShared(map) }
      }
      return known.current.run
    },
  )
}

function statusOf(run: Run, limitS: number): string {
  if (run.phase === 'loading') {
    return run.language === 'python' ? 'Loading Python: 6 MB, the first time only…' : 'Starting…'
  } else if (run.phase === 'running') {
    return `Running ${run.file}…`
  }
  switch (run.outcome) {
    case 'stopped':
      return `Stopped after ${duration(run.durationMs)}`
    case 'timeout':
      return `Ended: it took longer than ${limitS} s`
    case 'failed':
      return `Failed after ${duration(run.durationMs)}`
    default:
      return `Done in ${duration(run.durationMs)}`
  }
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
