/** One label with how often it was given. */
export interface LabelRow {
  readonly label: string
  readonly n: number
}

/**
 * Labels in the order a reader expects: numbers upwards, then A, B and tie,
 * then the others, most frequent first.
 */
export function labelRows(counts: Readonly<Record<string, number>>): LabelRow[] {
  return Object.entries(counts)
    .map(([label, n]) => ({ label, n }))
    .sort((a, b) => byLabel(a.label, b.label) || b.n - a.n)
}

/** Labels alone, in the same order. */
export function labelOrder(labels: Iterable<string>): string[] {
  return [...new Set(labels)].sort(byLabel)
}

function byLabel(a: string, b: string): number {
  const [placeA, placeB] = [place(a), place(b)]
  if (placeA !== placeB) return placeA - placeB
  return placeA === 0 ? Number(a) - Number(b) : 0
}

function place(label: string): number {
  if (label.trim() !== '' && Number.isFinite(Number(label))) return 0
  const seat = ['A', 'B', 'tie'].indexOf(label)
  return seat < 0 ? 4 : seat + 1
}
