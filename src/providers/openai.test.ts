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
    (
      await before(({ path }, calls) =>
        reaction(told[Math.min(calls, told.length - 1)]!, path.includes('/chat/')),
      )
    ).provider,
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

  it('is a last message to go on from, where the answer has to begin so', async () => {
    const { provider, server } = await before(() => saying(' A'))
    const answer = await provider.generate(requestFor('text', { prompt: { prefill: 'Verdict:' } }), never)
    expect(answer).toMatchObject({ text: 'Verdict: A' })
    expect(server.asked[0]!.body).toMatchObject({
      messages: [{}, {}, { role: 'assistant', content: 'Verdict:' }],
      continue_final_message: true,
      add_generation_prompt: false,
    })
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

  it('is a text to be continued, to the letter, at the endpoint for that', async () => {
    const { provider, server } = await before(() => ({
      json: { choices: [{ text: ' A', finish_reason: 'stop' }] },
    }))
    const content = '[INST] 1 + 1? [/INST]\n\n'
    const prompt = { form: 'completion', messages: [{ role: 'user', content }], prefill: '10 ' } as const
    const answer = await provider.generate(requestFor('text', { prompt }), never)
    expect(server.asked[0]).toMatchObject({ path: '/v1/completions', body: { prompt: `${content}10 ` } })
    expect(answer.text).toBe('10  A')
    await provider
      .generate(requestFor('schema', { prompt: { ...prompt, schema: {} } }), never)
      .catch(() => {})
    expect(server.asked[1]!.body).toMatchObject({
      prompt: content,
      response_format: { type: 'json_schema' },
      json_schema: {},
    })
  })

  it.each([
    ['vllm', 0],
    ['llamacpp', 0],
    ['me', 1],
    [undefined, 1],
  ])(
    'is a prefill with a word of doubt where the server is not known to go on: %s',
    async (owned_by, notes) => {
      const { provider } = await before(({ method }) =>
        method === 'GET' ? { json: { data: [{ id: 'm', owned_by }] } } : saying(' A'),
      )
      await provider.generate(requestFor('text'), never)
      expect(provider.notes).toEqual([])
      await provider.generate(requestFor('text', { prompt: { prefill: 'Verdict:' } }), never)
      expect(provider.notes).toHaveLength(notes)
      for (const note of provider.notes!) expect(note).toMatch(/may begin anew/)
    },
  )

  it('keeps a word that is said again by chance after a short prefill', async () => {
    const { provider } = await before(() => saying('10 because it is right'))
    const prompt = { prefill: '10\n' }
    expect(await provider.generate(requestFor('text', { prompt }), never)).toMatchObject({
      text: '10\n10 because it is right',
    })
    const long = await before(() => saying('The verdict is: A'))
    const said = requestFor('text', { prompt: { prefill: 'The verdict is:' } })
    expect(await long.provider.generate(said, never)).toMatchObject({ text: 'The verdict is: A' })
  })

  it('is how the answer is drawn under the names of vLLM and of llama.cpp', async () => {
    const { provider, server } = await before(() => saying('A'))
    const decoding = { topK: 1, repetitionPenalty: 1.2, frequencyPenalty: 0.5, stop: ['\n'] }
    await provider.generate(requestFor('text', { decoding }), never)
    expect(server.asked[0]!.body).toMatchObject({
      top_k: 1,
      repetition_penalty: 1.2,
      repeat_penalty: 1.2,
      repeat_last_n: -1,
      frequency_penalty: 0.5,
      stop: ['\n'],
    })
  })

  it('is nothing of that where nothing is drawn, and no stop text inside JSON', async () => {
    const { provider, server } = await before(() => ({
      json: chat({ content: '{"a":\n1}' }, logprobs([['A', 0.9]])),
    }))
    const decoding = { topK: 1, repetitionPenalty: 1.2, stop: ['\n'] }
    await provider.generate(requestFor('logprobs', { decoding }), never)
    expect(await provider.generate(requestFor('schema', { decoding }), never)).toMatchObject({
      text: '{"a":\n1}',
    })
    expect(server.asked[0]!.body).not.toHaveProperty('top_k')
    expect(server.asked[1]!.body).not.toHaveProperty('stop')
  })

  it('is at most four stop texts; at the others, and where it takes none, the answer is cut here', async () => {
    const refused = {
      status: 400,
      json: { error: { message: "Unsupported parameter: 'stop'", param: 'stop' } },
    }
    const { provider, server } = await before(({ body }) => (body?.stop ? refused : saying('one five')))
    const decoding = { stop: ['1', '2', '3', '4', ' five'] }
    expect(await provider.generate(requestFor('text', { decoding }), never)).toMatchObject({
      text: 'one',
      finish: 'stop',
    })
    expect(server.asked[0]!.body?.stop).toEqual(['1', '2', '3', '4'])
    expect(provider.notes).toEqual([expect.stringMatching(/refuses stop/)])
  })

  it('is no text to be continued at Ollama, which would put its chat template around it', async () => {
    const ollama = openai({ name: 'm', model: 'ollama:m', base: new URL('http://127.0.0.1:11434/v1') })
    const prompt = { form: 'completion', messages: [{ role: 'user', content: 'A:' }] } as const
    expect(await failureOf(ollama.generate(requestFor('text', { prompt }), never))).toMatchObject({
      code: 'provider/chat-only',
    })
  })

  it('says of a service what it has no word for', async () => {
    const provider = openai({ name: 'm', model: 'openai:m', base: new URL('https://api.openai.com/v1') })
    const decoding = { topK: 1, repetitionPenalty: 1.2, frequencyPenalty: 0.5 }
    await failureOf(provider.generate(requestFor('text', { decoding }), AbortSignal.abort()))
    expect(provider.notes).toEqual([
      'api.openai.com has no top_k: openai:m is asked without it.',
      'api.openai.com has no repetition_penalty: openai:m is asked without it.',
    ])
    const prefilled = requestFor('text', { prompt: { prefill: 'A' } })
    expect(await failureOf(provider.generate(prefilled, never))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-prefill',
    })
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

describe('a text to be continued', () => {
  const prompt = { form: 'completion', messages: [{ role: 'user', content: 'Better:' }] } as const

  it.each([
    [
      'in its own words',
      {
        status: 404,
        json: {
          error: {
            message: 'This is a chat model and not supported in the v1/completions endpoint.',
            param: 'model',
          },
        },
      },
    ],
    ['because there is nothing there', { status: 404, json: { detail: 'Not Found' } }],
    ['as a web page', { status: 404, text: '<html>no</html>', type: 'text/html' }],
  ] as [string, Reaction][])('is refused by a server of chats: %s', async (_, reaction) => {
    const { provider } = await before(() => reaction)
    expect(await failureOf(provider.generate(requestFor('text', { prompt }), never))).toMatchObject({
      kind: 'stop',
      code: 'provider/chat-only',
      remedy: expect.stringContaining('--form chat'),
    })
  })

  it('is not refused for a model that is not there', async () => {
    const { provider } = await before(() => ({
      status: 404,
      json: { error: { message: 'The model `m` does not exist.' } },
    }))
    expect(await failureOf(provider.generate(requestFor('text', { prompt }), never))).toMatchObject({
      code: 'provider/no-such-model',
    })
  })

  it('has probabilities also in the form that llama.cpp gives them', async () => {
    const { provider } = await before(() => ({
      json: {
        choices: [
          {
            text: ' A',
            finish_reason: 'stop',
            ...logprobs([
              [' A', 0.6],
              ['B', 0.3],
            ]),
          },
        ],
      },
    }))
    const asked = requestFor('logprobs', { prompt: { ...prompt, choices: ['A', 'B'] } })
    const { choices = {} } = await provider.generate(asked, never)
    expect(Math.exp(choices.A!)).toBeCloseTo(0.6, 9)
    expect(Math.exp(choices.B!)).toBeCloseTo(0.3, 9)
  })

  it.each(['stop', 'length'])(
    'is not held to a schema by a server that overlooks it: %s',
    async (finish_reason) => {
      const { provider } = await before(() => ({
        json: { choices: [{ text: ' A is better.', finish_reason }] },
      }))
      expect(await failureOf(provider.generate(requestFor('schema', { prompt }), never))).toMatchObject({
        kind: 'stop',
        code: 'provider/no-schema',
      })
    },
  )
})

describe('an image', () => {
  const images = [{ data: 'iVBORw0KGgoAAA' }]

  // As vLLM (twice), llama.cpp, OpenAI, DeepSeek, Mistral, OpenRouter, Ollama, Groq and llama-cpp-python word it.
  it.each([
    [400, 'opt-125m is not a multimodal model'],
    [400, 'At most 0 image(s) may be provided in one prompt.'],
    [500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
    [400, 'Invalid content type. image_url is only supported by certain models.'],
    [422, 'messages[1]: unknown variant `image_url`, expected `text`'],
    [400, 'Image input is not enabled for this model'],
    [404, 'No endpoints found that support image input'],
    [500, 'this model is missing data required for image input'],
    [400, "'messages.1' : content must be a string"],
    [500, 'can only concatenate str (not "list") to str'],
  ])('that a model cannot see is said so: %d %s', async (status, message) => {
    const { provider } = await before(() => ({ status, json: { error: { message } } }))
    expect(
      await failureOf(provider.generate(requestFor('text', { prompt: { images } }), never)),
    ).toMatchObject({
      kind: 'item',
      code: 'provider/text-only',
    })
    const plain = await failureOf(provider.generate(requestFor('text'), never))
    expect(plain).not.toMatchObject({ code: 'provider/text-only' })
  })

  it.each(['Failed to download the image', 'Invalid image data: cannot be decoded'])(
    'that cannot be had is another matter: %s',
    async (message) => {
      const { provider } = await before(() => ({ status: 400, json: { error: { message } } }))
      expect(
        await failureOf(provider.generate(requestFor('text', { prompt: { images } }), never)),
      ).toMatchObject({
        kind: 'item',
        code: 'provider/bad-request',
      })
    },
  )

  it('is not part of a text to be continued', async () => {
    const { provider, server } = await before(() => saying('A'))
    const prompt = { form: 'completion', messages: [{ role: 'user', content: 'A:' }], images } as const
    expect(await failureOf(provider.generate(requestFor('text', { prompt }), never))).toMatchObject({
      code: 'provider/text-only',
    })
    expect(server.asked).toEqual([])
  })

  it('that is only named in a text stays text', async () => {
    const { provider, server } = await before(() => saying('A'))
    const content =
      '<image>\n![a](file:///etc/passwd) data:image/png;base64,iVBORw0KGgoAAA https://x.example/a.png'
    await provider.generate(requestFor('text', { prompt: { messages: [{ role: 'user', content }] } }), never)
    expect(server.asked[0]!.body?.messages).toEqual([{ role: 'user', content }])
  })
})
