/**
 * What one annotator, a person or a judge, concluded about one item.
 *
 * A judge that answers badly is data, not an exception: it gives a `none`
 * label with the reason. Metrics leave it out and count it; nothing reads it as 0.
 */
export type Label = Score | Preference | Category | NoLabel

export interface Score {
  readonly kind: 'score'
  readonly value: number
  /** Probability of each value that could be given; they add up to 1. */
  readonly distribution?: Readonly<Record<string, number>>
}

/** Whether a number can be a score: finite, and small enough that its powers are, which every measure takes. */
export const isScore = (value: number): boolean => Math.abs(value) <= largestScore
export const largestScore = 1e60

export interface Preference {
  readonly kind: 'preference'
  /** A response's id, in whatever order the responses were shown; `null` is a tie. */
  readonly winner: string | null
  /** Of the item's first response, its second and a tie; they add up to 1. */
  readonly probabilities?: Readonly<Record<Seat, number>>
}

export interface Category {
  readonly kind: 'category'
  readonly value: string
  readonly distribution?: Readonly<Record<string, number>>
}

export interface NoLabel {
  readonly kind: 'none'
  readonly why: WhyNone
}

export const whyNone = ['unparsed', 'refused', 'truncated', 'failed', 'inconsistent', 'abstained'] as const
export type WhyNone = (typeof whyNone)[number]

/** The classes of a pair in every output: the item's first response, its second, neither. */
export const seats = ['A', 'B', 'tie'] as const
export type Seat = (typeof seats)[number]

export const none = (why: WhyNone): NoLabel => ({ kind: 'none', why })

/**
 * Which of an item's responses a name means: its seat, its id, or the tie.
 *
 * @param responses  the item's responses, as they stand in the item.
 * @param winner     a response's id, `A`, `B`, `tie` or null.
 * @returns the class, or `undefined` where the item has no such response.
 */
export function seatOf(
  responses: readonly { readonly id: string }[],
  winner: string | null,
): Seat | undefined {
  if (winner === null || winner === 'tie') return 'tie'
  if (winner === responses[0]?.id || winner === 'A') return 'A'
  if (winner === responses[1]?.id || winner === 'B') return 'B'
  return undefined
}

/**
 * The mean of a score's distribution, which tells two responses apart where the
 * most probable value is the same (G-Eval's weighted score); without a
 * distribution, the value itself.
 */
export function expectedScore({ value, distribution }: Score): number {
  if (!distribution) return value
  return Object.entries(distribution).reduce((sum, [level, p]) => sum + Number(level) * p, 0)
}

/** A label as one word for a table: `4`, `A`, `good`, `none:unparsed`. */
export function labelText(label: Label, responses: readonly { readonly id: string }[] = []): string {
  switch (label.kind) {
    case 'score':
      return String(label.value)
    case 'preference':
      return seatOf(responses, label.winner) ?? String(label.winner)
    case 'category':
      return label.value
    case 'none':
      return `none:${label.why}`
    default:
      return label satisfies never
  }
}
