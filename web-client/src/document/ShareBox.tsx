import { useRef, useState, type ReactNode } from 'react'
import { announce } from '../commands/announcement'
import { pathOf } from '../routes'
import { useDocument } from './DocumentContext'

/** The link to a document; where the browser lets pages copy, it is copied at once. */
export async function copyLink(name: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(linkTo(name))
    announce('Link copied')
    return true
  } catch {
    return false // not over plain http on other hosts
  }
}

export const linkTo = (name: string): string => location.origin + pathOf(name)

export function ShareBox(): ReactNode {
  const { name } = useDocument()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    setCopied((await copyLink(name)) || document.execCommand('copy'))
  }
  return (
    <div className="share-box">
      <h3>Share this document</h3>
      <p>Everyone who opens the link edits the same text, if this server lets them in.</p>
      <div className="share-row">
        <input
          ref={field}
          className="field"
          aria-label="Link to this document"
          readOnly
          value={linkTo(name)}
          onFocus={(event) => event.target.select()}
        />
        <button className="button primary" onClick={() => void copy()} autoFocus>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
    </div>
  )
}
