import { useEffect, useState } from 'react'
import { acceptInvitation } from '../api/documents'
import { messageOf } from '../api/Problem'
import { serverInfo, type ServerInfo } from '../api/server'
import { navigate } from '../router'
import { pathOf } from '../routes'
import { useObservable } from '../theme/useObservable'
import { invitationSecret } from './invitation'
import { login, signOut } from './Login'
import { nextPage } from './nextPage'
import { OwnInvitations } from './OwnInvitations'
import { SignInForm } from './SignInForm'
import './account.css'

/** Sign in, make an account, accept an invitation; and, signed in, sign out. */
export function AccountPage() {
  const who = useObservable(login)
  const [server, setServer] = useState<ServerInfo>()
  const [failure, setFailure] = useState('')
  const secret = invitationSecret(location.hash)

  useEffect(() => {
    serverInfo().then(setServer, (thrown: unknown) => setFailure(messageOf(thrown)))
  }, [])

  return (
    <main className="account">
      <a className="account-home" href="/" onClick={(event) => (event.preventDefault(), navigate('/'))}>
        CodeCollab
      </a>
      <section className="account-card" aria-live="polite">
        {failure !== '' && <p className="account-failure">{failure}</p>}
        {server?.auth === 'none' ? (
          <NoAccounts />
        ) : who !== null && secret !== '' ? (
          <Invited secret={secret} name={who.name} />
        ) : who !== null ? (
          <Welcome name={who.name} />
        ) : (
          server !== undefined && (
            <SignInForm
              isInvited={secret !== ''}
              mayRegister={server.registration}
              onDone={() => secret === '' && navigate(nextPage(location.search))}
            />
          )
        )}
      </section>
    </main>
  )
}

function NoAccounts() {
  return (
    <>
      <h1>No account needed</h1>
      <p>This server asks nobody who they are. Whoever has the link to a document can edit it.</p>
      <button type="button" className="button primary" onClick={() => navigate('/')}>
        To the start page
      </button>
    </>
  )
}

function Welcome({ name }: { name: string }) {
  return (
    <>
      <h1>Signed in as {name}</h1>
      <p>Your name is shown to those you write with.</p>
      <OwnInvitations />
      <div className="account-actions">
        <button type="button" className="button primary" onClick={() => navigate(nextPage(location.search))}>
          Go on
        </button>
        <button type="button" className="button" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </>
  )
}

function Invited({ secret, name }: { secret: string; name: string }) {
  const [failure, setFailure] = useState('')
  const [isBusy, setBusy] = useState(false)

  const accept = async () => {
    setBusy(true)
    try {
      navigate(pathOf(await acceptInvitation(secret)))
    } catch (thrown) {
      setFailure(messageOf(thrown))
      setBusy(false)
    }
  }

  return (
    <>
      <h1>You are invited to a document</h1>
      <p>Accept as {name}, and it is yours to open from now on.</p>
      {failure !== '' && (
        <p className="account-failure" role="alert">
          {failure}
        </p>
      )}
      <div className="account-actions">
        <button type="button" className="button primary" disabled={isBusy} onClick={() => void accept()}>
          Accept and open
        </button>
        <button type="button" className="button" onClick={() => void signOut()}>
          Use another account
        </button>
      </div>
    </>
  )
}
