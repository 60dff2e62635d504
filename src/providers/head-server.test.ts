import { afterAll, describe, expect, it } from 'vitest'
import { failureOf, providerContract, requestFor } from './contract.ts'
import { fakeServer, hangUp, silence, type Asked, type FakeServer, type Reaction } from './fake-server.ts'
import { headServer, type HeadServerOptions } from './head-server.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

type Endpoints = Readonly<Record<string, (asked: Asked) => Reaction>>

/** A provider before a server that has these endpoints; the others are not found. */
async function before(
  endpoints: Endpoints,
  options: Partial<HeadServerOptions> = {},
  otherwise: Reaction = { status: 404, json: { detail: 'Not Found' } },
) {
  const server = await fakeServer((asked) => endpoints[asked.path]?.(asked) ?? otherwise)
  servers.push(server)
  const base = new URL(server.origin)
  const provider = headServer({ task: 'score', name: 'rm', model: 'score:test#rm', base, ...options })
  const posts = () => server.asked.filter(({ method }) => method === 'POST')
  return { server, provider, posts }
}

const conversation = {
  messages: [
    { role: 'user', content: 'What is 1 + 1?' },
    { role: 'assistant', content: 'It is 2.' },
  ],
  shared: 0,
} as const
const text = { messages: [{ role: 'user', content: 'It is 2.' }], shared: 0 } as const

// The forms of the replies are those of vLLM's and text-embeddings-inference's own sources.
const classes = (label: string | null, probs: readonly number[]): Reaction => ({
  json: {
    id: 'classify-1',
    object: 'list',
    created: 1,
    model: 'rm',
    data: [{ index: 0, label, probs, num_classes: probs.length }],
    usage: { prompt_tokens: 9, total_tokens: 9, completion_tokens: 0, prompt_tokens_details: null },
  },
})
const pooled = (data: unknown): Reaction => ({
  json: {
    object: 'list',
    model: 'rm',
    data: [{ index: 0, object: 'pooling', data }],
    usage: { prompt_tokens: 9 },
  },
})
const scored = (score: unknown): Reaction => ({
  json: { object: 'list', model: 'rm', data: [{ index: 0, object: 'score', score }], usage: {} },
})
const complaining = (message: string, status = 400): Reaction => ({
  status,
  json: { error: { message, type: 'BadRequestError', param: null, code: status } },
})
const info = (model_type: object, model_id = 'rm'): Reaction => ({
  json: {
    model_id,
    model_sha: 'abc',
    model_dtype: 'float16',
    model_type,
    max_input_length: 512,
    version: '1.7',
  },
})
const reranker = { reranker: { id2label: { 0: 'LABEL_0' }, label2id: { LABEL_0: 0 } } }
const classifier = (...labels: string[]) => ({
  classifier: {
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
  },
})

providerContract('a classifier', {
  obeys: ['say', 'fail', 'hang'],
  replays: true,
  make: async (told) => {
    let calls = 0
    const { provider } = await before(
      {
        '/predict': () => {
          const one = told[Math.min(calls++, told.length - 1)]!
          if ('hang' in one) return silence
          if ('fail' in one) return { status: one.fail === 'again' ? 500 : 401, json: { error: 'no' } }
          if ('say' in one) return { json: [{ label: one.say, score: 0.9 }] }
          return { json: ['A', 'B', 'tie'].map((label) => ({ label, score: one.choose[label] ?? 0 })) }
        },
      },
      { task: 'classify', endpoint: 'predict' },
    )
    return provider
  },
})

