/** What this browser keeps for a key; `otherwise` if there is nothing, or it cannot be read. */
export function readStored<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(key)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

/** Keeps a value, or does nothing where the browser keeps nothing (private windows, a full disk). */
export function store(key: string, value: unknown): void {
  try {
    if (value === undefined || value === null) {
      localStorage.removeItem(key)
    } else {
      localStorage.setItem(key, JSON.stringify(value))
    }
  } catch {
    // it is a convenience: what must not be lost is kept elsewhere
  }
}
