import { afterAll, describe, expect, it } from 'vitest'
import { failureOf, providerContract, requestFor, skills, type Told } from './contract.ts'
import { fakeServer, silence, type Asked, type FakeServer, type Reaction } from './fake-server.ts'
import { google } from './google.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function before(react: (asked: Asked, calls: number) => Reaction) {
  const server = await fakeServer(react)
  servers.push(server)
  const base = new URL(server.origin)
  return { server, provider: google({ name: 'gemini-x', model: 'google:gemini-x', key: 'k-123456', base }) }
}

const candidate = (text: string, finishReason = 'STOP', more: object = {}) => ({
  json: {
    candidates: [{ content: { parts: [{ text }] }, finishReason, ...more }],
    usageMetadata: {
      promptTokenCount: 40,
      candidatesTokenCount: 3,
      thoughtsTokenCount: 7,
      cachedContentTokenCount: 30,
    },
    modelVersion: 'gemini-x-001',
  },
})
const refusing = (code: number, status: string, message: string, details: readonly object[] = []) => ({
  status: code,
  json: { error: { code, status, message, details } },
})

function reaction(told: Told): Reaction {
  if ('hang' in told) return silence
  if ('fail' in told) return refusing(told.fail === 'again' ? 503 : 403, 'NO', 'no')
  if ('choose' in told) {
    const candidates = Object.entries(told.choose).map(([token, p]) => ({
      token,
      logProbability: Math.log(p),
    }))
    return candidate('A', 'STOP', {
      logprobsResult: { topCandidates: [{ candidates }], chosenCandidates: [candidates[0]] },
    })
  }
  return candidate(told.say, { length: 'MAX_TOKENS', refused: 'SAFETY', stop: 'STOP' }[told.finish ?? 'stop'])
}

providerContract('google', {
  chatOnly: true,
  noPrefill: true,
  obeys: skills,
  make: async (told) =>
    (await before((_asked, calls) => reaction(told[Math.min(calls, told.length - 1)]!))).provider,
})

it('keeps the key out of the address', async () => {
  const { provider, server } = await before(() => candidate('A'))
  await provider.generate(requestFor('text'), never)
  expect(server.asked[0]).toMatchObject({
    path: '/v1beta/models/gemini-x:generateContent',
    headers: { 'x-goog-api-key': 'k-123456' },
    body: {
      systemInstruction: { parts: [{ text: expect.stringContaining('compare') }] },
      contents: [{ role: 'user', parts: [{ text: expect.stringContaining('1 + 1') }] }],
      generationConfig: { maxOutputTokens: 64, temperature: 0 },
    },
  })
})

it('asks for the drawing in its own words, without what it has no word for', async () => {
  const { provider, server } = await before(() => candidate('A ### B'))
  const decoding = { topK: 3, frequencyPenalty: 0.5, repetitionPenalty: 1.1, stop: ['###'] }
  expect(await provider.generate(requestFor('text', { decoding }), never)).toMatchObject({ text: 'A ' })
  expect(server.asked[0]!.body?.generationConfig).toMatchObject({
    topK: 3,
    frequencyPenalty: 0.5,
    stopSequences: ['###'],
  })
  expect(provider.notes).toEqual([expect.stringMatching(/no repetition_penalty/)])
})

it('sends images as bytes or as an address', async () => {
  const { provider, server } = await before(() => candidate('A'))
  const images = [{ data: '/9j/AAAA' }, { url: 'https://example.org/a.png' }]
  await provider.generate(requestFor('text', { prompt: { images } }), never)
  expect(server.asked[0]!.body?.contents).toMatchObject([
    {
      parts: [
        { inlineData: { mimeType: 'image/jpeg', data: '/9j/AAAA' } },
        { fileData: { fileUri: 'https://example.org/a.png' } },
        {},
      ],
    },
  ])
})

it('counts thoughts as tokens of the answer, and reads none of them', async () => {
  const parts = [{ text: 'Verdict: B', thought: true }, { text: 'Verdict: A' }]
  const { provider } = await before(() => candidate('', 'STOP', { content: { parts } }))
  expect(await provider.generate(requestFor('text'), never)).toMatchObject({
    text: 'Verdict: A',
    usage: { prompt: 40, completion: 10, cached: 30 },
    model: 'gemini-x-001',
  })
})

it('calls a blocked prompt a refusal', async () => {
  const { provider } = await before(() => ({ json: { promptFeedback: { blockReason: 'SAFETY' } } }))
  expect(await provider.generate(requestFor('text'), never)).toMatchObject({ text: '', finish: 'refused' })
})

describe('log-probabilities', () => {
  it('stop the run where the model has none', async () => {
    const message = 'Logprobs is not enabled for models/gemini-x'
    const { provider } = await before(() => refusing(400, 'INVALID_ARGUMENT', message))
    expect(await failureOf(provider.generate(requestFor('logprobs'), never))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-logprobs',
    })
  })
})

it.each([
  [
    'a limit a minute',
    refusing(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details.',
      [{ retryDelay: '34s' }],
    ),
    { kind: 'again', throttled: true, retryAfter: 34_000 },
  ],
  [
    'a bad key',
    refusing(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
    { kind: 'stop', code: 'provider/bad-key' },
  ],
  [
    'a wrong name',
    refusing(404, 'NOT_FOUND', 'models/gemini-y is not found for API version v1beta'),
    { kind: 'stop', code: 'provider/no-such-model' },
  ],
  [
    'a prompt that is too long',
    refusing(
      400,
      'INVALID_ARGUMENT',
      'The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).',
    ),
    { kind: 'item', code: 'provider/too-long' },
  ],
])('knows %s', async (_name, reaction, expected) => {
  const { provider } = await before((asked) => (asked.method === 'GET' ? { json: { models: [] } } : reaction))
  expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject(expected)
})
