import type { LabelCount } from './store.ts'

/** Counts with one entry a criterion, order and label, in that order; what is the same is added up. */
export function labelCounts(counts: Iterable<LabelCount>): LabelCount[] {
  const sums = new Map<string, LabelCount>()
  for (const count of counts) {
    const place = JSON.stringify([count.criterion, count.order, count.label])
    sums.set(place, { ...count, n: count.n + (sums.get(place)?.n ?? 0) })
  }
  return [...sums.values()].sort(
    (a, b) => compare(a.criterion, b.criterion) || compare(a.order, b.order) || compare(a.label, b.label),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
