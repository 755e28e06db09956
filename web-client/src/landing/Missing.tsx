import type { ReactNode } from 'react'
import { Mark } from '../theme/icons'
import './landing.css'

export function Missing(): ReactNode {
  return (
    <main className="missing">
      <Mark size={40} />
      <h1>There is no page here.</h1>
      <p>A document's link looks like /d/its-name, and a name has 1 to 256 characters.</p>
      <a className="button primary" href="/">
        To the start page
      </a>
    </main>
  )
}
