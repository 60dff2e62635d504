import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { sha256 } from '../base/hash.ts'
import { parseWith, problem, withoutNulls, type Parsed } from './parse.ts'
import { rubricOrNameSchema, type RubricData } from './rubric.ts'

/** One thing to judge. */
export interface Item {
  readonly id: string
  readonly instruction: string
  /** What the instruction works on, where a source keeps it apart. */
  readonly input?: string
  /** What the answer must be faithful to: a passage, retrieved documents. */
  readonly context?: string
  /** The conversation before the responses. */
  readonly turns?: readonly Turn[]
  readonly images?: readonly Image[]
  readonly responses: readonly Response[]
  /** An answer known to be good. */
  readonly reference?: string
  /** This item's own rubric, or the name of one. */
  readonly rubric?: string | RubricData
  /** The criteria this item is judged by; one ask each. Empty: those of the judge. */
  readonly criteria: readonly string[]
  /** BCP 47, such as `ko`. */
  readonly language?: string
  /** Items of one cluster share a source, such as an instruction; resampling draws clusters. */
  readonly cluster?: string
  /** Every key that is not one of the above, as it came. */
  readonly metadata: Readonly<Record<string, unknown>>
}

export interface Response {
  /** Unique in its item. `A` and `B` where the source gives none. */
  readonly id: string
  /** Who wrote it: a model, a person. */
  readonly writer?: string
  readonly text: string
  /** A response of several turns; `text` is then these, one after another. */
  readonly turns?: readonly Turn[]
}

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export type Image = { readonly path: string } | { readonly url: string } | { readonly data: string }

const turn = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })
const image = z.union(
  [
    z.object({ path: z.string().min(1) }),
    z.object({ url: z.string().min(1) }),
    z.object({ data: z.string().min(1) }),
  ],
  'an image as {"path"}, {"url"} or {"data"}',
)
const id = z.union(
  [z.string().min(1, 'a text that is not empty'), z.number().transform(String)],
  'a text or a number',
)
const response = z
  .object({
    id: id.optional(),
    writer: z.string().optional(),
    text: z.string().optional(),
    turns: z.array(turn).min(1).optional(),
  })
  .refine((r) => r.text !== undefined || r.turns !== undefined, { message: 'a "text" (or "turns")' })

/** An item as it stands in a file: contracts/item.schema.json is written from this. */
export const itemSchema = z.looseObject({
  id: id.optional(),
  instruction: z.string(),
  input: z.string().optional(),
  context: z.string().optional(),
  turns: z.array(turn).optional(),
  images: z.array(image).optional(),
  responses: z.array(response).min(1, 'at least one response').optional(),
  response: z.string().optional(),
  response_a: z.string().optional(),
  response_b: z.string().optional(),
  reference: z.string().optional(),
  rubric: rubricOrNameSchema.optional(),
  criterion: z
    .union([z.string(), z.array(z.string())], 'the name of a criterion, or a list of names')
    .optional(),
  language: z.string().optional(),
  cluster: z.string().optional(),
})

/**
 * An item from a file's line. Null and absent are the same.
 *
 * @param raw         the line's value.
 * @param fallbackId  the id where the line gives none, such as its number.
 */
export function parseItem(raw: unknown, fallbackId?: string): Parsed<Item> {
  const parsed = parseWith(itemSchema, withoutAnyNulls(raw))
  if (!parsed.ok) return parsed
  const { id = fallbackId, responses, response, response_a, response_b, criterion, ...rest } = parsed.value
  if (id === undefined) return problem('id', 'a text or a number', undefined)

  const given =
    responses ??
    (response !== undefined
      ? [{ text: response }]
      : response_a !== undefined && response_b !== undefined
        ? [{ text: response_a }, { text: response_b }]
        : [])
  if (given.length === 0) {
    return problem(
      'responses',
      'at least one response ("responses", "response", or "response_a" and "response_b")',
      responses,
    )
  }

  const named: Response[] = []
  for (const [i, one] of given.entries()) {
    const seat = seatName(i)
    const id = ('id' in one ? one.id : undefined) ?? seat
    if (id === 'tie' || (/^[AB]$/.test(id) && id !== seat)) {
      return problem(
        `responses[${i}].id`,
        `any id but ${id}, which names ${id === 'tie' ? 'a tie' : 'another seat'}`,
        id,
      )
    }
    if (named.some((other) => other.id === id))
      return problem(`responses[${i}].id`, 'an id that no other response has', id)
    named.push({ ...one, id, text: one.text ?? turnsText('turns' in one ? one.turns : undefined) })
  }

  const { instruction, input, context, turns, images, reference, rubric, language, cluster, ...metadata } =
    rest
  return {
    ok: true,
    value: defined({
      id,
      instruction,
      input,
      context,
      turns,
      images,
      responses: named,
      reference,
      rubric,
      criteria: criterion === undefined ? [] : [criterion].flat(),
      language,
      cluster,
      metadata,
    }),
  }
}

/** The hash of everything an item holds, 64 hex digits. */
export const itemHash = (item: Item): string => sha256(JSON.stringify(item))

/** A, B, C ... by place; after Z, R27, R28 ... */
export const seatName = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `R${index + 1}`

function turnsText(turns: readonly Turn[] = []): string {
  return turns.map(({ role, content }) => `${role}: ${content}`).join('\n\n')
}

/** Tables and pandas write every key, inside a response too. */
function withoutAnyNulls(raw: unknown): unknown {
  const line = withoutNulls(raw) as { responses?: unknown } | null
  if (!Array.isArray(line?.responses)) return line
  return { ...line, responses: line.responses.map(withoutNulls) }
}
