import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { Landing } from './landing/Landing'
import { Missing } from './landing/Missing'
import { useRoute } from './router'
import type { Route } from './routes'

const DocumentPage = lazy(() => import('./document/DocumentPage'))
const AccountPage = lazy(async () => ({ default: (await import('./account')).AccountPage }))
const AdminPage = lazy(async () => ({ default: (await import('./admin')).AdminPage }))

export function App(): ReactNode {
  const route = useRoute()
  useEffect(() => {
    document.title = titleOf(route)
  }, [route])
  return <Suspense fallback={null}>{pageOf(route)}</Suspense>
}

function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case 'landing':
      return <Landing />
    case 'document':
      return <DocumentPage key={route.name} name={route.name} />
    case 'account':
      return <AccountPage />
    case 'admin':
      return <AdminPage />
    case 'missing':
      return <Missing />
  }
}

function titleOf(route: Route): string {
  return route.page === 'document' ? `${route.name} · CodeCollab` : 'CodeCollab'
}
