import { z } from 'zod'
import type { Answer, Usage } from '../domain/answer.ts'
import { choiceLogs, tokenBytes, type Position } from './choice-logs.ts'
import type { ModelRequest } from './provider.ts'

/*
 * What the replies of OpenAI's two endpoints, chat and completions, have in common.
 */

/** A second token tells 1 from 10, and is there where a model begins with white space. */
export const tokensForChoices = 2
export const topTokens = 20
/** What older servers give at most. */
export const fewerTopTokens = 5

/** How a schema is asked for. */
export const schemaFormat = (schema: unknown) => ({
  type: 'json_schema',
  json_schema: { name: 'verdict', strict: true, schema },
})

/** The choices' log-probabilities, where they were asked for. */
export function choicesOf(
  request: ModelRequest,
  positions: readonly Position[] | undefined,
): Pick<Answer, 'choices'> {
  if (request.mode !== 'logprobs' || !positions) return {}
  return { choices: choiceLogs(request.prompt.choices ?? [], positions) }
}

/** The places of an answer from its log-probabilities in the chat's form. */
export function positionsOf(
  tokens: readonly z.output<typeof saidToken>[] | null | undefined,
): Position[] | undefined {
  if (!tokens?.length) return undefined
  return tokens.map(({ token, bytes, logprob, top_logprobs }) => {
    const said = tokenBytes(token, bytes)
    const top = top_logprobs.map((one) => [tokenBytes(one.token, one.bytes), one.logprob] as const)
    return { said, top: new Map([[said, logprob] as const, ...top]) }
  })
}

export function finishOf(reason: string | null | undefined): Answer['finish'] {
  if (reason === 'stop' || reason === 'eos' || reason === 'end_turn') return 'stop'
  if (reason === 'length' || reason === 'max_tokens') return 'length'
  return reason === 'content_filter' || reason === 'refusal' ? 'refused' : 'unknown'
}

/** What a reply says of tokens, cost and the exact model. */
export function accountsOf(body: unknown): Pick<Answer, 'usage' | 'cost' | 'model'> {
  const { usage, model } = accountReply.safeParse(body).data ?? {}
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? usage?.prompt_cache_hit_tokens
  const counted: Usage | undefined = usage
    ? {
        prompt: usage.prompt_tokens,
        completion: usage.completion_tokens,
        ...(typeof cached === 'number' ? { cached } : {}),
      }
    : undefined
  return {
    ...(counted ? { usage: counted } : {}),
    ...(typeof usage?.cost === 'number' ? { cost: usage.cost } : {}),
    ...(model ? { model } : {}),
  }
}

const bytes = z.array(z.number()).nullish()
/** Minus infinity comes as null or as a large number. */
export const logprob = z
  .number()
  .nullish()
  .transform((log) => log ?? Number.NEGATIVE_INFINITY)
const topLogprob = z.object({ token: z.string(), logprob, bytes })
export const saidToken = topLogprob.extend({ top_logprobs: z.array(topLogprob).default([]) })

const accountReply = z.object({
  model: z.string().nullish(),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number().default(0),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
      prompt_cache_hit_tokens: z.number().nullish(),
      cost: z.number().nullish(),
    })
    .nullish(),
})
