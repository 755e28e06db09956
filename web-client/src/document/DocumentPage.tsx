import { useEffect, type ReactNode } from 'react'
import { noteVisit } from '../landing/recent'
import { DocumentProvider } from './DocumentContext'
import { Shell } from './Shell'

/** The page of one document, loaded when one is opened. */
export default function DocumentPage({ name }: { name: string }): ReactNode {
  useEffect(() => noteVisit(name), [name])
  return (
    <DocumentProvider name={name}>
      <Shell />
    </DocumentProvider>
  )
}
