import { z } from 'zod'
import type { Answer, Usage } from '../domain/answer.ts'
import { choiceLogs, tokenBytes, type Position } from './choice-logs.ts'
import { imageUrl, type ImageContent } from './image-content.ts'
import { modelServer, type Dialect, type ModelServerOptions } from './model-server.ts'
import type { ModelRequest, Provider } from './provider.ts'

export interface OpenAiOptions extends Omit<ModelServerOptions, 'secrets'> {
  /** The name that the server knows the model by. */
  readonly name: string
  readonly key?: string
  /** `completions` for base models: the messages are sent as one text. Default `chat`. */
  readonly endpoint?: 'chat' | 'completions'
  /** Whether a prompt's prefill is sent, as a last message of the assistant. Not every server goes on from one. */
  readonly prefill?: boolean
}

/**
 * A model behind OpenAI's API or any server that speaks it: vLLM, llama.cpp,
 * Ollama, LM Studio, OpenRouter, DeepSeek, Mistral and others.
 */
export function openai(options: OpenAiOptions): Provider {
  const { key } = options
  const common = {
    headers: key ? { authorization: `Bearer ${key}` } : ({} as Record<string, string>),
    modelsPath: '/models',
    models: (body: unknown) => modelList.safeParse(body).data?.data.map(({ id }) => id) ?? [],
  }
  const dialect = options.endpoint === 'completions' ? completions(options) : chat(options)
  return modelServer({ ...common, ...dialect }, { ...options, secrets: key ? [key] : [] })
}

type Spoken = Omit<Dialect, 'headers' | 'models' | 'modelsPath'>

/** A second token tells 1 from 10, and is there where a model begins with white space. */
const tokensForChoices = 2
const topTokens = 20
/** What older servers give at most. */
const fewerTopTokens = 5

