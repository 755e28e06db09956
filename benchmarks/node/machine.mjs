/** What else the machine did while a session went on. */

/**
 * How much of the time the other cores were busy than the one a session is pinned to, 0 to 1; null if it may run on all.
 * `before` and `after` are what os.cpus() said.
 */
export function othersBusy(before, after, pinned) {
  if (pinned === null) return null
  const others = after.flatMap(({ times }, core) => (core === pinned ? [] : [since(before[core].times, times)]))
  const all = others.reduce((sum, { all }) => sum + all, 0)
  const idle = others.reduce((sum, { idle }) => sum + idle, 0)
  return all > 0 ? (all - idle) / all : null
}

function since(before, after) {
  const all = Object.keys(after).reduce((sum, kind) => sum + after[kind] - before[kind], 0)
  return { all, idle: after.idle - before.idle }
}
