import { isScore, none, type Label } from '../domain/label.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import type { Found } from './readers/reader.ts'

/** What a reader found, in the item's frame: places as shown become ids of responses. */
export function foundReading(found: Found, { shown }: Pick<Ask, 'shown'>): Reading {
  if ('kind' in found) return { label: found }
  const scores = 'scores' in found ? found.scores : undefined
  const sound =
    (scores ?? ('score' in found ? [found.score] : [])).every(isScore) &&
    (!scores || scores.length === shown.length)
  const label = sound ? labelOf(found, shown) : undefined
  if (!label) return { label: none('unparsed') }
  return {
    label,
    ...(scores ? { scores: scoresById(scores, shown) } : {}),
    ...(found.reason ? { reason: found.reason } : {}),
  }
}

function labelOf(found: Exclude<Found, { kind: 'none' }>, shown: Ask['shown']): Label | undefined {
  if ('score' in found) return { kind: 'score', value: found.score }
  if ('category' in found) return { kind: 'category', value: found.category }
  if (found.winner === null) return { kind: 'preference', winner: null }
  const winner = shown[found.winner]?.id
  return winner === undefined ? undefined : { kind: 'preference', winner }
}

const scoresById = (scores: readonly number[], shown: Ask['shown']): Record<string, number> =>
  Object.fromEntries(scores.map((score, place) => [shown[place]!.id, score]))
