import { z } from 'zod'

/**
 * An answer with the label that a judge must make of it: what stands in the
 * files of a judge's answers folder, one or a list of them.
 */
export const judgeCaseSchema = z
  .object({
    answer: z.string(),
    /** `A` and `B` (the item's first and second response), `tie`, a number, a category, or `none:unparsed`. */
    label: z.union([z.string(), z.number()]),
    /** Which was shown first, for a pair; `AB` where it is absent. */
    order: z.enum(['AB', 'BA']).optional(),
    /** How many responses are shown; those of the protocol where it is absent. */
    responses: z.number().int().positive().optional(),
    /** Natural logs of the choices' probabilities: the case is then one of mode logprobs. */
    logprobs: z.record(z.string(), z.number()).optional(),
    finish: z.enum(['stop', 'length', 'refused', 'unknown']).optional(),
    /** Each response's score, where one answer scores several. */
    scores: z.array(z.number()).optional(),
    /** What the case is about. */
    why: z.string().optional(),
  })
  .strict()

export type JudgeCase = z.output<typeof judgeCaseSchema>
