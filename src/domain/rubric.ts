import { z } from 'zod'
import { hashOf } from '../base/hash.ts'

/**
 * What a criterion's values are.
 *
 * - `integers`: whole numbers from `low` to `high`, higher is better.
 * - `binary`: it holds or it does not; the score is 1 or 0.
 * - `named`: words from worst to best; the label is a category.
 */
export type Scale =
  | { readonly kind: 'integers'; readonly low: number; readonly high: number }
  | { readonly kind: 'binary' }
  | { readonly kind: 'named'; readonly names: readonly string[] }

const range = /^(-?\d+)\s*-\s*(-?\d+)$/

const anyScale = 'a range such as 1-5, "binary", or a list of at least two names from worst to best'

const scaleSchema = z.union(
  [
    z.literal('binary'),
    z.string().regex(range, anyScale).refine(goesUp, anyScale),
    z.array(z.string().min(1)).min(2, anyScale),
  ],
  anyScale,
)

function goesUp(text: string): boolean {
  const [low, high] = boundsOf(text)
  return low < high && high - low <= 100
}

function boundsOf(text: string): [number, number] {
  const [, low, high] = range.exec(text) ?? []
  return [Number(low), Number(high)]
}

const wording = z.object({
  criterion: z.string().min(1).optional(),
  /** What each value means: keys are the scale's values, `yes`/`no` for binary. */
  levels: z.record(z.string(), z.string()).optional(),
  /** How to apply it: what to count, what to leave aside. */
  guidance: z.string().optional(),
})

/** A rubric as it stands in a YAML file or an item: contracts/rubric.schema.json is written from this. */
export const rubricSchema = wording.extend({
  $schema: z.string().optional(),
  name: z.string().min(1),
  criterion: z.string().min(1),
  kind: z.enum(['objective', 'subjective']).default('subjective'),
  scale: scaleSchema.optional(),
  language: z.string().default('en'),
  /** The same in other languages, by BCP 47 code. */
  translations: z.record(z.string(), wording.extend({ criterion: z.string().min(1) })).default({}),
})

export const rubricOrNameSchema = z.union([z.string(), rubricSchema], 'the name of a rubric, or a rubric')

export type RubricData = z.input<typeof rubricSchema>

/** A criterion with what each level means, in one language. */
export interface Rubric {
  readonly name: string
  readonly criterion: string
  /** Objective: holds or not, whoever looks. Subjective: a matter of more or less. */
  readonly kind: 'objective' | 'subjective'
  readonly scale: Scale
  readonly levels: Readonly<Record<string, string>>
  readonly guidance?: string
  readonly language: string
  /** 12 hex digits of the hash of the whole file: all languages of a rubric are one version. */
  readonly version: string
}

/**
 * A rubric in the language asked for, or else in its own.
 *
 * The scale defaults to binary where the criterion is objective, else to 1-5.
 */
export function rubricIn(data: RubricData, language: string): Rubric {
  const whole = rubricSchema.parse(data)
  const translated = language === whole.language ? undefined : whole.translations[language]
  const words = translated ?? whole
  return {
    name: whole.name,
    criterion: words.criterion,
    kind: whole.kind,
    scale: toScale(whole.scale ?? (whole.kind === 'objective' ? 'binary' : '1-5')),
    levels: words.levels ?? {},
    ...(words.guidance ? { guidance: words.guidance } : {}),
    language: translated ? language : whole.language,
    version: hashOf(data).slice(0, 12),
  }
}

function toScale(scale: string | readonly string[]): Scale {
  if (scale === 'binary') return { kind: 'binary' }
  if (typeof scale !== 'string') return { kind: 'named', names: scale }
  const [low, high] = boundsOf(scale)
  return { kind: 'integers', low, high }
}

/** The scale's values from worst to best, as a judge writes them. */
export function scaleValues(scale: Scale): string[] {
  switch (scale.kind) {
    case 'integers':
      return Array.from({ length: scale.high - scale.low + 1 }, (_, i) => String(scale.low + i))
    case 'binary':
      return ['no', 'yes']
    case 'named':
      return [...scale.names]
    default:
      return scale satisfies never
  }
}
