import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import './picker.css'

export interface Choice {
  id: string
  label: string
  /** Beside the label, quietly. */
  detail?: string
}

interface PickerProps {
  title: string
  choices: readonly Choice[]
  /** The one that counts now. */
  current?: string | undefined
  onPick: (id: string) => void
  onClose: () => void
}

/** A list to choose from by typing: arrows, Enter, Escape. The focus goes back where it was. */
export function Picker({ title, choices, current, onPick, onClose }: PickerProps): ReactNode {
  const [typed, setTyped] = useState('')
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      choices.findIndex(({ id }) => id === current),
    ),
  )
  const found = useMemo(() => matching(choices, typed), [choices, typed])
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const listId = useId()

  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
  }, [index, found])

  const pick = (choice: Choice | undefined) => {
    if (choice !== undefined) {
      dialog.current?.close()
      onPick(choice.id)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setIndex(Math.max(0, Math.min(found.length - 1, index + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      pick(found[index])
    }
  }
  return (
    <dialog
      ref={dialog}
      className="picker"
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="picker-inner">
        <input
          role="combobox"
          aria-label={title}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[index] === undefined ? undefined : `${listId}-${index}`}
          placeholder={title}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setIndex(0)
          }}
          onKeyDown={onKeyDown}
        />
        <ul id={listId} role="listbox" aria-label={title} ref={list}>
          {found.map((choice, at) => (
            <li
              key={choice.id}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === index}
              aria-current={choice.id === current || undefined}
              onPointerMove={() => setIndex(at)}
              onClick={() => pick(choice)}
            >
              <span>{choice.label}</span>
              {choice.detail !== undefined && <small>{choice.detail}</small>}
            </li>
          ))}
        </ul>
        {found.length === 0 && <p role="status">Nothing like that.</p>}
      </div>
    </dialog>
  )
}

/** Those that contain every word, the ones that begin with the first word first. */
function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    return choices
  }
  const found = choices.filter(({ id, label, detail }) => {
    const text = `${label} ${detail ?? ''} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = (choice: Choice) => choice.label.toLowerCase().startsWith(words[0] as string)
  return [...found.filter(begins), ...found.filter((choice) => !begins(choice))]
}
