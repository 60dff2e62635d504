import { z } from 'zod'
import type { Answer } from '../../domain/answer.ts'
import { defined } from '../../base/defined.ts'
import type { Order } from '../../domain/rating.ts'
import { askedIn, chatIn, chatMessage, textOf, type Conversation } from './conversation.ts'
import type { Imported, Importer } from './importer.ts'

/**
 * The requests and results of OpenAI's batches, joined by `custom_id`.
 *
 * A result is a recorded answer to the item that its `custom_id` names; `q17#BA`
 * is the answer to item q17 with its second response shown first, `q17#AB#1` the second
 * sample of the other order. With the file of requests before it, each request that was answered
 * is an item instead: what was asked and what was answered.
 *
 * developers.openai.com, guide of the Batch API; servers that take the same files.
 */
export const openaiBatch: Importer = {
  format: 'openai-batch',
  about: 'OpenAI batch results as recorded answers; with the requests before them, as items instead',
  files: '[<requests.jsonl>...] <results.jsonl>...',
  async *read(paths, rows) {
    const asked = new Map<string, Request>()
    for (const path of paths) {
      for await (const { value } of rows<Request | Result>(path, (raw) =>
        'body' in raw ? requestRow : resultRow,
      )) {
        if ('body' in value) asked.set(value.custom_id, value)
        else {
          const request = asked.get(value.custom_id)
          asked.delete(value.custom_id)
          yield fromResult(value, request)
        }
      }
    }
    for (const _ of asked) yield { notes: ['a request has no result: left out'] }
  },
}

const requestRow = z.object({
  custom_id: z.string().min(1),
  body: z.looseObject({
    model: z.string().nullish(),
    messages: z.array(chatMessage).nullish(),
    input: z.union([z.string(), z.array(z.unknown())]).nullish(),
  }),
})
type Request = z.infer<typeof requestRow>

const token = z.looseObject({ token: z.string(), logprob: z.number() })
const choice = z.looseObject({
  message: z.looseObject({ content: chatMessage.shape.content, refusal: z.string().nullish() }).nullish(),
  text: z.string().nullish(),
  finish_reason: z.string().nullish(),
  logprobs: z
    .looseObject({ content: z.array(token.extend({ top_logprobs: z.array(token).nullish() })).nullish() })
    .nullish(),
})
const body = z.looseObject({
  model: z.string().nullish(),
  choices: z.array(choice).nullish(),
  /** The Responses API. */
  output: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        content: z
          .array(z.looseObject({ text: z.string().nullish(), refusal: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
  status: z.string().nullish(),
  usage: z.looseObject({}).nullish(),
})
const resultRow = z.object({
  custom_id: z.string().min(1),
  response: z.looseObject({ status_code: z.number().nullish(), body: z.unknown().optional() }).nullish(),
  error: z.unknown().optional(),
})
type Result = z.infer<typeof resultRow>

function fromResult(result: Result, request: Request | undefined): Imported {
  const { item, order, sample } = namedBy(result.custom_id)
  const given = body.safeParse(result.response?.body)
  const status = result.response?.status_code ?? 200
  if (!given.success || status >= 400 || (result.error !== null && result.error !== undefined))
    return { notes: ['a request failed: it has no answer'] }
  const all = answersIn(given.data)
  if (all.length === 0) return { notes: ['a result has no choice: it has no answer'] }
  const judge = given.data.model ?? request?.body.model ?? undefined
  const answers = all.map((answer, nth) => ({
    item,
    ...defined({ order, judge }),
    ...(sample + nth > 0 ? { sample: sample + nth } : {}),
    answer,
  }))
  const chat = request ? chatOf(request) : undefined
  if (!chat) {
    return { answers, notes: request ? ['a request is no chat with a message of the user: no item'] : [] }
  }
  return {
    item: {
      id: result.custom_id,
      ...askedIn(chat),
      responses: all.map((answer, nth) => ({
        id: all.length === 1 ? 'response' : `response-${nth + 1}`,
        ...(judge === undefined ? {} : { writer: judge }),
        text: answer.text,
      })),
      criteria: [],
      metadata: {},
    },
    notes: chat.notes,
  }
}

function chatOf({ body: { messages, input } }: Request): Conversation | undefined {
  return chatIn(messages ?? (typeof input === 'string' ? [{ role: 'user', content: input }] : input))
}

function namedBy(customId: string): { item: string; order?: Order; sample: number } {
  const [, item = customId, order, sample] = /^(.+?)(?:#(AB|BA))?(?:#(\d{1,4}))?$/s.exec(customId) ?? []
  return { item, ...(order === 'AB' || order === 'BA' ? { order } : {}), sample: Number(sample ?? 0) }
}

function answersIn({ choices, output, status, usage, model }: z.infer<typeof body>): Answer[] {
  const spent = usageOf(usage)
  const about = { ...(spent ? { usage: spent } : {}), ...(model ? { model } : {}) }
  if (choices) {
    return choices.map(({ message, text, finish_reason, logprobs }): Answer => {
      const top = logprobs?.content?.[0]?.top_logprobs
      return {
        text: textOf(message?.content) || (message?.refusal ?? text ?? ''),
        finish: message?.refusal ? 'refused' : finishOf(finish_reason),
        ...(top ? { choices: Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])) } : {}),
        ...about,
      }
    })
  }
  const parts = (output ?? []).flatMap(({ type, content }) =>
    type === 'message' || !type ? (content ?? []) : [],
  )
  if (parts.length === 0) return []
  const refusal = parts.find((part) => part.refusal)?.refusal
  const text = parts.map((part) => part.text ?? '').join('')
  const finish = refusal
    ? 'refused'
    : status === 'incomplete'
      ? 'length'
      : status === 'completed'
        ? 'stop'
        : 'unknown'
  return [{ text: text || (refusal ?? ''), finish, ...about }]
}

const finishes = new Map<string, Answer['finish']>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'refused'],
])
const finishOf = (reason: string | null | undefined) => finishes.get(reason ?? '') ?? 'unknown'

const tokens = z.number().int().min(0)
const usageShape = z.union([
  z
    .looseObject({ prompt_tokens: tokens, completion_tokens: tokens })
    .transform((u) => ({ prompt: u.prompt_tokens, completion: u.completion_tokens })),
  z
    .looseObject({ input_tokens: tokens, output_tokens: tokens })
    .transform((u) => ({ prompt: u.input_tokens, completion: u.output_tokens })),
])

function usageOf(usage: unknown): Answer['usage'] {
  const read = usageShape.safeParse(usage)
  return read.success ? read.data : undefined
}
