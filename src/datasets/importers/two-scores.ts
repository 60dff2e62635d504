import { none, type Label } from '../../domain/label.ts'
import type { Order, Rating } from '../../domain/rating.ts'
import { inItemFrame, preferA, preferB, tie } from './pair.ts'

/**
 * A review that scores both responses of a pair, as ratings: which is preferred
 * (criterion `preference`), and each response's score (criterion `score`). Two labels of
 * unlike kinds are two criteria.
 *
 * @param scores  of the response shown first and of the other; -1 and what is no number is no score.
 */
export function twoScores(
  about: Pick<Rating, 'item' | 'annotator' | 'group' | 'cluster'>,
  order: Order,
  scores: readonly [unknown, unknown],
): Rating[] {
  const [first, second] = scores.map(scoreOf)
  const preference: Label =
    first === undefined || second === undefined
      ? none('unparsed')
      : first > second
        ? preferA
        : first < second
          ? preferB
          : tie
  const labels = [first, second].map((value): Label =>
    value === undefined ? none('unparsed') : { kind: 'score', value },
  )
  return [
    { ...about, criterion: 'preference', order, label: inItemFrame(preference, order) },
    ...(order === 'AB' ? labels : labels.toReversed()).map((label, seat) => ({
      ...about,
      criterion: 'score',
      order,
      response: 'AB'[seat]!,
      label,
    })),
  ]
}

const scoreOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
