/**
 * The name that somebody may have meant: the nearest by letters changed, left out, added or swapped with their
 * neighbour (Damerau 1964, each place touched once), or one that the word begins.
 *
 * @returns `undefined` where none is near: more than a third of the letters differ.
 * O(names x letters²) time.
 *
 * @example
 * nearest('mt-bench-piar', ['mt-bench-pair', 'pandalm']) // => 'mt-bench-pair'
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  let found: string | undefined
  let least = Math.floor(Math.min(word.length, 40) / 3) + 1
  for (const name of names) {
    const far = Math.abs(name.length - word.length) < least ? distance(word, name) : least
    if (far >= least) continue
    least = far
    found = name
  }
  return found ?? (word.length > 2 ? names.find((name) => name.startsWith(word)) : undefined)
}

function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
