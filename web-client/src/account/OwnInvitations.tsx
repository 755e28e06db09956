import { useEffect, useState } from 'react'
import { acceptOwnInvitation, ownInvitations, type OwnInvitation } from '../api/documents'
import { messageOf } from '../api/Problem'
import { navigate } from '../router'
import { pathOf } from '../routes'

/** Invitations made out to whoever is signed in, which they have not answered. */
export function OwnInvitations() {
  const [invited, setInvited] = useState<OwnInvitation[]>([])
  const [failure, setFailure] = useState('')

  useEffect(() => {
    ownInvitations().then(setInvited, (thrown: unknown) => setFailure(messageOf(thrown)))
  }, [])

  const accept = async (id: string) => {
    try {
      navigate(pathOf(await acceptOwnInvitation(id)))
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }

  return (
    <>
      {failure !== '' && (
        <p className="account-failure" role="alert">
          {failure}
        </p>
      )}
      {invited.length > 0 && (
        <ul className="account-invitations" aria-label="You are invited">
          {invited.map(({ id, document }) => (
            <li key={id}>
              <span dir="auto">{document}</span>
              <button type="button" className="button" aria-label={`Accept and open ${document}`} onClick={() => void accept(id)}>
                Accept
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
