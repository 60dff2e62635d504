import { z } from 'zod'
import { defined } from '../base/defined.ts'
import type { Answer } from '../domain/answer.ts'
import type { JsonSchema } from '../domain/prompt.ts'
import { chatOnly } from './chat-only.ts'
import { cutAtStop } from './cut-at-stop.ts'
import { imageContent, type ImageContent } from './image-content.ts'
import { noPrefill } from './no-prefill.ts'
import { costOf, type Prices } from './prices.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'
import { redactor } from './redact.ts'
import { shortText } from './short-text.ts'
import { isFiltered, statusError } from './status-error.ts'

/** What is used of a language model object of the AI SDK (`LanguageModelV2`, `V3` and `V4`). */
export interface AiSdkModel {
  readonly specificationVersion: string
  readonly provider: string
  readonly modelId: string
  doGenerate(options: never): PromiseLike<unknown>
}

export interface AiSdkOptions {
  readonly prices?: Prices
}

const versions = ['v2', 'v3', 'v4']

/**
 * A model object of the AI SDK as a provider: `fromAiSdk(mistral('mistral-large-latest'))`.
 *
 * Text and schema only: the SDK has no common way to log-probabilities.
 *
 * @throws TypeError where the object is no language model of a version that is known.
 */
export function fromAiSdk(model: AiSdkModel, { prices }: AiSdkOptions = {}): Provider {
  if (!versions.includes(model.specificationVersion) || typeof model.doGenerate !== 'function') {
    throw new TypeError(`fromAiSdk takes a language model of version ${versions.join(', ')} of the AI SDK.`)
  }
  const name = `${model.provider.split('.')[0]}:${model.modelId}`
  const doGenerate = model.doGenerate.bind(model) as (options: Call) => PromiseLike<unknown>
  let unpenalised = false
  return {
    model: name,
    modes: ['text', 'schema'],
    defaultMode: 'text',
    images: true,
    get notes() {
      return unpenalised ? [`The AI SDK has no repetition_penalty: ${name} is asked without it.`] : []
    },

    async generate(request, signal) {
      signal.throwIfAborted()
      const { mode, prompt, decoding } = request
      if (mode === 'logprobs') throw noLogprobs(name)
      if (prompt.form === 'completion') throw chatOnly(name)
      // Some models go on from a last message of the assistant, others begin anew: nothing here tells which.
      if (prompt.prefill && mode !== 'schema') throw noPrefill(name)
      unpenalised ||= decoding.repetitionPenalty !== undefined
      const images = await Promise.all((prompt.images ?? []).map(imageContent))
      const start = performance.now()
      let result: unknown
      try {
        result = await doGenerate(toCall(request, images, model.specificationVersion, signal))
      } catch (error) {
        if (signal.aborted) throw signal.reason
        const words = callFailure.safeParse(error).data
        const found = words?.statusCode === undefined ? undefined : toComplaint(words, words.statusCode)
        if (found && isFiltered(found)) return { text: found.words, finish: 'refused' }
        throw found ? statusError(found, { host: model.provider, model: name }) : otherFailure(error, name)
      }
      const answer = cutAtStop(toAnswer(result, name), request)
      const cost = costOf(answer.usage, prices)
      return { ...answer, ...(cost === undefined ? {} : { cost }), milliseconds: performance.now() - start }
    },
  }
}

interface Call {
  readonly prompt: readonly unknown[]
  readonly maxOutputTokens: number
  readonly temperature: number
  readonly topP?: number
  readonly topK?: number
  readonly frequencyPenalty?: number
  readonly stopSequences?: readonly string[]
  readonly seed?: number
  readonly responseFormat?: { readonly type: 'json'; readonly schema?: JsonSchema; readonly name: string }
  readonly abortSignal: AbortSignal
}

