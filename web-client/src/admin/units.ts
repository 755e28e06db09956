const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** Bytes as people read them: three digits and a unit. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0]
  while (value >= 1024 && unit < BYTES.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTES[unit]}`
}

/** A time in seconds as people read it. */
export function seconds(time: number): string {
  if (time < 1e-3) {
    return `${Math.round(time * 1e6)} µs`
  }
  return time < 1 ? `${(time * 1e3).toFixed(time < 0.01 ? 1 : 0)} ms` : `${time.toFixed(1)} s`
}

/** How long ago, roughly. */
export function age(iso: string, now = Date.now()): string {
  const passedS = Math.max(0, (now - Date.parse(iso)) / 1_000)
  if (passedS < 60) {
    return `${Math.floor(passedS)} s`
  } else if (passedS < 3_600) {
    return `${Math.floor(passedS / 60)} min`
  }
  return passedS < 86_400 ? `${Math.floor(passedS / 3_600)} h` : `${Math.floor(passedS / 86_400)} d`
}
