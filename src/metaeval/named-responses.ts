import { AssizeError } from '../base/errors.ts'
import type { Cell } from './annotator-label.ts'
import type { RatedRow } from './rating-table.ts'

/** The ids by which preferences name responses, in order; nothing where they name them by seat alone. */
export function idsPreferredIn(cells: Iterable<Cell>): string[] {
  const named = new Set<string>()
  const rated = new Set<string>()
  for (const { label, response } of cells) {
    if (label.kind === 'preference' && label.winner !== null) named.add(label.winner)
    if (response !== undefined) rated.add(response)
  }
  if ([...named].every(isSeat)) return []
  return [...new Set([...named, ...rated])].sort()
}

/**
 * Of two ids that everything is about, the first in order is `A` on every item.
 * Of more, or of ids among seats, nobody knows which response an item has first.
 *
 * @param idsAreClasses  whether ids alone will do: only ids among seats will not.
 * @throws AssizeError `metaeval/needs-items`
 */
export function mustKnowSeats(rows: readonly RatedRow[], { idsAreClasses = false } = {}): void {
  const ids = idsPreferredIn(rows.flatMap(({ facts, cells }) => (facts.responses ? [] : cells)))
  if (ids.length === 0) return
  const [first, second] = [ids.find(isSeat), ids.find((id) => !isSeat(id))]
  if (idsAreClasses && (!first || !second)) return
  throw new AssizeError('metaeval/needs-items', {
    message: first
      ? `Preferences name responses as ${first} and as ${second}, and which is which is not known.`
      : `Preferences name ${ids.length === 1 ? 'one response' : `${ids.length} responses`} by id (${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}), and which an item has first is not known.`,
    remedy: 'Give the items that were rated: `--items items.jsonl`.',
  })
}

const isSeat = (name: string): boolean => name === 'A' || name === 'B'
