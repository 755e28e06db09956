import type { ReactNode } from 'react'

/** Drawn on a grid of 16, one and a half thick. */
const PATHS = {
  file: 'M4 2.5h5L12.5 6v7.5h-8.5zM9 2.5V6h3.5',
  files: 'M5.5 4.5h5l3 3v6h-8zM10.5 4.5v3h3M2.5 11V2.5h5.5',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  check: 'M3.5 8.5l3 3 6-7',
  people:
    'M6 7.5a2.25 2.25 0 100-4.5 2.25 2.25 0 000 4.5zM2 13c0-2.2 1.8-3.5 4-3.5s4 1.3 4 3.5M10.5 3.2a2.25 2.25 0 010 4.2M11.5 9.7c1.5.4 2.5 1.6 2.5 3.3',
  share: 'M6.5 9.5l3-3M7.5 4.8l1.2-1.2a2.6 2.6 0 013.7 3.7L11.2 8.5M8.5 11.2l-1.2 1.2a2.6 2.6 0 01-3.7-3.7l1.2-1.2',
  settings: 'M3 5h5.5M11.5 5H13M3 11h1.5M7.5 11H13M10 3.5v3M6 9.5v3',
  command:
    'M5.5 5.5h5v5h-5zM5.5 5.5H4A1.5 1.5 0 115.5 4zM10.5 5.5V4A1.5 1.5 0 1112 5.5zM10.5 10.5H12a1.5 1.5 0 11-1.5 1.5zM5.5 10.5V12A1.5 1.5 0 114 10.5z',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10',
  upload: 'M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10',
  cloud: 'M4.8 12.5a2.8 2.8 0 01-.3-5.6 3.6 3.6 0 017-.4 3 3 0 01-.3 6z',
  'cloud-off': 'M2.5 2.5l11 11M6.3 4.3a3.6 3.6 0 015.2 2.2 3 3 0 012.2 4.3M4.5 6.9a2.8 2.8 0 00.3 5.6h6',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 015 0v2.2',
  sun: 'M8 10.8a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.6zM8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M3.6 12.4l1-1M11.4 4.6l1-1',
  moon: 'M13 9.5A5.5 5.5 0 016.5 3a5.5 5.5 0 106.5 6.5z',
  screen: 'M2 3.5h12v7.5H2zM6 13.5h4M8 11v2.5',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 9.8a1.8 1.8 0 100-3.6 1.8 1.8 0 000 3.6z',
  pencil: 'M3 13l.6-2.8L10.7 3a1.4 1.4 0 012 0l.3.3a1.4 1.4 0 010 2L5.8 12.4z',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  up: 'M8 12.5v-9M4.5 7L8 3.5 11.5 7',
  down: 'M8 3.5v9M4.5 9L8 12.5 11.5 9',
  chevron: 'M6 4l4 4-4 4',
  search: 'M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.3 10.3l3.2 3.2',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h7a4 4 0 010 8H7',
  redo: 'M10.5 3l3 3-3 3M13.5 6h-7a4 4 0 000 8H9',
  chat: 'M2.5 3.5h11v8H7l-3 2.5v-2.5H2.5z',
  play: 'M4.5 3l8 5-8 5z',
  history: 'M2.7 6.2A5.6 5.6 0 118 13.6 5.6 5.6 0 013 10.5M2.5 3v3.3h3.3M8 5v3.2l2.2 1.4',
  person: 'M8 8a2.7 2.7 0 100-5.4A2.7 2.7 0 008 8zM3 13.8c0-2.5 2.2-4 5-4s5 1.5 5 4',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1',
  refresh: 'M13.3 9.8A5.6 5.6 0 113 5.5M13.5 2.7v3.4h-3.4',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** Two carets in one place: what this is about. */
export function Mark({ size = 22 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1d2a5b" />
      <path d="M11.5 8v16" stroke="#8fb1ff" strokeWidth="3.2" strokeLinecap="round" />
      <path d="M11.5 8h6.2v5h-6.2z" fill="#8fb1ff" />
      <path d="M20.5 10v14" stroke="#ffb27a" strokeWidth="3.2" strokeLinecap="round" />
      <path d="M20.5 10h5v4.6h-5z" fill="#ffb27a" />
    </svg>
  )
}
