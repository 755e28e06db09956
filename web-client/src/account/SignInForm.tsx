import { useId, useState, type FormEvent } from 'react'
import { messageOf } from '../api/Problem'
import { register, signIn, signInWithToken } from './Login'

type Way = 'sign-in' | 'register' | 'token'

const TITLES: Readonly<Record<Way, string>> = {
  'sign-in': 'Sign in',
  register: 'Make an account',
  token: 'Use a token',
}

interface Props {
  isInvited: boolean
  mayRegister: boolean
  onDone: () => void
}

export function SignInForm({ isInvited, mayRegister, onDone }: Props) {
  const [way, setWay] = useState<Way>(isInvited && mayRegister ? 'register' : 'sign-in')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const [failure, setFailure] = useState('')
  const [isBusy, setBusy] = useState(false)
  const id = useId()

  const change = (next: Way) => {
    setWay(next)
    setFailure('')
    setSecret('')
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure('')
    try {
      await (way === 'token' ? signInWithToken(secret.trim()) : (way === 'register' ? register : signIn)(name, secret))
      onDone()
    } catch (thrown) {
      setFailure(messageOf(thrown))
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{TITLES[way]}</h1>
      {isInvited && <p>You are invited to a document. Say who you are, and it opens.</p>}
      {way !== 'token' && (
        <>
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            className="field"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </>
      )}
      <label htmlFor={`${id}-secret`}>{way === 'token' ? 'Token' : 'Password'}</label>
      <input
        key={way}
        id={`${id}-secret`}
        className="field"
        type="password"
        autoComplete={way === 'token' ? 'off' : way === 'register' ? 'new-password' : 'current-password'}
        minLength={way === 'register' ? 10 : 1}
        required
        value={secret}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setSecret(event.target.value)}
      />
      <p id={`${id}-hint`} className="account-hint">
        {way === 'register' && 'At least 10 characters.'}
        {way === 'token' && 'A JSON Web Token, from whoever runs this server.'}
      </p>
      {failure !== '' && (
        <p className="account-failure" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" className="button primary account-submit" disabled={isBusy}>
        {isBusy ? 'One moment…' : TITLES[way]}
      </button>
      <p className="account-other">
        {(['sign-in', 'register', 'token'] as const)
          .filter((other) => other !== way && (other !== 'register' || mayRegister))
          .map((other) => (
            <button key={other} type="button" onClick={() => change(other)}>
              {TITLES[other]}
            </button>
          ))}
      </p>
    </form>
  )
}
