import { useCallback, useEffect, useState, type FormEvent } from 'react'
import {
  invitations,
  invite,
  members,
  removeMember,
  revokeInvitation,
  setMember,
  type Invitation,
  type Member,
} from '../api/documents'
import { messageOf } from '../api/Problem'
import { CopyLink } from './ShareDialog'
import { invitationLink } from './invitation'

const ROLES: Readonly<Record<Member['role'], string>> = {
  viewer: 'Can read',
  commenter: 'Commenter',
  editor: 'Can write',
}

/** Commenters are for apps that have comments: here they can do what viewers can, so nobody is made one. */
const OFFERED: readonly Member['role'][] = ['viewer', 'editor']

/** Who has a role in a document, and who is invited. For its owner. */
export function Members({ name }: { name: string }) {
  const [present, setPresent] = useState<Member[]>([])
  const [invited, setInvited] = useState<Invitation[]>([])
  const [who, setWho] = useState('')
  const [role, setRole] = useState<Member['role']>('editor')
  const [link, setLink] = useState('')
  const [failure, setFailure] = useState('')

  const look = useCallback(async () => {
    setPresent(await members(name))
    setInvited(await invitations(name))
  }, [name])

  const change = useCallback(
    async (what: () => Promise<unknown>) => {
      try {
        await what()
        await look()
        setFailure('')
      } catch (thrown) {
        setFailure(messageOf(thrown))
      }
    },
    [look],
  )

  useEffect(() => void change(async () => {}), [change])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void change(async () => {
      const user = who.trim()
      const made = await invite(name, role, user === '' ? undefined : user)
      setLink(made.secret === undefined ? '' : invitationLink(made.secret))
      setWho('')
    })
  }

  return (
    <>
      <form className="share-invite" onSubmit={submit}>
        <input
          className="field"
          placeholder="User name, or leave empty for a link"
          aria-label="User name of whom to invite"
          autoCapitalize="none"
          spellCheck={false}
          value={who}
          onChange={(event) => setWho(event.target.value)}
        />
        <RolePicker label="What they may do" value={role} onChange={setRole} />
        <button type="submit" className="button">
          {who.trim() === '' ? 'Make a link' : 'Invite'}
        </button>
      </form>
      {link !== '' && (
        <>
          <CopyLink link={link} label="Invitation link" />
          <p className="share-note">Good for a week and 20 people. It is shown only now.</p>
        </>
      )}
      {present.length + invited.length > 0 && (
        <ul className="share-people">
          {present.map((member) => (
            <li key={member.user}>
              <span className="share-name">{member.name ?? member.user}</span>
              <RolePicker
                label={`What ${member.name ?? member.user} may do`}
                value={member.role}
                onChange={(next) => void change(() => setMember(name, member.user, next))}
              />
              <button type="button" className="button" onClick={() => void change(() => removeMember(name, member.user))}>
                Remove
              </button>
            </li>
          ))}
          {invited.map((invitation) => (
            <li key={invitation.id}>
              <span className="share-name">
                {invitation.user === undefined
                  ? `By link, ${invitation.uses} of ${invitation.maxUses} came`
                  : 'Invited, has not answered'}
              </span>
              <span className="share-role">{ROLES[invitation.role]}</span>
              <button type="button" className="button" onClick={() => void change(() => revokeInvitation(name, invitation.id))}>
                Take back
              </button>
            </li>
          ))}
        </ul>
      )}
      {invited.some(({ user }) => user !== undefined) && (
        <p className="share-note">Those invited by name find it on their account page.</p>
      )}
      {failure !== '' && (
        <p className="share-failure" role="alert">
          {failure}
        </p>
      )}
    </>
  )
}

interface PickerProps {
  label: string
  value: Member['role']
  onChange: (role: Member['role']) => void
}

function RolePicker({ label, value, onChange }: PickerProps) {
  return (
    <select
      className="field share-role"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as Member['role'])}
    >
      {[...new Set([...OFFERED, value])].map((role) => (
        <option key={role} value={role}>
          {ROLES[role]}
        </option>
      ))}
    </select>
  )
}
