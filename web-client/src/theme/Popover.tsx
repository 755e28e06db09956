import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Icon, type IconName } from './icons'
import './popover.css'

interface PopoverProps {
  label: string
  icon: IconName
  children: (close: () => void) => ReactNode
}

/** A button, and what it opens below itself until one clicks elsewhere or presses Escape. */
export function Popover({ label, icon, children }: PopoverProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    if (isOpen && body.current !== null && button.current !== null) {
      place(body.current, button.current.getBoundingClientRect())
    }
  }, [isOpen])
  useEffect(() => {
    if (!isOpen) {
      return undefined
    }
    const onPointerDown = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) {
        setOpen(false)
      }
    }
    document.addEventListener('pointerdown', onPointerDown, true)
    return () => document.removeEventListener('pointerdown', onPointerDown, true)
  }, [isOpen])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div
      className="popover"
      ref={whole}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation()
          close()
        }
      }}
    >
      <button
        ref={button}
        className="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div id={id} ref={body} className="popover-body" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  )
}

const GAP_PX = 6
const EDGE_PX = 8

/** Below the button, or above where there is more room; never past an edge, nor cut off by what scrolls. */
function place(body: HTMLElement, anchor: DOMRect): void {
  const { width, height } = body.getBoundingClientRect()
  const left = Math.max(EDGE_PX, Math.min(anchor.right - width, innerWidth - width - EDGE_PX))
  const below = anchor.bottom + GAP_PX
  const fitsBelow = below + height <= innerHeight - EDGE_PX
  const top = fitsBelow ? below : Math.max(EDGE_PX, anchor.top - GAP_PX - height)
  body.style.left = `${left}px`
  body.style.top = `${top}px`
}
