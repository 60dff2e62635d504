import type { LanguageModelV2, LanguageModelV3 } from '@ai-sdk/provider'
import { APICallError } from '@ai-sdk/provider'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { fromAiSdk, type AiSdkModel } from './ai-sdk.ts'
import { failureOf, providerContract, requestFor, skills } from './contract.ts'

const never = new AbortController().signal

/** A model object of the AI SDK that does as it is told, and keeps what it was called with. */
function modelObject(version: string, act: (options: Called, calls: number) => unknown) {
  const called: Called[] = []
  const model: AiSdkModel = {
    specificationVersion: version,
    provider: 'acme.chat',
    modelId: 'm',
    doGenerate: async (options) => {
      called.push(options)
      return act(options, called.length - 1)
    },
  }
  return { model, called }
}

interface Called {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[]
  readonly responseFormat?: unknown
  readonly abortSignal: AbortSignal
}

const v3 = (text: string, unified = 'stop') => ({
  content: [
    { type: 'reasoning', text: 'Verdict: B' },
    { type: 'text', text },
  ],
  finishReason: { unified, raw: unified },
  usage: {
    inputTokens: { total: 40, noCache: 10, cacheRead: 30, cacheWrite: 0 },
    outputTokens: { total: 5, text: 5, reasoning: 0 },
  },
  response: { modelId: 'm-2026' },
  warnings: [],
})

const failure = (statusCode: number, responseHeaders = {}) =>
  new APICallError({
    message: 'no',
    url: 'https://x.example',
    requestBodyValues: {},
    statusCode,
    responseHeaders,
  })

providerContract('fromAiSdk', {
  chatOnly: true,
  noPrefill: true,
  obeys: skills,
  make: async (told) =>
    fromAiSdk(
      modelObject('v3', ({ abortSignal }, calls) => {
        const one = told[Math.min(calls, told.length - 1)]!
        if ('hang' in one) {
          return new Promise((_resolve, reject) =>
            abortSignal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
          )
        }
        if ('fail' in one) throw failure(one.fail === 'again' ? 500 : 401)
        return 'say' in one
          ? v3(one.say, { length: 'length', refused: 'content-filter', stop: 'stop' }[one.finish ?? 'stop'])
          : v3('A')
      }).model,
    ),
})

it('takes the model objects of the SDK as they are typed', () => {
  expectTypeOf<LanguageModelV2>().toExtend<AiSdkModel>()
  expectTypeOf<LanguageModelV3>().toExtend<AiSdkModel>()
})

it('is named after the provider and the model', () =>
  expect(fromAiSdk(modelObject('v3', () => v3('A')).model).model).toBe('acme:m'))

it('asks for the drawing in the words of the SDK, and says what has none', async () => {
  const { model, called } = modelObject('v3', () => v3('A ### B'))
  const provider = fromAiSdk(model)
  expect(provider.notes).toEqual([])
  const decoding = { topK: 3, frequencyPenalty: 0.5, repetitionPenalty: 1.1, stop: ['###'] }
  expect(await provider.generate(requestFor('text', { decoding }), never)).toMatchObject({ text: 'A ' })
  expect(called[0]).toMatchObject({ topK: 3, frequencyPenalty: 0.5, stopSequences: ['###'] })
  expect(provider.notes).toEqual([expect.stringMatching(/no repetition_penalty/)])
})

it('takes no object of a version that it does not know', () =>
  expect(() => fromAiSdk(modelObject('v1', () => ({})).model)).toThrow(TypeError))

describe.each(['v2', 'v3', 'v4'])('version %s', (version) => {
  it('is asked with its own way to give an image', async () => {
    const { model, called } = modelObject(version, () => v3('A'))
    const images = [{ data: 'iVBORw0KGgoAAA' }, { url: 'https://example.org/a.png' }]
    await fromAiSdk(model).generate(requestFor('schema', { prompt: { images } }), never)
    const url = new URL('https://example.org/a.png')
    expect(called[0]).toMatchObject({
      prompt: [
        { role: 'system', content: expect.any(String) },
        {
          role: 'user',
          content: [
            {
              type: 'file',
              mediaType: 'image/png',
              data: version === 'v4' ? { type: 'data' } : 'iVBORw0KGgoAAA',
            },
            { type: 'file', mediaType: 'image/*', data: version === 'v4' ? { type: 'url', url } : url },
            { type: 'text' },
          ],
        },
      ],
      responseFormat: { type: 'json', schema: { type: 'object' } },
    })
  })
})

it('reads the answer of version 3 without its thoughts', async () => {
  const answer = await fromAiSdk(modelObject('v3', () => v3('Verdict: A')).model).generate(
    requestFor('text'),
    never,
  )
  expect(answer).toMatchObject({
    text: 'Verdict: A',
    finish: 'stop',
    usage: { prompt: 40, cached: 30, completion: 5 },
    model: 'm-2026',
  })
})

it('reads the answer of version 2', async () => {
  const v2 = {
    content: [{ type: 'text', text: 'A' }],
    finishReason: 'length',
    usage: { inputTokens: 40, outputTokens: 5, cachedInputTokens: 30 },
  }
  const options = { prices: { input: 1, output: 1, cached: 0 } }
  const answer = await fromAiSdk(modelObject('v2', () => v2).model, options).generate(
    requestFor('text'),
    never,
  )
  expect(answer).toMatchObject({
    finish: 'length',
    usage: { prompt: 40, cached: 30, completion: 5 },
    cost: 15e-6,
  })
})

it('passes a wish to wait on', async () => {
  const { model } = modelObject('v3', () => {
    throw failure(429, { 'retry-after': '4' })
  })
  expect(await failureOf(fromAiSdk(model).generate(requestFor('text'), never))).toMatchObject({
    kind: 'again',
    throttled: true,
    retryAfter: 4000,
  })
})
