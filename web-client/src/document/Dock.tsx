import { Suspense, type ReactNode } from 'react'
import { shownKeys } from '../commands/keys'
import { Icon } from '../theme/icons'
import type { Panel } from './Panel'

/** The panel that is open, beside or below the editor. */
export function Dock({ panel, onClose }: { panel: Panel; onClose: () => void }): ReactNode {
  const { Component } = panel
  return (
    <aside className={`dock ${panel.place ?? 'side'}`} id={`panel-${panel.id}`} aria-label={panel.title}>
      <header>
        <h2>{panel.title}</h2>
        <button className="icon-button" aria-label={`Close ${panel.title}`} title="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="dock-body">
        <Suspense fallback={null}>
          <Component />
        </Suspense>
      </div>
    </aside>
  )
}

interface RailProps {
  panels: readonly Panel[]
  open: string | undefined
  onToggle: (id: string) => void
}

/** One button for every panel. */
export function Rail({ panels, open, onToggle }: RailProps): ReactNode {
  return (
    <nav className="rail" aria-label="Panels">
      {panels.map((panel) => (
        <RailButton key={panel.id} panel={panel} isOpen={panel.id === open} onToggle={() => onToggle(panel.id)} />
      ))}
    </nav>
  )
}

const noBadge = () => 0

function RailButton({ panel, isOpen, onToggle }: { panel: Panel; isOpen: boolean; onToggle: () => void }): ReactNode {
  const useBadge = panel.useBadge ?? noBadge
  const badge = useBadge()
  return (
    <button
      className="rail-button"
      aria-label={badge > 0 ? `${panel.title}, ${badge} new` : panel.title}
      title={`${panel.title} (${shownKeys(panel.shortcut)})`}
      aria-expanded={isOpen}
      aria-controls={`panel-${panel.id}`}
      onClick={onToggle}
    >
      <Icon name={panel.icon} />
      <span>{panel.title}</span>
      {badge > 0 && <b>{badge > 99 ? '99+' : badge}</b>}
    </button>
  )
}
