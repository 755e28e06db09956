const MAX_LENGTH = 200

/** A file's name as people typed it, made fit: trimmed, no empty or climbing parts, forward slashes only. */
export function cleanName(typed: string): string {
  const parts = typed
    .replaceAll('\\', '/')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  return [...parts.join('/')].slice(0, MAX_LENGTH).join('')
}

/** The name itself, or with a number before its ending: `main-2.js`. */
export function uniqueName(typed: string, taken: ReadonlySet<string>): string {
  const name = cleanName(typed) || 'untitled'
  if (!taken.has(name)) {
    return name
  }
  const dot = name.lastIndexOf('.')
  const endsAt = dot > name.lastIndexOf('/') + 1 ? dot : name.length
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, endsAt)}-${number}${name.slice(endsAt)}`
    if (!taken.has(candidate)) {
      return candidate
    }
  }
}