describe('a reward model behind vLLM', () => {
  it('is asked at /classify with the conversation, and gives its own number', async () => {
    const { provider, posts } = await before({ '/classify': () => classes('LABEL_0', [-3.25]) })
    expect(await provider.generate(requestFor('text', { prompt: conversation }), never)).toMatchObject({
      text: '-3.25',
      finish: 'stop',
      usage: { prompt: 9, completion: 0 },
      model: 'rm',
    })
    expect(posts().map(({ path, body }) => [path, body])).toEqual([
      [
        '/classify',
        { model: 'rm', messages: conversation.messages, use_activation: false, activation: false },
      ],
    ])
    expect(provider.notes).toEqual([expect.stringMatching(/is asked at \/classify: .*conversation/)])
  })

  it('is asked about a text as it stands', async () => {
    const { provider, posts } = await before({ '/classify': () => classes('LABEL_0', [0.5]) })
    const whole = { ...text, form: 'completion' } as const
    await provider.generate(requestFor('text', { prompt: text }), never)
    await provider.generate(requestFor('text', { prompt: whole }), never)
    expect(posts().map(({ body }) => body?.input)).toEqual(['It is 2.', 'It is 2.'])
  })

  it.each([
    ['a row a token', [[0.1], [0.2], [1.5]]],
    ['one number', [1.5]],
  ])('is asked at /pooling where there is no /classify: %s', async (_, data) => {
    const { provider, posts } = await before({ '/pooling': () => pooled(data) })
    expect(await provider.generate(requestFor('text', { prompt: conversation }), never)).toMatchObject({
      text: '1.5',
    })
    expect(posts().map(({ path }) => path)).toEqual(['/classify', '/pooling'])
  })

  it('is asked about a pair where it has no chat template, as cross-encoders have none', async () => {
    const none = complaining('you must provide a chat template if the tokenizer does not define one')
    const { provider, posts } = await before({
      '/classify': () => none,
      '/pooling': () => none,
      '/score': () => scored(7.5e-8),
    })
    expect(await provider.generate(requestFor('text', { prompt: conversation }), never)).toMatchObject({
      text: '0.000000075',
    })
    expect(posts().at(-1)?.body).toMatchObject({ text_1: 'What is 1 + 1?', text_2: 'It is 2.' })
  })

  it('is asked in one way from then on', async () => {
    const { provider, posts } = await before({ '/pooling': () => pooled([2]) })
    const ask = () => provider.generate(requestFor('text', { prompt: conversation }), never)
    await Promise.all([ask(), ask(), ask()])
    await ask()
    expect(posts().map(({ path }) => path)).toEqual([
      '/classify',
      '/pooling',
      '/pooling',
      '/pooling',
      '/pooling',
    ])
  })

  it('is asked nowhere but where its address says', async () => {
    const { provider, server } = await before({ '/score': () => scored(0.25) }, { endpoint: 'score' })
    expect(await provider.generate(requestFor('text', { prompt: conversation }), never)).toMatchObject({
      text: '0.25',
    })
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /score'])
  })

  it.each([
    ['several classes', { '/classify': () => classes('good', [0.1, 0.9]) }],
    ['an embedding', { '/pooling': () => pooled([0.1, 0.2, 0.3]) }],
    ['several numbers a token', { '/pooling': () => pooled([[0.1, 0.2]]) }],
  ] as [string, Endpoints][])('has one output, and %s are none', async (_, endpoints) => {
    const { provider } = await before(endpoints)
    expect(
      await failureOf(provider.generate(requestFor('text', { prompt: conversation }), never)),
    ).toMatchObject({
      kind: 'stop',
      code: 'provider/wrong-classes',
      message: expect.stringMatching(/\d numbers where one score is wanted/),
    })
  })

  it.each([
    ['nothing of the kind', { status: 404, json: { detail: 'Not Found' } }],
    ['a model that writes', complaining('The model does not support Classification API')],
  ])('is not there: %s', async (_, otherwise) => {
    const { provider } = await before({}, {}, otherwise as Reaction)
    expect(
      await failureOf(provider.generate(requestFor('text', { prompt: conversation }), never)),
    ).toMatchObject({
      kind: 'stop',
      code: 'provider/no-head',
      remedy: expect.stringContaining('--runner pooling'),
    })
  })

  it.each([
    [complaining('The model `rm` does not exist.', 404), 'stop', 'provider/no-such-model'],
    [complaining("This model's maximum context length is 512 tokens"), 'item', 'provider/too-long'],
    [{ status: 401, json: { error: 'Unauthorized' } }, 'stop', 'provider/bad-key'],
    [{ status: 503, json: { error: 'busy' } }, 'again', 'provider/throttled'],
    [hangUp, 'again', 'provider/failed'],
    [scored(null), 'again', 'provider/failed'],
    [{ json: [] }, 'again', 'provider/failed'],
    [{ json: { data: [{ probs: [1] }, { probs: [2] }] } }, 'again', 'provider/failed'],
    [{ text: '['.repeat(1e5) + ']'.repeat(1e5), type: 'application/json' }, 'again', 'provider/failed'],
  ] as [Reaction, string, string][])(
    'fails for one reason, not for all: %#',
    async (reaction, kind, code) => {
      const { provider, posts } = await before({ '/classify': () => reaction })
      const failed = failureOf(provider.generate(requestFor('text', { prompt: conversation }), never))
      expect(await failed).toMatchObject({ kind, code })
      expect(posts()).toHaveLength(1)
    },
  )

  it('is shown no images, and knows no other mode', async () => {
    const { provider, server } = await before({})
    const seen = { ...conversation, images: [{ url: 'https://x.example/a.png' }] }
    expect(await failureOf(provider.generate(requestFor('text', { prompt: seen }), never))).toMatchObject({
      kind: 'item',
      code: 'provider/text-only',
    })
    expect(await failureOf(provider.generate(requestFor('logprobs'), never))).toMatchObject({ kind: 'stop' })
    expect(server.asked).toEqual([])
  })

  it('keeps its key out of what it says', async () => {
    const { provider, server } = await before(
      { '/classify': () => complaining('bad key sk-12345678') },
      { key: 'sk-12345678' },
    )
    const failed = failureOf(provider.generate(requestFor('text', { prompt: conversation }), never))
    expect(JSON.stringify(await failed)).not.toContain('12345678')
    expect(server.asked.at(-1)!.headers.authorization).toBe('Bearer sk-12345678')
  })
})

