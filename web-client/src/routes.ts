export type Route =
  | { page: 'landing' }
  | { page: 'document'; name: string }
  | { page: 'account' }
  | { page: 'admin' }
  | { page: 'missing' }

const MAX_NAME_LENGTH = 256
const DOCUMENT_PATH = '/d/'

export function routeOf(pathname: string): Route {
  if (pathname === '/' || pathname === '') {
    return { page: 'landing' }
  } else if (pathname === '/account') {
    return { page: 'account' }
  } else if (pathname === '/admin') {
    return { page: 'admin' }
  }
  const name = pathname.startsWith(DOCUMENT_PATH) ? decoded(pathname.slice(DOCUMENT_PATH.length)) : undefined
  return name !== undefined && isDocumentName(name) ? { page: 'document', name } : { page: 'missing' }
}

/** The path of a document's page. Slashes are encoded too: a name is one segment. */
export function pathOf(name: string): string {
  return DOCUMENT_PATH + encodeURIComponent(name)
}

/** Whether the server takes it: 1 to 256 characters, none of them a control character or half of one. */
export function isDocumentName(name: string): boolean {
  const length = [...name].length
  return length >= 1 && length <= MAX_NAME_LENGTH && !/[\p{Cc}\p{Cs}\uFFFD]/u.test(name)
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
