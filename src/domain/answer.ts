import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { orders, type Order } from './rating.ts'
import { parseWith, withoutNulls, type Parsed } from './parse.ts'

/** What a model gave for one prompt. */
export interface Answer {
  readonly text: string
  /** `refused`: the provider's own filter or a refusal field; a refusal in plain words is for the reader. */
  readonly finish: 'stop' | 'length' | 'refused' | 'unknown'
  /**
   * In mode `logprobs`: the natural log of each choice's probability, as the
   * model gave it (not normalised over the choices). Missing: not among those returned.
   */
  readonly choices?: Readonly<Record<string, number>>
  readonly usage?: Usage
  /** Wall time of the call that answered, retries left out. */
  readonly milliseconds?: number
  /** US dollars; absent where the price is not known. */
  readonly cost?: number
  /** What the server says answered, where that is more exact than what was asked for. */
  readonly model?: string
}

/** Tokens. */
export interface Usage {
  readonly prompt: number
  /** Of the prompt's tokens, those that were already evaluated or billed as cached. */
  readonly cached?: number
  readonly completion: number
}

/** A recorded answer as it stands in a file: contracts/answer.schema.json is written from this. */
export const recordedAnswerSchema = z.looseObject({
  item: z.union([z.string(), z.number().transform(String)]),
  answer: z.string(),
  order: z.enum(orders).optional(),
  judge: z.string().optional(),
  criterion: z.string().optional(),
  response: z.string().optional(),
  sample: z.number().int().optional(),
  /** The step before the verdict that it answers. */
  step: z.string().optional(),
  finish: z.enum(['stop', 'length', 'refused', 'unknown']).optional(),
  logprobs: z.record(z.string(), z.number()).optional(),
  usage: z.object({ prompt: z.number(), completion: z.number(), cached: z.number().optional() }).optional(),
})

/** A raw judge answer kept for replay; the text stays in the frame that was shown, which `order` names. */
export interface RecordedAnswer {
  readonly item: string
  readonly order?: Order
  readonly judge?: string
  readonly criterion?: string
  readonly response?: string
  readonly sample?: number
  readonly step?: string
  readonly answer: Answer
}

/** A recorded answer from a file's line. Null and absent are the same. */
export function parseRecordedAnswer(raw: unknown): Parsed<RecordedAnswer> {
  const parsed = parseWith(recordedAnswerSchema, withoutNulls(raw))
  if (!parsed.ok) return parsed
  const { item, order, judge, criterion, response, sample, step, answer, finish, logprobs, usage } =
    parsed.value
  const where = { order, judge, criterion, response, sample, step }
  return {
    ok: true,
    value: {
      item,
      ...defined(where),
      answer: {
        text: answer,
        finish: finish ?? 'stop',
        ...(logprobs ? { choices: logprobs } : {}),
        ...(usage ? { usage } : {}),
      },
    },
  }
}
