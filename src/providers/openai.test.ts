import { afterAll, describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import { failureOf, providerContract, requestFor, skills, type Told } from './contract.ts'
import {
  fakeServer,
  halfSent,
  hangUp,
  silence,
  type Asked,
  type FakeServer,
  type Reaction,
} from './fake-server.ts'
import { openai, type OpenAiOptions } from './openai.ts'
import { ProviderError, type Provider } from './provider.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

/** A provider before a server that reacts so. */
async function before(
  react: (asked: Asked, calls: number) => Reaction,
  options: Partial<OpenAiOptions> = {},
): Promise<{ provider: Provider; server: FakeServer }> {
  const server = await fakeServer(react)
  servers.push(server)
  const base = new URL(`${server.origin}/v1`)
  return { server, provider: openai({ name: 'm', model: 'test:m', base, ...options }) }
}

const chat = (message: object, more: object = {}, finish_reason: string | null = 'stop') => ({
  model: 'm-2026',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason, ...more }],
  usage: { prompt_tokens: 40, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 30 } },
})

const saying = (content: string): Reaction => ({ json: chat({ content }) })

const logprobs = (...places: readonly (readonly (readonly [string, number])[])[]) => ({
  logprobs: {
    content: places.map((top) => ({
      token: top[0]![0],
      logprob: Math.log(top[0]![1]),
      bytes: [...Buffer.from(top[0]![0])],
      top_logprobs: top.map(([token, p]) => ({
        token,
        logprob: Math.log(p),
        bytes: [...Buffer.from(token)],
      })),
    })),
  },
})

function reaction(told: Told, inChat: boolean): Reaction {
  if ('hang' in told) return silence
  if ('fail' in told) return { status: told.fail === 'again' ? 500 : 401, json: { error: { message: 'no' } } }
  const finish =
    'choose' in told || !told.finish ? 'stop' : told.finish === 'refused' ? 'content_filter' : told.finish
  const tops = 'choose' in told ? Object.entries(told.choose) : []
  if (inChat) {
    return {
      json: chat({ content: 'say' in told ? told.say : 'A' }, tops.length > 0 ? logprobs(tops) : {}, finish),
    }
  }
  const top_logprobs = [Object.fromEntries(tops.map(([token, p]) => [token, Math.log(p)]))]
  return {
    json: {
      choices: [
        {
          text: 'say' in told ? told.say : 'A',
          finish_reason: finish,
          logprobs: tops.length > 0 ? { tokens: [tops[0]![0]], top_logprobs } : null,
        },
      ],
    },
  }
}

providerContract('openai (chat)', {
  obeys: skills,
  make: async (told) =>
    (await before((_asked, calls) => reaction(told[Math.min(calls, told.length - 1)]!, true))).provider,
})

providerContract('openai (completions)', {
  obeys: skills,
  make: async (told) =>
    (
      await before((_asked, calls) => reaction(told[Math.min(calls, told.length - 1)]!, false), {
        endpoint: 'completions',
      })
    ).provider,
})