describe('a classifier behind vLLM', () => {
  const asked = requestFor('logprobs', { prompt: { ...conversation, choices: ['No', 'Yes'] } })
  const one = (reaction: Reaction) => before({ '/classify': () => reaction }, { task: 'classify' })

  it.each(['Yes', 'LABEL_1', null])(
    'has its classes in their order where it calls the best %j',
    async (label) => {
      const { provider, posts } = await one(classes(label, [0.25, 0.75]))
      const { text: said, choices = {} } = await provider.generate(asked, never)
      expect(said).toBe('Yes')
      expect(Math.exp(choices.Yes!)).toBeCloseTo(0.75, 12)
      expect(Math.exp(choices.No!)).toBeCloseTo(0.25, 12)
      expect(posts()[0]!.body).toEqual({ model: 'rm', messages: conversation.messages })
    },
  )

  it('tells in mode text the likeliest, and only its probability', async () => {
    const { provider } = await one(classes('good', [0.25, 0.75]))
    const answer = await provider.generate(requestFor('text', { prompt: conversation }), never)
    expect(answer).toMatchObject({ text: 'good', choices: { good: Math.log(0.75) } })
    expect(Object.keys(answer.choices!)).toEqual(['good'])
  })

  it.each([
    ['another name', classes('good', [0.25, 0.75])],
    ['another place', classes('No', [0.25, 0.75])],
    ['another number', classes(null, [0.2, 0.3, 0.5])],
  ])('stops where a class has %s', async (_, reaction) => {
    const { provider } = await one(reaction)
    expect(await failureOf(provider.generate(asked, never))).toMatchObject({
      kind: 'stop',
      code: 'provider/wrong-classes',
      message: expect.stringContaining('the judge asks for No, Yes'),
    })
  })
})

