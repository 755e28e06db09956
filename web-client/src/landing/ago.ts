const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** As in "3 hours ago". Both in milliseconds since 1970. */
export function ago(at: number, now = Date.now()): string {
  for (const [unit, ms] of STEPS) {
    const count = Math.floor((now - at) / ms)
    if (count >= 1) {
      return format.format(-count, unit)
    }
  }
  return 'just now'
}
