import { z } from 'zod'
import type { Answer } from '../domain/answer.ts'
import { choiceLogs, tokenBytes } from './choice-logs.ts'
import type { ImageContent } from './image-content.ts'
import { modelServer, type Dialect, type ModelServerOptions } from './model-server.ts'
import type { ModelRequest, Provider } from './provider.ts'

export interface GoogleOptions extends Omit<ModelServerOptions, 'secrets'> {
  readonly name: string
  readonly key: string
}

/**
 * A Gemini model by Google's generateContent. Some models give
 * log-probabilities; one that does not stops the run with `provider/no-logprobs`.
 */
export function google(options: GoogleOptions): Provider {
  return modelServer(generateContent(options), { ...options, secrets: [options.key] })
}

const topTokens = 20
const fewerTopTokens = 5
/** The API takes no more; where there are others, the answer is cut here. */
const mostStops = 5

function generateContent({ name, key }: GoogleOptions): Dialect {
  return {
    path: () => `/v1beta/models/${encodeURIComponent(name)}:generateContent`,
    lacks: ['completion', 'prefill', 'repetitionPenalty'],
    // The key goes in a header: in the address it would reach logs.
    headers: { 'x-goog-api-key': key },
    modes: ['text', 'schema', 'logprobs'],
    images: true,
    negotiable: [
      'responseJsonSchema',
      'temperature',
      'topP',
      'topK',
      'frequencyPenalty',
      'stopSequences',
      'seed',
      'logprobs',
    ],
    essential: {
      schema: ['responseSchema', 'responseMimeType', 'JSON mode'],
      logprobs: ['logprobs', 'responseLogprobs'],
    },
    body({ prompt, mode, decoding }, images, refused) {
      const allowed = <T>(parameter: string, value: T) =>
        value === undefined || refused.has(parameter) ? {} : { [parameter]: value }
      const { system, contents } = conversation(prompt, images)
      return {
        ...(system ? { systemInstruction: { parts: [{ text: system }] } } : {}),
        contents,
        generationConfig: {
          maxOutputTokens: mode === 'logprobs' ? 2 : decoding.maxTokens,
          ...allowed('temperature', decoding.temperature),
          ...allowed('topP', decoding.topP),
          ...(mode === 'logprobs'
            ? {}
            : {
                ...allowed('topK', decoding.topK),
                ...allowed('frequencyPenalty', decoding.frequencyPenalty),
              }),
          ...(mode === 'text' && decoding.stop?.length
            ? allowed('stopSequences', decoding.stop.slice(0, mostStops))
            : {}),
          ...allowed('seed', decoding.seed),
          ...(mode === 'schema'
            ? {
                responseMimeType: 'application/json',
                [refused.has('responseJsonSchema') ? 'responseSchema' : 'responseJsonSchema']: prompt.schema,
              }
            : {}),
          ...(mode === 'logprobs'
            ? { responseLogprobs: true, logprobs: refused.has('logprobs') ? fewerTopTokens : topTokens }
            : {}),
        },
      }
    },
    read(body, request) {
      const reply = contentReply.safeParse(body).data
      if (!reply) return undefined
      const { candidates: [candidate] = [], promptFeedback, usageMetadata: tokens, modelVersion } = reply
      if (!candidate && !promptFeedback?.blockReason) return undefined
      const parts = candidate?.content?.parts ?? []
      const usage = tokens && {
        prompt: tokens.promptTokenCount ?? 0,
        completion: (tokens.candidatesTokenCount ?? 0) + (tokens.thoughtsTokenCount ?? 0),
        ...(tokens.cachedContentTokenCount === undefined ? {} : { cached: tokens.cachedContentTokenCount }),
      }
      return {
        text: parts.map(({ text = '', thought }) => (thought ? '' : text)).join(''),
        finish: candidate ? finish(candidate.finishReason) : 'refused',
        ...choices(request, candidate?.logprobsResult),
        ...(usage ? { usage } : {}),
        ...(modelVersion ? { model: modelVersion } : {}),
      }
    },
    modelsPath: '/v1beta/models?pageSize=100',
    models: (body) =>
      modelList.safeParse(body).data?.models.map(({ name }) => name.replace(/^models\//, '')) ?? [],
  }
}

function conversation(prompt: ModelRequest['prompt'], images: readonly ImageContent[]) {
  const lastOfUser = prompt.messages.findLastIndex(({ role }) => role === 'user')
  return {
    system: prompt.messages
      .filter(({ role }) => role === 'system')
      .map(({ content }) => content)
      .join('\n\n'),
    contents: prompt.messages.flatMap(({ role, content }, i) =>
      role === 'system'
        ? []
        : {
            role: role === 'assistant' ? 'model' : 'user',
            parts: [...(i === lastOfUser ? images.map(imagePart) : []), { text: content }],
          },
    ),
  }
}

const imagePart = (image: ImageContent) =>
  'url' in image
    ? { fileData: { fileUri: image.url } }
    : { inlineData: { mimeType: image.mediaType, data: image.base64 } }

function finish(reason: string | undefined): Answer['finish'] {
  if (reason === 'STOP') return 'stop'
  if (reason === 'MAX_TOKENS') return 'length'
  return /^(.*SAFETY|RECITATION|PROHIBITED_CONTENT|BLOCKLIST|SPII)$/.test(reason ?? '')
    ? 'refused'
    : 'unknown'
}

function choices(request: ModelRequest, result: LogprobsResult | undefined): Pick<Answer, 'choices'> {
  const { topCandidates, chosenCandidates = [] } = result ?? {}
  if (request.mode !== 'logprobs' || !topCandidates?.length) return {}
  const positions = topCandidates.map(({ candidates }, place) => ({
    said: tokenBytes(chosenCandidates[place]?.token ?? ''),
    top: new Map(candidates.map(({ token, logProbability }) => [tokenBytes(token), logProbability])),
  }))
  return { choices: choiceLogs(request.prompt.choices ?? [], positions) }
}

const candidateToken = z.object({
  token: z.string().default(''),
  logProbability: z.number().default(Number.NEGATIVE_INFINITY),
})

const logprobsResult = z.object({
  topCandidates: z.array(z.object({ candidates: z.array(candidateToken).default([]) })).optional(),
  chosenCandidates: z.array(candidateToken).optional(),
})

type LogprobsResult = z.infer<typeof logprobsResult>

const contentReply = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().optional(), thought: z.boolean().optional() }))
              .optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
        logprobsResult: logprobsResult.optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({
      promptTokenCount: z.number().optional(),
      candidatesTokenCount: z.number().optional(),
      thoughtsTokenCount: z.number().optional(),
      cachedContentTokenCount: z.number().optional(),
    })
    .optional(),
  modelVersion: z.string().optional(),
})

const modelList = z.object({ models: z.array(z.object({ name: z.string() })) })
