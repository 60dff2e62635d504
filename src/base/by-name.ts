/** An empty record by names from outside, which may be any text: `constructor` and `__proto__` are names like others. */
export const byName = <T = number>(): Record<string, T> => Object.create(null) as Record<string, T>

/** The same values, the names in order. */
export function inOrder<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  const ordered = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.assign(byName<T>(), Object.fromEntries(ordered))
}
