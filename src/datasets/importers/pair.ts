import type { Item, Response } from '../../domain/item.ts'
import type { Label, Preference } from '../../domain/label.ts'
import type { Order } from '../../domain/rating.ts'
import { sha256 } from '../../base/hash.ts'

export interface PairParts extends Omit<Item, 'responses' | 'criteria' | 'metadata'> {
  readonly a: Omit<Response, 'id'>
  readonly b: Omit<Response, 'id'>
  readonly metadata?: Item['metadata']
}

/** An item of two responses, A and B, in the order in which the source has them. */
export function pairItem({ a, b, metadata = {}, ...rest }: PairParts): Item {
  return {
    ...rest,
    responses: [
      { id: 'A', ...a },
      { id: 'B', ...b },
    ],
    criteria: [],
    metadata,
  }
}

export const preferA: Preference = { kind: 'preference', winner: 'A' }
export const preferB: Preference = { kind: 'preference', winner: 'B' }
export const tie: Preference = { kind: 'preference', winner: null }

/** A label given for "the first shown" and "the second shown", in the item's frame. */
export function inItemFrame(label: Label, order: Order): Label {
  if (label.kind !== 'preference' || label.winner === null || order === 'AB') return label
  return label.winner === 'A' ? preferB : preferA
}

/** Items with the same instruction get the same cluster: 12 hex digits. */
export const clusterOf = (...texts: readonly string[]): string => sha256(texts.join('\u0000')).slice(0, 12)

/**
 * Whether the better of two texts is seated as A, by a hash of both: sets that name the better one
 * first would give a judge that always says A every point.
 */
export const betterIsA = (better: string, worse: string): boolean =>
  Number.parseInt(sha256(`${better}\u0000${worse}`).slice(0, 2), 16) % 2 === 0