describe('what is asked', () => {
  it('is the messages in their order, and how the answer is drawn', async () => {
    const { provider, server } = await before(() => saying('A'), { key: 'sk-secret-0123456789' })
    await provider.generate(requestFor('text', { decoding: { maxTokens: 9, seed: 7 } }), never)
    expect(server.asked[0]).toMatchObject({ method: 'POST', path: '/v1/chat/completions' })
    expect(server.asked[0]!.headers.authorization).toBe('Bearer sk-secret-0123456789')
    expect(server.asked[0]!.body).toEqual({
      model: 'm',
      messages: requestFor('text').prompt.messages,
      max_tokens: 9,
      temperature: 0,
      seed: 7,
    })
  })

  it('is a schema as response_format', async () => {
    const { provider, server } = await before(() => saying('{}'))
    const request = requestFor('schema')
    await provider.generate(request, never)
    expect(server.asked[0]!.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { strict: true, schema: request.prompt.schema } },
    })
  })

  it('is two tokens with the twenty likeliest of each, for probabilities', async () => {
    const { provider, server } = await before(() => ({
      json: chat({ content: 'A' }, logprobs([['A', 0.9]])),
    }))
    await provider.generate(requestFor('logprobs'), never)
    expect(server.asked[0]!.body).toMatchObject({ max_tokens: 2, logprobs: true, top_logprobs: 20 })
  })

  it('is images before the text of the last message', async () => {
    const { provider, server } = await before(() => saying('A'))
    const images = [{ url: 'https://example.org/a.png' }, { data: 'iVBORw0KGgoAAA' }]
    await provider.generate(requestFor('text', { prompt: { images } }), never)
    expect(server.asked[0]!.body?.messages).toMatchObject([
      { role: 'system' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgoAAA' } },
          { type: 'text' },
        ],
      },
    ])
  })

  it('is a prefill only where that was asked for, and then the answer begins with it', async () => {
    const prompt = { prefill: 'Verdict:' }
    const plain = await before(() => saying('A'))
    expect(await plain.provider.generate(requestFor('text', { prompt }), never)).toMatchObject({ text: 'A' })
    expect(plain.server.asked[0]!.body?.messages).toHaveLength(2)

    const filled = await before(() => saying(' A'), { prefill: true })
    expect(await filled.provider.generate(requestFor('text', { prompt }), never)).toMatchObject({
      text: 'Verdict: A',
    })
    expect(filled.server.asked[0]!.body?.messages).toMatchObject([
      {},
      {},
      { role: 'assistant', content: 'Verdict:' },
    ])
  })

  it('is one text for a base model', async () => {
    const { provider, server } = await before(
      () => ({ json: { choices: [{ text: ' A', finish_reason: 'stop' }] } }),
      {
        endpoint: 'completions',
      },
    )
    const answer = await provider.generate(requestFor('text', { prompt: { prefill: 'Verdict:' } }), never)
    expect(server.asked[0]).toMatchObject({ path: '/v1/completions' })
    expect(server.asked[0]!.body?.prompt).toMatch(/^You compare[^]*B: 3\n\nVerdict:$/)
    expect(answer.text).toBe('Verdict: A')
  })

  it('carries a user, a password and a query of the address', async () => {
    const server = await fakeServer(() => saying('A'))
    servers.push(server)
    const base = new URL(`${server.origin.replace('//', '//ann:s3cret@')}/v1?key=k-12345`)
    await openai({ name: 'm', model: 'm', base }).generate(requestFor('text'), never)
    expect(server.asked[0]!.path).toBe('/v1/chat/completions?key=k-12345')
    expect(server.asked[0]!.headers.authorization).toBe(
      `Basic ${Buffer.from('ann:s3cret').toString('base64')}`,
    )
  })
})

describe('what is answered', () => {
  const answerTo = async (json: unknown, options: Partial<OpenAiOptions> = {}): Promise<Answer> =>
    (await before(() => ({ json }), options)).provider.generate(requestFor('text'), never)

  it('tells tokens, those from the cache, and the exact model', async () => {
    expect(await answerTo(chat({ content: 'A' }))).toMatchObject({
      usage: { prompt: 40, completion: 5, cached: 30 },
      model: 'm-2026',
    })
  })

  it('has no cost where no price is known', async () => {
    expect(await answerTo(chat({ content: 'A' }))).not.toHaveProperty('cost')
  })

  it('costs what the server says, else what the prices say', async () => {
    const prices = { input: 1, output: 10, cached: 0.1 }
    const { cost } = await answerTo(chat({ content: 'A' }), { prices })
    expect(cost).toBeCloseTo((10 * 1 + 30 * 0.1 + 5 * 10) / 1e6, 12)
    const told = { ...chat({ content: 'A' }), usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 } }
    expect(await answerTo(told, { prices })).toMatchObject({ cost: 0.25 })
  })

  it('leaves the thoughts out', async () => {
    expect(await answerTo(chat({ content: 'A', reasoning_content: 'Verdict: B' }))).toMatchObject({
      text: 'A',
    })
    expect(await answerTo(chat({ content: 'A', reasoning: 'Verdict: B' }))).toMatchObject({ text: 'A' })
  })

  it('is empty and cut off where the thoughts took all tokens', async () => {
    const thoughts = chat({ content: null, reasoning: 'Hm' }, {}, 'length')
    expect(await answerTo(thoughts)).toMatchObject({ text: '', finish: 'length' })
  })

  it('may be in parts', async () => {
    expect(
      await answerTo(
        chat({
          content: [
            { type: 'text', text: 'A' },
            { type: 'text', text: 'B' },
          ],
        }),
      ),
    ).toMatchObject({
      text: 'AB',
    })
  })

  it('is a refusal where the model refuses, or a filter stands before it', async () => {
    expect(await answerTo(chat({ content: null, refusal: 'I cannot.' }))).toMatchObject({
      text: 'I cannot.',
      finish: 'refused',
    })
    const { provider } = await before(() => ({
      status: 400,
      json: {
        error: { code: 'content_filter', message: 'The prompt triggered the content management policy.' },
      },
    }))
    expect(await provider.generate(requestFor('text'), never)).toMatchObject({ finish: 'refused' })
  })
})