describe('text-embeddings-inference', () => {
  it('is asked for a reward at /rerank, with a pair', async () => {
    const { provider, posts } = await before({
      '/info': () => info(reranker),
      '/rerank': () => ({ json: [{ index: 0, score: -2.5 }] }),
    })
    expect(await provider.generate(requestFor('text', { prompt: conversation }), never)).toMatchObject({
      text: '-2.5',
      model: 'rm@abc',
    })
    expect(posts()[0]!.body).toEqual({
      query: 'What is 1 + 1?',
      texts: ['It is 2.'],
      raw_scores: true,
      truncate: false,
    })
  })

  it('is asked for the reward of a text at /predict', async () => {
    const { provider, posts } = await before({
      '/info': () => info(reranker),
      '/predict': () => ({ json: [{ label: 'LABEL_0', score: 1.25 }] }),
    })
    expect(await provider.generate(requestFor('text', { prompt: text }), never)).toMatchObject({
      text: '1.25',
    })
    expect(posts()[0]!.body).toMatchObject({ inputs: 'It is 2.', raw_scores: true })
  })

  it('names all classes, the likeliest first', async () => {
    const { provider, posts } = await before(
      {
        '/info': () => info(classifier('bad', 'good')),
        '/predict': () => ({
          json: [
            { label: 'good', score: 0.75 },
            { label: 'bad', score: 0.25 },
          ],
        }),
      },
      { task: 'classify' },
    )
    const { text: said, choices } = await provider.generate(
      requestFor('text', { prompt: conversation }),
      never,
    )
    expect([said, choices]).toEqual(['good', { bad: Math.log(0.25), good: Math.log(0.75) }])
    expect(posts()[0]!.body).toMatchObject({ inputs: ['What is 1 + 1?', 'It is 2.'], raw_scores: false })
  })

  it("has the judge's names for classes without any, in the order of their numbers", async () => {
    const { provider } = await before(
      {
        '/info': () => info(classifier('LABEL_0', 'LABEL_1', 'LABEL_2')),
        '/predict': () => ({
          json: [
            { label: 'LABEL_2', score: 0.5 },
            { label: 'LABEL_0', score: 0.3 },
            { label: 'LABEL_1', score: 0.2 },
          ],
        }),
      },
      { task: 'classify' },
    )
    const prompt = { ...conversation, choices: ['1', '2', '3'] }
    const { text: said, choices } = await provider.generate(requestFor('logprobs', { prompt }), never)
    expect([said, choices]).toEqual(['3', { 1: Math.log(0.3), 2: Math.log(0.2), 3: Math.log(0.5) }])
  })

  it.each([
    [info(reranker, 'other'), 'provider/no-such-model', /has other@?/],
    [info({ embedding: { pooling: 'cls' } }), 'provider/no-head', /./],
  ])('serves one model, and stops where it is another: %#', async (reply, code, remedy) => {
    const { provider } = await before({ '/info': () => reply })
    expect(
      await failureOf(provider.generate(requestFor('text', { prompt: conversation }), never)),
    ).toMatchObject({
      kind: 'stop',
      code,
      remedy: expect.stringMatching(remedy),
    })
  })

  it.each([
    [{ status: 424, json: { error: 'Inference failed', error_type: 'backend' } }, 'stop', 'provider/no-head'],
    [
      { status: 413, json: { error: '`inputs` must have less than 512 tokens', error_type: 'Validation' } },
      'item',
      'provider/too-long',
    ],
    [
      { status: 429, json: { error: 'Model is overloaded', error_type: 'overloaded' } },
      'again',
      'provider/throttled',
    ],
  ] as [Reaction, string, string][])('complains in its own words: %#', async (reaction, kind, code) => {
    const { provider } = await before(
      { '/info': () => info(classifier('a', 'b')), '/predict': () => reaction },
      { task: 'classify' },
    )
    expect(
      await failureOf(provider.generate(requestFor('text', { prompt: conversation }), never)),
    ).toMatchObject({
      kind,
      code,
    })
  })
})