function chat({ name, base, prefill }: OpenAiOptions): Spoken {
  const openRouter = /(^|\.)openrouter\.ai$/.test(base.hostname)
  const newName = base.hostname === 'api.openai.com'
  return {
    path: '/chat/completions',
    modes: ['text', 'schema', 'logprobs'],
    images: true,
    negotiable: ['max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'seed', 'top_logprobs'],
    essential: { schema: ['response_format'], logprobs: ['logprobs', 'top_logprobs'] },
    body({ prompt, mode, decoding }, images, refused) {
      const allowed = <T>(parameter: string, value: T) =>
        value === undefined || refused.has(parameter) ? {} : { [parameter]: value }
      const limit = mode === 'logprobs' ? tokensForChoices : decoding.maxTokens
      const limitName = refused.has('max_tokens') || (newName && !refused.has('max_completion_tokens'))
      const messages: unknown[] = withImages(prompt.messages, images)
      if (prefill && prompt.prefill) messages.push({ role: 'assistant', content: prompt.prefill })
      return {
        model: name,
        messages,
        [limitName ? 'max_completion_tokens' : 'max_tokens']: limit,
        ...allowed('temperature', decoding.temperature),
        ...allowed('top_p', decoding.topP),
        ...allowed('seed', decoding.seed),
        ...(mode === 'schema' ? { response_format: schemaFormat(prompt.schema) } : {}),
        ...(mode === 'logprobs'
          ? { logprobs: true, top_logprobs: refused.has('top_logprobs') ? fewerTopTokens : topTokens }
          : {}),
        ...(openRouter ? { usage: { include: true } } : {}),
      }
    },
    read(body, request) {
      const choice = chatReply.safeParse(body).data?.choices[0]
      if (!choice) return undefined
      const { message, logprobs, finish_reason } = choice
      const said = plainText(message.content)
      const thought = Boolean(message.reasoning_content || message.reasoning)
      const tokens = logprobs?.content?.length ? logprobs.content : undefined
      const positions = tokens?.map(({ token, bytes, logprob, top_logprobs }) => {
        const first = tokenBytes(token, bytes)
        const top = top_logprobs.map((one) => [tokenBytes(one.token, one.bytes), one.logprob] as const)
        return { said: first, top: new Map([[first, logprob] as const, ...top]) }
      })
      return {
        text: said ? begunWith(prefill ? request.prompt.prefill : '', said) : (message.refusal ?? ''),
        finish: message.refusal && !said ? 'refused' : finish(finish_reason),
        // Where it thinks first, the first tokens are of its thoughts, and no answer.
        ...choices(request, thought && positions ? [] : positions),
        ...accounts(body),
      }
    },
  }
}

/** For a base model the messages are one text, and its prefill the text's last words. */
function completions({ name }: OpenAiOptions): Spoken {
  return {
    path: '/completions',
    modes: ['text', 'logprobs'],
    images: false,
    negotiable: ['temperature', 'top_p', 'seed', 'logprobs'],
    essential: { logprobs: ['logprobs'] },
    body({ prompt, mode, decoding }, _images, refused) {
      const allowed = <T>(parameter: string, value: T) =>
        value === undefined || refused.has(parameter) ? {} : { [parameter]: value }
      return {
        model: name,
        prompt: [...prompt.messages.map(({ content }) => content), prompt.prefill ?? ''].join('\n\n'),
        max_tokens: mode === 'logprobs' ? tokensForChoices : decoding.maxTokens,
        ...allowed('temperature', decoding.temperature),
        ...allowed('top_p', decoding.topP),
        ...allowed('seed', decoding.seed),
        ...(mode === 'logprobs' ? { logprobs: refused.has('logprobs') ? fewerTopTokens : topTokens } : {}),
      }
    },
    read(body, request) {
      const choice = completionReply.safeParse(body).data?.choices[0]
      if (!choice) return undefined
      const tops = choice.logprobs?.top_logprobs
      const positions = tops?.map((top, place) => ({
        said: tokenBytes(choice.logprobs?.tokens?.[place] ?? ''),
        top: new Map(Object.entries(top ?? {}).map(([token, log]) => [tokenBytes(token), log])),
      }))
      return {
        text: begunWith(request.prompt.prefill, choice.text),
        finish: finish(choice.finish_reason),
        ...choices(request, positions),
        ...accounts(body),
      }
    },
  }
}

/** An answer with what it was made to begin with, which some servers repeat and some do not. */
const begunWith = (prefill = '', said: string): string => (said.startsWith(prefill) ? said : prefill + said)

/** Images go with the last message of the user, before its text. */
function withImages(messages: ModelRequest['prompt']['messages'], images: readonly ImageContent[]) {
  if (images.length === 0) return [...messages]
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const parts = images.map((image) => ({ type: 'image_url', image_url: { url: imageUrl(image) } }))
  return messages.map((message, i) =>
    i === last
      ? { role: message.role, content: [...parts, { type: 'text', text: message.content }] }
      : message,
  )
}

const schemaFormat = (schema: unknown) => ({
  type: 'json_schema',
  json_schema: { name: 'verdict', strict: true, schema },
})

function choices(request: ModelRequest, positions: readonly Position[] | undefined): Pick<Answer, 'choices'> {
  if (request.mode !== 'logprobs' || !positions) return {}
  return { choices: choiceLogs(request.prompt.choices ?? [], positions) }
}

function finish(reason: string | null | undefined): Answer['finish'] {
  if (reason === 'stop' || reason === 'eos' || reason === 'end_turn') return 'stop'
  if (reason === 'length' || reason === 'max_tokens') return 'length'
  return reason === 'content_filter' || reason === 'refusal' ? 'refused' : 'unknown'
}

function accounts(body: unknown): Pick<Answer, 'usage' | 'cost' | 'model'> {
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

function plainText(
  content: string | null | undefined | readonly { readonly text?: string | undefined }[],
): string {
  if (typeof content === 'string') return content
  return (content ?? []).map(({ text = '' }) => text).join('')
}

const bytes = z.array(z.number()).nullish()
/** Minus infinity comes as null or as a large number. */
const logprob = z
  .number()
  .nullish()
  .transform((log) => log ?? Number.NEGATIVE_INFINITY)
const topLogprob = z.object({ token: z.string(), logprob, bytes })

const chatReply = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          reasoning: z.string().nullish(),
          reasoning_content: z.string().nullish(),
        }),
        logprobs: z
          .object({
            content: z.array(topLogprob.extend({ top_logprobs: z.array(topLogprob).default([]) })).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
})

const completionReply = z.object({
  choices: z
    .array(
      z.object({
        text: z.string(),
        logprobs: z
          .object({
            tokens: z.array(z.string()).nullish(),
            top_logprobs: z.array(z.record(z.string(), logprob).nullable()).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
})

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

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) })
