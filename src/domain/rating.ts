import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { none, whyNone, type Label } from './label.ts'
import { parseWith, problem, type Parsed } from './parse.ts'

/** One annotator's label for one item (and criterion), with when and under which guideline version. */
export interface Rating {
  readonly item: string
  readonly annotator: string
  readonly label: Label
  /** The response that was scored, where a pair's responses are scored one by one. */
  readonly response?: string
  readonly criterion?: string
  readonly order?: Order
  /** Repeats by the same annotator, from 0. */
  readonly sample?: number
  readonly round?: number
  /** Later revisions replace earlier ones in every measure. */
  readonly revision?: number
  /** ISO time in UTC. */
  readonly at?: string
  readonly guideline?: string
  readonly reason?: string
  readonly group?: string
  /** The item's cluster: ratings of one cluster are drawn together when intervals are made. */
  readonly cluster?: string
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** How a pair was shown: the item's first response first, or its second. */
export const orders = ['AB', 'BA'] as const
export type Order = (typeof orders)[number]

const text = z.union([z.string(), z.number().transform(String)], 'a text or a number')
const whole = z.coerce.number().int('a whole number')

/** A rating as it stands in a file: contracts/rating.schema.json is written from this. */
export const ratingSchema = z.looseObject({
  item: text,
  annotator: text,
  score: z.coerce.number().optional(),
  preference: text.optional(),
  category: text.optional(),
  none: z.enum(whyNone).optional(),
  response: text.optional(),
  criterion: z.string().optional(),
  order: z.enum(orders).optional(),
  sample: whole.optional(),
  round: whole.optional(),
  revision: whole.optional(),
  at: z.iso
    .datetime({ offset: true, error: 'an ISO time with its offset, such as 2026-03-01T09:00:00+09:00' })
    .optional(),
  guideline: text.optional(),
  reason: z.string().optional(),
  group: text.optional(),
  cluster: text.optional(),
  probabilities: z.object({ A: z.number(), B: z.number(), tie: z.number() }).optional(),
  distribution: z.record(z.string(), z.number()).optional(),
})

/**
 * A rating from a file's line. Null, an empty cell and absent are the same.
 *
 * Exactly one of score, preference, category and none must be there. `winner`
 * stays as the file names it (`A`, `B` or a response's id): see `seatOf`.
 */
export function parseRating(raw: unknown): Parsed<Rating> {
  const parsed = parseWith(ratingSchema, withoutBlanks(raw))
  if (!parsed.ok) return parsed
  const { score, preference, category, none: why, at, probabilities, distribution, ...rest } = parsed.value
  const kinds =
    Number(score !== undefined) +
    Number(preference !== undefined) +
    Number(category !== undefined) +
    Number(why !== undefined)
  if (kinds !== 1) {
    const given = defined({ score, preference, category, none: why })
    return problem(
      Object.keys(given).join(', ') || 'score',
      'exactly one of score, preference, category and none',
      kinds === 0 ? undefined : given,
    )
  }

  const label: Label =
    score !== undefined
      ? { kind: 'score', value: score, ...(distribution ? { distribution } : {}) }
      : preference !== undefined
        ? {
            kind: 'preference',
            winner: preference === 'tie' ? null : preference,
            ...(probabilities ? { probabilities } : {}),
          }
        : category !== undefined
          ? { kind: 'category', value: category, ...(distribution ? { distribution } : {}) }
          : none(why!)

  const {
    item,
    annotator,
    response,
    criterion,
    order,
    sample,
    round,
    revision,
    guideline,
    reason,
    group,
    cluster,
    ...metadata
  } = rest
  const known = { response, criterion, order, sample, round, revision, guideline, reason, group, cluster }
  return {
    ok: true,
    value: {
      item,
      annotator,
      label,
      ...defined(known),
      ...(at ? { at: new Date(at).toISOString() } : {}),
      ...(isEmpty(metadata) ? {} : { metadata }),
    },
  }
}

/** What makes a rating the same rating; two with one key in one file are an error. */
export function ratingKey(r: Rating): string {
  return JSON.stringify([
    r.item,
    r.response ?? null,
    r.criterion ?? null,
    r.annotator,
    r.order ?? null,
    r.sample ?? 0,
    r.round ?? 0,
    r.revision ?? 0,
  ])
}

/** A rating as one line of a file: what `parseRating` reads. */
export function ratingRow({ label, ...rest }: Rating): Record<string, unknown> {
  const { metadata, ...fields } = rest
  return { ...fields, ...labelFields(label), ...metadata }
}

/** A label as a file's fields. */
export function labelFields(label: Label): Record<string, unknown> {
  switch (label.kind) {
    case 'score':
      return { score: label.value, ...(label.distribution ? { distribution: label.distribution } : {}) }
    case 'preference':
      return {
        preference: label.winner ?? 'tie',
        ...(label.probabilities ? { probabilities: label.probabilities } : {}),
      }
    case 'category':
      return { category: label.value, ...(label.distribution ? { distribution: label.distribution } : {}) }
    case 'none':
      return { none: label.why }
    default:
      return label satisfies never
  }
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}

function withoutBlanks(raw: unknown): unknown {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return raw
  const values = Object.values(raw)
  if (!values.includes(null) && !values.includes('')) return raw
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null && value !== ''))
}
