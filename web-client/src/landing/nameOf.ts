import { isDocumentName, routeOf } from '../routes'

/** The document that somebody means by a link to it, or by its name. */
export function nameOf(typed: string): string | undefined {
  const text = typed.trim()
  const path = /^(?:https?:\/\/[^/]+)?(\/d\/[^?#]*)/i.exec(text)?.[1]
  if (path !== undefined) {
    const route = routeOf(path)
    return route.page === 'document' ? route.name : undefined
  }
  return isDocumentName(text) ? text : undefined
}
