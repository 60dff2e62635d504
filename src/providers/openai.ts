import { z } from 'zod'
import { imageUrl, type ImageContent } from './image-content.ts'
import { modelServer, type ModelServerOptions } from './model-server.ts'
import { openAiCompletions, type OpenAiEndpoint } from './openai-completions.ts'
import { drawingNames, openAiDrawing } from './openai-drawing.ts'
import { openAiHost } from './openai-hosts.ts'
import {
  accountsOf,
  choicesOf,
  fewerTopTokens,
  finishOf,
  positionsOf,
  saidToken,
  schemaFormat,
  tokensForChoices,
  topTokens,
} from './openai-replies.ts'
import type { ModelRequest, Provider } from './provider.ts'

export interface OpenAiOptions extends Omit<ModelServerOptions, 'secrets'> {
  /** The name that the server knows the model by. */
  readonly name: string
  readonly key?: string
  /**
   * `completions` for base models: the messages are sent as one text. Default `chat`, which sends only prompts of
   * form `completion` there.
   */
  readonly endpoint?: 'chat' | 'completions'
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
    likelihoodOf: options.name,
    models: (body: unknown) => modelList.safeParse(body).data?.data.map(({ id }) => id) ?? [],
  }
  const completions = openAiCompletions(options.name, openAiHost(options.base))
  const dialect =
    options.endpoint === 'completions' ? completions : byForm(chat(options.name, options.base), completions)
  return modelServer({ ...common, ...dialect }, { ...options, secrets: key ? [key] : [] })
}

/** Each prompt at the endpoint for its form. */
function byForm(chat: OpenAiEndpoint, completions: OpenAiEndpoint): OpenAiEndpoint {
  const of = ({ prompt }: ModelRequest) => (prompt.form === 'completion' ? completions : chat)
  return {
    ...chat,
    path: (request) => of(request).path(request),
    body: (request, images, refused) => of(request).body(request, images, refused),
    read: (body, request) => of(request).read(body, request),
    negotiable: [...new Set([...chat.negotiable, ...completions.negotiable])],
  }
}

function chat(name: string, base: URL): OpenAiEndpoint {
  const openRouter = /(^|\.)openrouter\.ai$/.test(base.hostname)
  const newName = base.hostname === 'api.openai.com'
  const host = openAiHost(base)
  return {
    path: () => '/chat/completions',
    lacks: host.lacks,
    ...(host.goesOn ? { goesOn: host.goesOn } : {}),
    modes: ['text', 'schema', 'logprobs'],
    images: true,
    negotiable: ['max_tokens', 'max_completion_tokens', ...drawingNames, 'top_logprobs'],
    essential: { schema: ['response_format'], logprobs: ['logprobs', 'top_logprobs'] },
    body({ prompt, mode, decoding }, images, refused) {
      const limit = mode === 'logprobs' ? tokensForChoices : decoding.maxTokens
      const limitName = refused.has('max_tokens') || (newName && !refused.has('max_completion_tokens'))
      const begun = mode === 'schema' || !prompt.prefill ? undefined : host.prefill?.(prompt.prefill)
      return {
        model: name,
        messages: [...withImages(prompt.messages, images), ...(begun ? [begun.message] : [])],
        ...begun?.also,
        [limitName ? 'max_completion_tokens' : 'max_tokens']: limit,
        ...openAiDrawing(host, mode, decoding, refused),
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
      const positions = positionsOf(logprobs?.content)
      return {
        text: said || !message.refusal ? begunWith(request, said, host.repeatsPrefill) : message.refusal,
        finish: message.refusal && !said ? 'refused' : finishOf(finish_reason),
        // Where it thinks first, the first tokens are of its thoughts, and no answer.
        ...choicesOf(request, thought && positions ? [] : positions),
        ...accountsOf(body),
      }
    },
  }
}

/**
 * An answer with what it was made to begin with, which some servers repeat and some do not.
 * A short one may be said again by chance (`10` after `10`): it is taken for a repetition only where that is sure.
 */
function begunWith({ prompt, mode }: ModelRequest, said: string, repeats: boolean): string {
  const prefill = mode === 'text' ? (prompt.prefill ?? '') : ''
  return said.startsWith(prefill) && (repeats || prefill.length >= sureLength) ? said : prefill + said
}
const sureLength = 8

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

function plainText(
  content: string | null | undefined | readonly { readonly text?: string | undefined }[],
): string {
  if (typeof content === 'string') return content
  return (content ?? []).map(({ text = '' }) => text).join('')
}

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
            content: z.array(saidToken).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
})

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) })
