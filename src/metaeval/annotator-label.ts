import type { CombineRule } from '../domain/combine-rule.ts'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { combine, ruleFor, sameResponse } from './combine.ts'

/** A rating without the item that it is about. */
export type Cell = Omit<Rating, 'item' | 'at' | 'reason' | 'metadata'>

type Responses = readonly { readonly id: string }[]

/** A rating without a criterion is about any. */
export const isAbout = ({ criterion }: Cell, asked: string): boolean =>
  criterion === undefined || criterion === asked

/** What makes two ratings of one item the same rating, but for its revision. */
export const cellKey = ({ response, criterion, annotator, order, sample, round }: Cell): string =>
  JSON.stringify([response ?? null, criterion ?? null, annotator, order ?? null, sample ?? 0, round ?? 0])

/** Of the ratings of one item the latest revision of each. */
export function latestRevisions<T extends Cell>(ratings: readonly T[]): T[] {
  if (ratings.every(({ revision }) => revision === undefined)) return [...ratings]
  const found = new Map<string, T>()
  for (const rating of ratings) {
    const key = cellKey(rating)
    if ((found.get(key)?.revision ?? 0) <= (rating.revision ?? 0)) found.set(key, rating)
  }
  return [...found.values()]
}

/** What an annotator said that is closest to a criterion: about just that one, and in the latest round. */
export function closestRatings<T extends Cell>(own: readonly T[]): T[] {
  const named = own.filter((rating) => rating.criterion !== undefined)
  const closest = named.length > 0 ? named : own
  const round = Math.max(...closest.map((rating) => rating.round ?? 0))
  return closest.filter((rating) => (rating.round ?? 0) === round)
}

/**
 * What one annotator said about one thing.
 *
 * Several labels (orders, samples) are made one by a rule: the one asked for
 * where it fits their kind, else the default.
 *
 * @param own       this annotator's ratings of one item that are about one criterion, latest revisions.
 * @param response  the response that the others scored; absent where the whole item was labelled.
 * @param wanted    the kind that is compared; a preference also finds scores of both responses.
 */
export function labelOf(
  own: readonly Cell[],
  responses: Responses,
  response: string | undefined,
  wanted: Label['kind'],
  rule?: CombineRule,
): Label | undefined {
  const ratings = closestRatings(own)
  const only = responses.length === 1 ? responses[0]!.id : undefined
  const about = response ?? only
  const fitting = ratings.filter((rating) =>
    rating.response === undefined
      ? response === undefined || only !== undefined
      : about !== undefined && sameResponse(responses, rating.response, about),
  )
  if (fitting.length > 0) {
    const kind = fitting.find((rating) => rating.label.kind !== 'none')?.label.kind
    return combine(
      fitting,
      ruleFor(kind === undefined || kind === 'none' ? 'score' : kind, rule),
      responses,
    )[0]
  }
  return wanted === 'preference' ? combine(ratings, 'higher-score', responses)[0] : undefined
}
