import { useEffect, useRef, useState } from 'react'
import { documentInfo, setLink, type DocumentInfo, type LinkSetting } from '../api/documents'
import { Problem, messageOf } from '../api/Problem'
import { serverInfo } from '../api/server'
import { pathOf } from '../routes'
import { Members } from './Members'
import './share.css'

const LINK_MEANINGS: Readonly<Record<LinkSetting, string>> = {
  private: 'Only people you name',
  view: 'Whoever has the link can read',
  edit: 'Whoever has the link can write',
}

interface Props {
  name: string
  onClose: () => void
}

/** The link to a document, and who may do what with it. */
export function ShareDialog({ name, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [info, setInfo] = useState<DocumentInfo>()
  const [isOpenToAll, setOpenToAll] = useState(false)
  const [failure, setFailure] = useState('')

  useEffect(() => {
    dialog.current?.showModal()
    const look = async () => {
      const server = await serverInfo()
      setOpenToAll(server.auth === 'none')
      if (server.accounts) {
        setInfo(await documentInfo(name))
      }
    }
    look().catch((thrown: unknown) => {
      if (!(thrown instanceof Problem && thrown.status === 404)) {
        setFailure(messageOf(thrown)) // one that nobody owns has no members, only a link
      }
    })
  }, [name])

  const changeLink = async (link: LinkSetting) => {
    try {
      setInfo(await setLink(name, link))
      setFailure('')
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }

  return (
    <dialog
      ref={dialog}
      className="share"
      aria-labelledby="share-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="share-body">
        <header>
          <h2 id="share-title">Share this document</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
            <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
              <path d="m4 4 8 8M12 4l-8 8" />
            </svg>
          </button>
        </header>
        <CopyLink link={location.origin + pathOf(name)} label="Link to this document" />
        {isOpenToAll && <p className="share-note">Whoever has the link can read and write.</p>}
        {info?.role === 'owner' && (
          <label className="share-setting">
            <span>With the link</span>
            <select
              className="field"
              value={info.link}
              onChange={(event) => void changeLink(event.target.value as LinkSetting)}
            >
              {(Object.keys(LINK_MEANINGS) as LinkSetting[]).map((link) => (
                <option key={link} value={link}>
                  {LINK_MEANINGS[link]}
                </option>
              ))}
            </select>
          </label>
        )}
        {info !== undefined && info.role !== 'owner' && (
          <p className="share-note">
            {LINK_MEANINGS[info.link]}. {info.owner.name ?? info.owner.user} says who else may come in.
          </p>
        )}
        {info?.role === 'owner' && <Members name={name} />}
        {failure !== '' && (
          <p className="share-failure" role="alert">
            {failure}
          </p>
        )}
      </div>
    </dialog>
  )
}

export function CopyLink({ link, label }: { link: string; label: string }) {
  const [isCopied, setCopied] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
      setTimeout(() => setCopied(false), 2_000)
    } catch {
      // it is selected: one keystroke copies it
    }
  }

  return (
    <div className="share-link">
      <input
        ref={field}
        className="field"
        readOnly
        value={link}
        aria-label={label}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button primary" onClick={() => void copy()}>
        <span aria-live="polite">{isCopied ? 'Copied' : 'Copy link'}</span>
      </button>
    </div>
  )
}