describe('log-probabilities', () => {
  const choicesOf = async (
    places: object,
    choices = ['A', 'B', 'tie'],
    message: object = { content: 'A' },
  ) => {
    const { provider } = await before(() => ({ json: chat(message, places) }))
    const answer = await provider.generate(requestFor('logprobs', { prompt: { choices } }), never)
    return Object.fromEntries(Object.entries(answer.choices!).map(([choice, log]) => [choice, Math.exp(log)]))
  }

  it('adds the ways to write a choice', async () => {
    const found = await choicesOf(
      logprobs([
        ['A', 0.5],
        [' A', 0.2],
        ['B', 0.1],
        ['a', 0.05],
      ]),
    )
    expect(found.A).toBeCloseTo(0.7, 9)
    expect(found.B).toBeCloseTo(0.1, 9)
    expect(found).not.toHaveProperty('tie')
  })

  it('never reads the tokens of a thought', async () => {
    expect(
      await choicesOf(logprobs([['A', 0.9]]), ['A', 'B'], { content: null, reasoning_content: 'A' }),
    ).toEqual({})
  })

  it('stops where the server gives none: there is no fall-back', async () => {
    const { provider } = await before(() => ({ json: chat({ content: 'A' }, { logprobs: null }) }))
    expect(await failureOf(provider.generate(requestFor('logprobs'), never))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-logprobs',
    })
  })

  it.each([
    [400, "'logprobs' is not supported with this model."],
    [403, 'You are not allowed to request logprobs from this model.'],
  ])('stops where they are refused with %i', async (status, message) => {
    const { provider } = await before(() => ({ status, json: { error: { message } } }))
    expect(await failureOf(provider.generate(requestFor('logprobs'), never))).toMatchObject({
      code: 'provider/no-logprobs',
    })
  })

  it('asks for fewer where twenty are too many', async () => {
    const { provider, server } = await before((asked) =>
      Number(asked.body?.top_logprobs) > 5
        ? { status: 400, json: { error: { message: 'Invalid value for top_logprobs: must be at most 5' } } }
        : { json: chat({ content: 'A' }, logprobs([['A', 0.9]])) },
    )
    await provider.generate(requestFor('logprobs'), never)
    expect(server.asked.map(({ body }) => body?.top_logprobs)).toEqual([20, 5])
  })
})

describe('a parameter that the server refuses', () => {
  const choosy = (asked: Asked): Reaction => {
    const refuse = (param: string, message: string): Reaction => ({
      status: 400,
      json: { error: { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' } },
    })
    if (asked.body && 'max_tokens' in asked.body) {
      return refuse(
        'max_tokens',
        "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens'.",
      )
    }
    if (asked.body && 'temperature' in asked.body) {
      return refuse('temperature', "Unsupported value: 'temperature' does not support 0 with this model.")
    }
    return saying('A')
  }

  it('is left out or renamed, remembered, and told', async () => {
    const { provider, server } = await before(choosy)
    await provider.generate(requestFor('text'), never)
    await provider.generate(requestFor('text'), never)
    expect(server.asked).toHaveLength(4)
    expect(server.asked[3]!.body).not.toHaveProperty('temperature')
    expect(server.asked[3]!.body).toMatchObject({ max_completion_tokens: 64 })
    expect(provider.notes).toEqual([
      expect.stringContaining('refuses max_tokens'),
      expect.stringContaining('refuses temperature'),
    ])
  })

  it('is not asked about for ever', async () => {
    const { provider, server } = await before(() => ({
      status: 400,
      json: { error: { message: 'temperature, top_p and seed are not supported; max_tokens neither' } },
    }))
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({ kind: 'item' })
    expect(server.asked.length).toBeLessThan(6)
  })

  it('is not looked for in a prompt that is too long', async () => {
    const { provider, server } = await before(() => ({
      status: 400,
      json: {
        error: { message: "'max_tokens' is too large: this model's maximum context length is 4096 tokens." },
      },
    }))
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
      kind: 'item',
      code: 'provider/too-long',
    })
    expect(server.asked).toHaveLength(1)
  })
})

