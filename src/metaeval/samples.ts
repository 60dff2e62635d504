import type { Item } from '../domain/item.ts'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import type { Verdict } from '../domain/verdict.ts'

/** Items, ratings and verdicts that tests of measures are written with. */

export const pairItem = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  instruction: `Instruction of ${id}`,
  responses: [
    { id: 'A', text: 'short' },
    { id: 'B', text: 'somewhat longer' },
  ],
  criteria: [],
  metadata: {},
  ...more,
})

export const singleItem = (id: string, more: Partial<Item> = {}): Item =>
  pairItem(id, { responses: [{ id: 'A', text: 'an answer' }], ...more })

export const prefers = (winner: string | null): Label => ({ kind: 'preference', winner })
export const scores = (value: number): Label => ({ kind: 'score', value })
export const says = (value: string): Label => ({ kind: 'category', value })

export const verdict = (item: string, label: Label, more: Partial<Verdict> = {}): Verdict => ({
  item,
  criterion: 'helpfulness',
  sample: 0,
  revision: 0,
  label,
  mode: 'text',
  key: `${item} ${more.order ?? ''}`,
  cached: false,
  answer: { text: 'Verdict', finish: 'stop' },
  at: '2026-01-01T00:00:00.000Z',
  ...more,
})

/** Both games of a pair, by seat in the item's frame. */
export const bothOrders = (item: string, AB: Label, BA: Label): Verdict[] => [
  verdict(item, AB, { order: 'AB' }),
  verdict(item, BA, { order: 'BA' }),
]

export const rating = (item: string, label: Label, more: Partial<Rating> = {}): Rating => ({
  item,
  annotator: 'kim',
  label,
  ...more,
})
