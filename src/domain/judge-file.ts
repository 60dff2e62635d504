import { z } from 'zod'
import { rubricOrNameSchema } from './rubric.ts'

const pattern = z.string().refine(isPattern, { message: 'a regular expression' })

/**
 * A judge as it stands in a YAML file: contracts/judge.schema.json is written from this.
 *
 * Its `template` is the prompt word for word; `{instruction}`, `{input}`,
 * `{context}`, `{reference}`, `{rubric}`, `{levels}` are filled in, and
 * `{response}` (pointwise) or `{response_a}` and `{response_b}` (pairwise, in the
 * order shown). Without one, the judge reads recorded answers only.
 */
export const judgeFileSchema = z.object({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  about: z.string().optional(),
  paper: z.string().optional(),
  protocol: z.enum(['pairwise', 'pointwise']),
  /** The name of a rubric, or one written here. */
  rubric: rubricOrNameSchema.optional(),
  orders: z.enum(['both', 'first', 'random']).default('both'),
  tie: z.boolean().default(true),
  decoding: z
    .object({
      temperature: z.number().min(0).optional(),
      maxTokens: z.number().int().positive().optional(),
      topP: z.number().min(0).max(1).optional(),
    })
    .optional(),
  template: z.object({ system: z.string().optional(), user: z.string() }).optional(),
  /** Where the template can be had, when it is not here. */
  templateFrom: z.string().optional(),
  /** How the answer is read; without it, as the built-in judges of this protocol read theirs. */
  reader: z
    .object({
      /** `priority`: the first pattern listed that matches; `first`, `last`: where in the answer the match stands. */
      pick: z.enum(['priority', 'first', 'last']),
      /** Pairwise: what says `A` (shown first), `B` (shown second), `tie`. */
      patterns: z.object({ A: pattern, B: pattern, tie: pattern.optional() }).optional(),
      /** Pointwise: a pattern whose first group is the number. */
      score: pattern.optional(),
      ignoreCase: z.boolean().default(false),
    })
    .optional(),
})

export type JudgeFile = z.output<typeof judgeFileSchema>

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}