function toCall(
  { prompt, mode, decoding }: ModelRequest,
  images: readonly ImageContent[],
  version: string,
  abortSignal: AbortSignal,
): Call {
  const lastOfUser = prompt.messages.findLastIndex(({ role }) => role === 'user')
  const files = images.map((image) => filePart(image, version))
  return {
    prompt: prompt.messages.map(({ role, content }, i) =>
      role === 'system'
        ? { role, content }
        : { role, content: [...(i === lastOfUser ? files : []), { type: 'text', text: content }] },
    ),
    maxOutputTokens: decoding.maxTokens,
    temperature: decoding.temperature,
    ...defined({
      topP: decoding.topP,
      topK: decoding.topK,
      frequencyPenalty: decoding.frequencyPenalty,
      stopSequences: mode === 'text' && decoding.stop?.length ? decoding.stop : undefined,
      seed: decoding.seed,
    }),
    ...(mode === 'schema' && prompt.schema
      ? { responseFormat: { type: 'json', schema: prompt.schema, name: 'verdict' } }
      : {}),
    abortSignal,
  }
}

/** Version 4 says which of the two it is; before, an address is a URL object. */
function filePart(image: ImageContent, version: string) {
  const [mediaType, plain, tagged] =
    'url' in image
      ? (['image/*', new URL(image.url), { type: 'url', url: new URL(image.url) }] as const)
      : ([image.mediaType, image.base64, { type: 'data', data: image.base64 }] as const)
  return { type: 'file', mediaType, data: version === 'v4' ? tagged : plain }
}

function toAnswer(result: unknown, name: string): Answer {
  const read = resultSchema.safeParse(result)
  if (!read.success) throw new ProviderError('again', { message: `${name} gave no answer that can be read.` })
  const { content, finishReason, usage, response } = read.data
  const prompt = count(usage?.inputTokens)
  const completion = count(usage?.outputTokens)
  const cached =
    usage?.cachedInputTokens ??
    (typeof usage?.inputTokens === 'object' ? usage.inputTokens?.cacheRead : undefined)
  return {
    text: content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''),
    finish: finishes[typeof finishReason === 'string' ? finishReason : finishReason.unified] ?? 'unknown',
    ...(prompt === undefined || completion === undefined
      ? {}
      : { usage: { prompt, completion, ...(typeof cached === 'number' ? { cached } : {}) } }),
    ...(response?.modelId ? { model: response.modelId } : {}),
  }
}

/** Version 2 counts in one number, later ones in an object with its total. */
const count = (tokens: z.infer<typeof tokenCount>): number | undefined =>
  (typeof tokens === 'object' ? tokens?.total : tokens) ?? undefined

const finishes: Readonly<Record<string, Answer['finish']>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'refused',
}

const tokenCount = z
  .union([z.number(), z.object({ total: z.number().optional(), cacheRead: z.number().optional() })])
  .nullish()

const resultSchema = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  finishReason: z.union([z.string(), z.object({ unified: z.string() })]),
  usage: z
    .object({ inputTokens: tokenCount, outputTokens: tokenCount, cachedInputTokens: z.number().nullish() })
    .optional(),
  response: z.object({ modelId: z.string().optional() }).optional(),
})

const callFailure = z.object({
  message: z.string(),
  statusCode: z.number().optional(),
  responseHeaders: z.record(z.string(), z.string()).optional(),
})

// The keys are the SDK's own: only their looks can be gone by.
const redact = redactor([])

function toComplaint({ message, responseHeaders }: z.infer<typeof callFailure>, status: number) {
  const seconds = Number(responseHeaders?.['retry-after'])
  return {
    status,
    words: shortText(redact(message)),
    code: '',
    parameter: '',
    ...(seconds >= 0 ? { retryAfter: seconds * 1000 } : {}),
  }
}

function otherFailure(error: unknown, name: string): ProviderError {
  const { name: kind, message } = error instanceof Error ? error : { name: '', message: String(error) }
  const words = shortText(redact(message))
  if (/LoadAPIKey|LoadSetting/.test(kind)) {
    return new ProviderError('stop', {
      code: 'provider/no-key',
      message: words,
      remedy: `Set the key of ${name}.`,
    })
  }
  if (/UnsupportedFunctionality|InvalidPrompt|InvalidArgument/.test(kind)) {
    return new ProviderError('item', { code: 'provider/bad-request', message: `${name}: ${words}` })
  }
  return new ProviderError('again', { message: `${name} failed: ${words}` })
}

function noLogprobs(name: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/no-logprobs',
    message: `${name} is reached through the AI SDK, which gives no log-probabilities.`,
    remedy: 'Use mode text or schema, or a provider of assize such as openai:<model>.',
  })
}
