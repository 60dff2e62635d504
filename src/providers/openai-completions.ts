import { z } from 'zod'
import { tokenBytes } from './choice-logs.ts'
import { completionText } from './completion-text.ts'
import type { Dialect } from './model-server.ts'
import { drawingNames, openAiDrawing } from './openai-drawing.ts'
import type { OpenAiHost } from './openai-hosts.ts'
import {
  accountsOf,
  choicesOf,
  fewerTopTokens,
  finishOf,
  logprob,
  positionsOf,
  saidToken,
  schemaFormat,
  tokensForChoices,
  topTokens,
} from './openai-replies.ts'
import { ProviderError } from './provider.ts'
import { textOnly } from './text-only.ts'

/** One endpoint of the API. */
export type OpenAiEndpoint = Omit<Dialect, 'headers' | 'models' | 'modelsPath'>

/** Prompts of form `completion` as they stand; a chat for a base model as one text, its prefill the last words. */
export function openAiCompletions(name: string, host: OpenAiHost): OpenAiEndpoint {
  return {
    path: () => '/completions',
    lacks: host.lacks,
    modes: ['text', 'schema', 'logprobs'],
    images: false,
    negotiable: ['json_schema', ...drawingNames, 'logprobs'],
    essential: { schema: ['response_format'], logprobs: ['logprobs'] },
    body({ prompt, mode, decoding }, images, refused) {
      if (images.length > 0) throw textOnly(name)
      const begun = mode === 'schema' ? '' : (prompt.prefill ?? '')
      return {
        model: name,
        prompt:
          prompt.form === 'completion'
            ? completionText(prompt) + begun
            : [...prompt.messages.map(({ content }) => content), begun].join('\n\n'),
        max_tokens: mode === 'logprobs' ? tokensForChoices : decoding.maxTokens,
        ...openAiDrawing(host, mode, decoding, refused),
        ...(mode === 'schema' ? { response_format: schemaFormat(prompt.schema) } : {}),
        // llama.cpp's server has the schema by itself here.
        ...(mode === 'schema' && !refused.has('json_schema') ? { json_schema: prompt.schema } : {}),
        ...(mode === 'logprobs' ? { logprobs: refused.has('logprobs') ? fewerTopTokens : topTokens } : {}),
      }
    },
    read(body, request) {
      const choice = completionReply.safeParse(body).data?.choices[0]
      if (!choice) return undefined
      const { logprobs } = choice
      const positions =
        positionsOf(logprobs?.content) ??
        logprobs?.top_logprobs?.map((top, place) => ({
          said: tokenBytes(logprobs.tokens?.[place] ?? ''),
          top: new Map(Object.entries(top ?? {}).map(([token, log]) => [tokenBytes(token), log])),
        }))
      const ended = finishOf(choice.finish_reason)
      if (request.mode === 'schema' && !(ended === 'stop' ? isJson : mayBeJson)(choice.text)) {
        throw unheld(name)
      }
      return {
        text: request.mode === 'text' ? (request.prompt.prefill ?? '') + choice.text : choice.text,
        finish: ended,
        ...choicesOf(request, positions),
        ...accountsOf(body),
      }
    },
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const mayBeJson = (text: string): boolean => /^\s*([[{"\-\dtfn]|$)/.test(text)

const unheld = (name: string) =>
  new ProviderError('stop', {
    code: 'provider/no-schema',
    message: `The server of ${name} does not hold a continued text to a schema.`,
    remedy: 'Use --mode text, or --form chat.',
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
            /** Newer servers of llama.cpp give the chat's form here too. */
            content: z.array(saidToken).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
})
