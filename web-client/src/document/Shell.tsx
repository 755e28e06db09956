import { Suspense, type ReactNode } from 'react'
import { PANELS } from '../panels'
import { useObservable } from '../theme/useObservable'
import { useDocument } from './DocumentContext'

/** What is around the editor. */
export function Shell(): ReactNode {
  const { name, status, files } = useDocument()
  const list = useObservable(files.list)
  return (
    <main>
      <h1>{name}</h1>
      <p role="status">{useObservable(status).kind}</p>
      <ul>
        {list.map((file) => (
          <li key={file.id}>{file.name}</li>
        ))}
      </ul>
      {PANELS.map(({ id, title, Component }) => (
        <section key={id} aria-label={title}>
          <Suspense>
            <Component />
          </Suspense>
        </section>
      ))}
    </main>
  )
}