describe('bad weather', () => {
  const page = '<!doctype html><title>Sign in</title>'
  it.each<[string, Reaction, object]>([
    ['a web page', { text: page, type: 'text/html' }, { kind: 'stop', code: 'provider/not-a-model-server' }],
    [
      'a web page that says 404',
      { status: 404, text: page, type: 'text/html' },
      { kind: 'stop', code: 'provider/not-a-model-server' },
    ],
    [
      'a web page that says 413',
      { status: 413, text: page, type: 'text/html' },
      { kind: 'item', code: 'provider/too-long' },
    ],
    ['a web page that says 502', { status: 502, text: page, type: 'text/html' }, { kind: 'again' }],
    [
      'JSON of something else',
      { json: { hello: 'world' } },
      { kind: 'stop', code: 'provider/not-a-model-server' },
    ],
    ['JSON that ends too soon', { text: '{"choices":[{"mess' }, { kind: 'again' }],
    ['half a body', halfSent('{"choices":[]'), { kind: 'again' }],
    ['a connection that is cut', hangUp, { kind: 'again' }],
    [
      'a redirect',
      { status: 301, text: '', headers: { location: 'https://elsewhere.example/' } },
      { kind: 'stop', code: 'provider/not-a-model-server' },
    ],
    ['500', { status: 500, json: { error: { message: 'oops' } } }, { kind: 'again', throttled: false }],
    [
      '429',
      { status: 429, json: { error: {} }, headers: { 'retry-after': '7' } },
      { kind: 'again', throttled: true, retryAfter: 7000 },
    ],
    [
      '429 without credit',
      { status: 429, json: { error: { code: 'insufficient_quota', message: 'Quota.' } } },
      { kind: 'stop', code: 'provider/no-credit' },
    ],
    ['503', { status: 503, json: {} }, { kind: 'again', throttled: true }],
    [
      '401',
      { status: 401, json: { error: { message: 'Bad key' } } },
      { kind: 'stop', code: 'provider/bad-key' },
    ],
    [
      'an unknown path',
      { status: 404, json: { detail: 'Not Found' } },
      { kind: 'stop', code: 'provider/not-a-model-server' },
    ],
    [
      'an unknown parameter',
      { status: 400, json: { error: { message: 'messages: bad role' } } },
      { kind: 'item', code: 'provider/bad-request' },
    ],
    [
      'an error in a reply of status 200',
      { json: { error: { code: 429, message: 'slow down' } } },
      { kind: 'again', throttled: true },
    ],
  ])('tells %s', async (_name, reaction, expected) => {
    const { provider } = await before(() => reaction)
    const error = await failureOf(provider.generate(requestFor('text'), never))
    expect(error).toBeInstanceOf(ProviderError)
    expect(error).toMatchObject(expected)
  })

  it('reads a date in Retry-After by the clock of the server', async () => {
    const headers = { date: 'Mon, 02 Mar 2026 09:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 09:00:30 GMT' }
    const { provider } = await before(() => ({ status: 429, json: {}, headers }))
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
      retryAfter: 30_000,
    })
  })

  it('does not stop for a web page once the server has answered', async () => {
    const { provider } = await before((_asked, calls) =>
      calls === 0 ? saying('A') : { text: page, type: 'text/html' },
    )
    await provider.generate(requestFor('text'), never)
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({ kind: 'again' })
  })

  it('names the models that the server has, where it lacks the one asked for', async () => {
    const { provider } = await before((asked) =>
      asked.method === 'GET'
        ? { json: { data: [{ id: 'qwen-7b' }, { id: 'llama-8b' }] } }
        : {
            status: 404,
            json: { error: { code: 'model_not_found', message: 'The model `m` does not exist.' } },
          },
    )
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-such-model',
      remedy: expect.stringContaining('qwen-7b, llama-8b'),
    })
  })

  it('says where nobody answers', async () => {
    const { provider, server } = await before(() => saying('A'))
    await server.close()
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
      kind: 'again',
      code: 'provider/unreachable',
      message: expect.stringContaining('127.0.0.1'),
    })
  })
})

describe('a key', () => {
  const key = 'sk-proj-abcDEF/123+456='
  it.each<[string, (key: string) => Reaction]>([
    [
      'as it is',
      (key) => ({ status: 401, json: { error: { message: `Incorrect API key provided: ${key}` } } }),
    ],
    ['in a page', (key) => ({ status: 200, text: `<html>${key}</html>`, type: 'text/html' })],
    [
      'encoded',
      (key) => ({ status: 400, json: { error: { message: `see /x?k=${encodeURIComponent(key)}` } } }),
    ],
    ['half masked', () => ({ status: 401, json: { error: { message: 'Incorrect: sk-proj-********456=' } } })],
    ['in another shape', (key) => ({ json: { echo: { authorization: `Bearer ${key}` } } })],
    [
      'in a redirect',
      (key) => ({ status: 302, text: '', headers: { location: `https://x.example/?key=${key}` } }),
    ],
  ])('is in no error when the server echoes it %s', async (_name, reaction) => {
    const { provider } = await before(() => reaction(key), { key })
    const error = (await failureOf(provider.generate(requestFor('text'), never))) as ProviderError
    const seen = `${error.message} ${error.remedy} ${error.stack} ${JSON.stringify(error)}`
    expect(seen).not.toContain(key)
    expect(seen).not.toMatch(/abcDEF|456=/)
  })
})

it('lets nothing through that moves a cursor', async () => {
  const { provider } = await before(() => ({
    status: 400,
    json: { error: { message: '\u001B[2Jgone\u202Eback\r\nnew' } },
  }))
  const { message } = (await failureOf(provider.generate(requestFor('text'), never))) as ProviderError
  expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
