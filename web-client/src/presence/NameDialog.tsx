import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTheme } from '../theme/settings'
import { useObservable } from '../theme/useObservable'
import { Avatar } from './Avatar'
import { COLORS, colorOn } from './colors'
import { changeMe, fitName, me } from './me'
import './presence.css'

/** Asks, once, what others should see beside one's cursor. */
export function NameDialog({ onClose }: { onClose: () => void }): ReactNode {
  const own = useObservable(me)
  const [name, setName] = useState(own.name)
  const [color, setColor] = useState(own.color)
  const dialog = useRef<HTMLDialogElement>(null)
  const theme = useTheme()
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    changeMe({ name: name.trim() === '' ? 'Somebody' : name, color })
    dialog.current?.close()
  }
  return (
    <dialog ref={dialog} className="name-dialog" aria-labelledby="name-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="name-title">Who are you?</h2>
        <p>Others see this beside your cursor. It stays in this browser.</p>
        <div className="name-row">
          <Avatar name={fitName(name) || '?'} color={color} />
          <input
            className="field"
            aria-label="Your name"
            placeholder="Your name"
            autoComplete="nickname"
            maxLength={40}
            dir="auto"
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <fieldset className="color-row">
          <legend className="visually-hidden">Your colour</legend>
          {COLORS.map((candidate, index) => (
            <label key={candidate} style={{ color: colorOn(theme, candidate) }}>
              <input
                type="radio"
                name="color"
                aria-label={`Colour ${index + 1}`}
                checked={candidate === color}
                onChange={() => setColor(candidate)}
              />
              <i />
            </label>
          ))}
        </fieldset>
        <button className="button primary" type="submit">
          Continue
        </button>
      </form>
    </dialog>
  )
}
