import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { isScore, largestScore, none, whyNone, type Label } from './label.ts'
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
  score: z.coerce.number().refine(isScore, `a number from -${largestScore} to ${largestScore}`).optional(),
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
  const plain = plainRating(raw)
  return plain ? { ok: true, value: plain } : ratingBySchema(raw)
}

/**
 * A line of the fields that most have, each in its own type: what the schema
 * would make of it, in a fraction of the time.
 *
 * @returns nothing for any other line, good or bad.
 */
function plainRating(raw: unknown): Rating | undefined {
  if (raw === null || typeof raw !== 'object') return undefined
  const line = raw as Readonly<Record<string, unknown>>
  const rating: { -readonly [Field in keyof Rating]: Rating[Field] } = {
    item: '',
    annotator: '',
    label: noneYet,
  }
  for (const field in line) {
    const value = line[field]
    switch (field) {
      case 'item':
      case 'annotator':
      case 'response':
      case 'criterion':
      case 'group':
      case 'cluster':
        if (!isText(value)) return undefined
        rating[field] = value
        break
      case 'score':
        if (rating.label !== noneYet || typeof value !== 'number' || !isScore(value)) return undefined
        rating.label = { kind: 'score', value }
        break
      case 'preference':
        if (rating.label !== noneYet || !isText(value)) return undefined
        rating.label = { kind: 'preference', winner: value === 'tie' ? null : value }
        break
      case 'category':
        if (rating.label !== noneYet || !isText(value)) return undefined
        rating.label = { kind: 'category', value }
        break
      case 'order':
        if (value !== 'AB' && value !== 'BA') return undefined
        rating.order = value
        break
      case 'sample':
        if (!Number.isSafeInteger(value)) return undefined
        rating.sample = value as number
        break
      default:
        return undefined
    }
  }
  return rating.item !== '' && rating.annotator !== '' && rating.label !== noneYet ? rating : undefined
}

const noneYet = none('abstained')
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function ratingBySchema(raw: unknown): Parsed<Rating> {
  const given = (raw as { score?: unknown } | null)?.score
  if (given !== undefined && !isNumeral(given)) return problem('score', 'a number', given)
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

  const odd = oddShares(parsed.value)
  if (odd) return odd

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

/** Probabilities may be rounded, but they are no shares where they do not add up to about 1. */
function oddShares({
  score,
  probabilities,
  distribution,
}: Pick<z.infer<typeof ratingSchema>, 'score' | 'probabilities' | 'distribution'>):
  Parsed<never> | undefined {
  for (const [field, shares] of Object.entries({ probabilities, distribution })) {
    if (!shares) continue
    const values = Object.values(shares)
    const sum = values.reduce((all, share) => all + share, 0)
    if (Math.abs(sum - 1) > 0.02 || values.some((share) => share < -1e-6))
      return problem(field, 'probabilities that add up to 1', shares)
  }
  const level = score !== undefined && Object.keys(distribution ?? {}).find((name) => !isNumeral(name))
  return level ? problem('distribution', 'a probability for each score', distribution) : undefined
}

/** A number, or a text that a person reads as one: blanks, `true` and `[4]` would be coerced to numbers too. */
function isNumeral(value: unknown): boolean {
  if (value === null || value === '' || typeof value === 'number') return true
  return typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
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
