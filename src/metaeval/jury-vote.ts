import { none, type Label } from '../domain/label.ts'
import { quantileSorted } from '../metrics/quantile.ts'
import { combine } from './combine.ts'
import type { Class } from './comparable.ts'
import { majorityOf } from './truth.ts'
import type { Coding } from './units.ts'

/** What a rule that looks at one thing alone makes of what the members said: labels of one kind, none of them `none`. */
export type Vote = (said: readonly Label[], coding: Coding, order: readonly string[] | undefined) => Label

/**
 * The votes that need to know of nothing but the thing voted on.
 *
 * - `majority`: what more than half of them say, a tie as a class of its own; else `none:inconsistent`.
 * - `mean`: of scores the mean; of preferences and categories the class with the highest mean
 *   probability, a plain label being certain of itself. Two classes with the same make a tie, of
 *   categories `none:inconsistent`.
 * - `median`: of scores; of preferences in the order first, tie, second; of categories in a given
 *   order. Where two are in the middle: of scores their mean, between first and second a tie, else
 *   `none:inconsistent`.
 */
export const votes: Readonly<Record<'majority' | 'mean' | 'median', Vote>> = {
  majority(said) {
    const about = majorityOf(said, seats)
    // Whoever voted for it gave probabilities of their own, which are not the jury's.
    return about.leftOut === undefined ? bare(about.label) : none('inconsistent')
  },
  mean: (said) =>
    combine(
      said.map((label) => ({ label })),
      'average',
      seats,
    )[0]!,
  median(said, coding, order) {
    const places = said.map((label) => placeOf(coding.classOf(label), coding, order))
    if (places.some((place) => place === undefined)) return none('inconsistent')
    const sorted = Float64Array.from(places as number[]).sort()
    const middle = quantileSorted(sorted, 0.5)!
    switch (coding.kind) {
      case 'score':
        return { kind: 'score', value: middle }
      case 'preference':
        return Number.isInteger(middle)
          ? { kind: 'preference', winner: middle === 0 ? null : middle < 0 ? 'A' : 'B' }
          : none('inconsistent')
      case 'category':
        return Number.isInteger(middle) ? { kind: 'category', value: order![middle]! } : none('inconsistent')
      default:
        return coding.kind satisfies never
    }
  },
}

/** Labels of a unit are seated, so that seats name its responses. */
const seats = [{ id: 'A' }, { id: 'B' }]

function placeOf(said: Class | undefined, { kind }: Coding, order: readonly string[] | undefined) {
  if (said === undefined) return undefined
  if (kind === 'score') return Number(said)
  if (kind === 'preference') return said === 'tie' ? 0 : said === 'A' ? -1 : said === 'B' ? 1 : undefined
  const place = order?.indexOf(String(said)) ?? -1
  return place < 0 ? undefined : place
}

function bare(label: Label): Label {
  switch (label.kind) {
    case 'preference':
      return { kind: label.kind, winner: label.winner }
    case 'score':
    case 'category':
      return { kind: label.kind, value: label.value } as Label
    case 'none':
      return label
    default:
      return label satisfies never
  }
}
