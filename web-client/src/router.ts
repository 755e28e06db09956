import { routeOf, type Route } from './routes'
import { Observable } from './theme/Observable'
import { useObservable } from './theme/useObservable'

const path = new Observable(location.pathname)
window.addEventListener('popstate', () => path.set(location.pathname))

export function useRoute(): Route {
  return routeOf(useObservable(path))
}

/** Goes to a page of this site without loading it anew. */
export function navigate(to: string): void {
  history.pushState(null, '', to)
  path.set(location.pathname)
}
