import { useState, type FormEvent, type ReactNode } from 'react'
import { navigate } from '../router'
import { useAccounts } from './useAccounts'
import { newDocument } from './newDocument'
import { messageOf } from '../api/Problem'
import { pathOf } from '../routes'
import { Icon, Mark } from '../theme/icons'
import { ThemeSwitch } from '../theme/ThemeSwitch'
import { ago } from './ago'
import { nameOf } from './nameOf'
import { forgetVisit, recentVisits } from './recent'
import './landing.css'

export function Landing(): ReactNode {
  const hasAccounts = useAccounts()
  const [failure, setFailure] = useState('')
  return (
    <div className="landing">
      <header className="landing-header">
        <span className="landing-brand">
          <Mark size={24} /> CodeCollab
        </span>
        <nav aria-label="Site">
          {hasAccounts && <a href="/account">Account</a>}
          <ThemeSwitch />
        </nav>
      </header>
      <main>
        <section className="landing-start">
          <h1>Write code together.</h1>
          <p className="landing-lead">
            One link, any number of people, every keystroke in its place. What it calls saved is on disk.
          </p>
          <button
            className="button primary landing-new"
            onClick={() => newDocument().catch((thrown: unknown) => setFailure(messageOf(thrown)))}
          >
            <Icon name="plus" /> New document
          </button>
          {failure !== '' && (
            <p className="landing-failure" role="alert">
              {failure}
            </p>
          )}
          <JoinForm />
        </section>
        <Specimen />
        <Recent />
      </main>
      <footer className="landing-footer">Served by your own CodeCollab. Nothing here talks to anybody else.</footer>
    </div>
  )
}

function JoinForm(): ReactNode {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const join = (event: FormEvent) => {
    event.preventDefault()
    const name = nameOf(typed)
    setWrong(name === undefined)
    if (name !== undefined) {
      navigate(pathOf(name))
    }
  }
  return (
    <form className="landing-join" onSubmit={join}>
      <label htmlFor="join" className="visually-hidden">
        Link or name of a document
      </label>
      <input
        id="join"
        className="field"
        placeholder="Link or name of a document"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={typed}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'join-wrong' : undefined}
        onChange={(event) => {
          setTyped(event.target.value)
          setWrong(false)
        }}
      />
      <button className="button" type="submit">
        Join
      </button>
      {isWrong && (
        <p id="join-wrong" role="alert">
          That is no document: paste a link to one, or type a name of 1 to 256 characters.
        </p>
      )}
    </form>
  )
}

function Recent(): ReactNode {
  const [visits, setVisits] = useState(recentVisits)
  if (visits.length === 0) {
    return null
  }
  return (
    <section className="landing-recent" aria-labelledby="recent">
      <h2 id="recent" className="section-title">
        Recent in this browser
      </h2>
      <ul>
        {visits.map(({ name, at }) => (
          <li key={name}>
            <a
              href={pathOf(name)}
              onClick={(event) => {
                if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
                  event.preventDefault()
                  navigate(pathOf(name))
                }
              }}
            >
              <Icon name="file" />
              <bdi>{name}</bdi>
              <time dateTime={new Date(at).toISOString()}>{ago(at)}</time>
            </a>
            <button
              className="icon-button"
              aria-label={`Take ${name} off this list`}
              title="Take off this list"
              onClick={() => {
                forgetVisit(name)
                setVisits(recentVisits())
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A still of what it looks like inside, in place of a picture. */
function Specimen(): ReactNode {
  return (
    <figure className="specimen" aria-hidden="true">
      <pre>
        <span className="k">export function</span> <span className="f">merge</span>(ours, theirs) {'{\n'}
        {'  '}
        <span className="k">const</span> seen = <span className="k">new</span> Set(ours)
        <span className="specimen-caret one">
          <b>Ada</b>
        </span>
        {'\n  '}
        <span className="k">for</span> (<span className="k">const</span> edit <span className="k">of</span> theirs){' '}
        {'{\n'}
        {'    '}
        <span className="specimen-selection">seen.add(edit)</span>
        <span className="specimen-caret two">
          <b>Linus</b>
        </span>
        {'\n  }\n'}
        {'  '}
        <span className="k">return</span> [...seen].sort(<span className="f">byClock</span>){'\n}'}
      </pre>
    </figure>
  )
}
