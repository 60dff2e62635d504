import { afterAll, describe, expect, it } from 'vitest'
import { failureOf } from './contract.ts'
import { fakeServer, type Asked, type FakeServer, type Reaction } from './fake-server.ts'
import { openai } from './openai.ts'
import type { LikelihoodRequest, Provider } from './provider.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function before(react: (asked: Asked, calls: number) => Reaction) {
  const server = await fakeServer(react)
  servers.push(server)
  const provider = openai({ name: 'm', model: 'test:m', base: new URL(`${server.origin}/v1`) })
  return { server, ask: (request: LikelihoodRequest) => likelihood(provider, request) }
}
const likelihood = (provider: Provider, request: LikelihoodRequest) => provider.likelihood!(request, never)

const wordsOf = (text: string) => text.match(/\s*\S+|\s+$/g) ?? []
const logOf = (word: string) => -word.trim().length

/** A server whose tokens are words, and whose log-probabilities are minus their letters. */
const echoing =
  (change: { bos?: string; offsets?: boolean; written?: string } = {}) =>
  ({ body }: Asked): Reaction => {
    const { bos, offsets = true, written = ' so' } = change
    const prompt = String(body?.['prompt'])
    const words = [...(bos === undefined ? [] : [bos]), ...wordsOf(prompt), written]
    let at = 0
    const text_offset = words.map((word) => (at += word.length) - word.length)
    return {
      json: {
        choices: [
          {
            text: prompt + written,
            logprobs: {
              tokens: words,
              token_logprobs: words.map((word, i) => (i === 0 ? null : logOf(word))),
              top_logprobs: words.map((word, i) => (i === 0 ? null : { [word]: logOf(word), ' zz': -2 })),
              ...(offsets ? { text_offset } : {}),
            },
          },
        ],
      },
    }
  }

const options: LikelihoodRequest = { context: 'Which is red? Answer:', texts: [' A', ' the rose'] }
const summary = async (
  found: Promise<readonly { tokens: readonly { text: string; logprob: number | null }[] }[]>,
) => (await found).map(({ tokens }) => tokens.map(({ text, logprob }) => [text, logprob]))

const expected = [
  [[' A', -1]],
  [
    [' the', -3],
    [' rose', -4],
  ],
]

describe('a server that repeats the prompt with its log-probabilities', () => {
  it('tells the tokens of the text, not those of the context nor what it wrote', async () => {
    const { ask } = await before(echoing())
    expect(await summary(ask(options))).toEqual(expected)
  })

  it('is asked once a text, for one token at most', async () => {
    const { ask, server } = await before(echoing())
    await ask(options)
    expect(server.asked.map(({ path }) => path)).toEqual(['/v1/completions', '/v1/completions'])
    expect(server.asked[0]!.body).toMatchObject({
      model: 'm',
      prompt: 'Which is red? Answer: A',
      echo: true,
      logprobs: 1,
      max_tokens: 1,
      temperature: 0,
    })
  })

  it.each([{ bos: '<s>' }, { offsets: false }, { bos: '<s>', offsets: false }])(
    'may begin with a token of its own and tell no offsets: %j',
    async (change) => {
      const { ask } = await before(echoing(change))
      expect(await summary(ask(options))).toEqual(expected)
    },
  )

  it('says which tokens are the most probable', async () => {
    const { ask } = await before(echoing())
    const [a, rose] = await ask(options)
    expect(a!.tokens.map(({ greedy }) => greedy)).toEqual([true])
    expect(rose!.tokens.map(({ greedy }) => greedy)).toEqual([false, false])
  })

  it('does not predict the first token of a text without a context', async () => {
    const { ask } = await before(echoing())
    expect(await summary(ask({ context: '', texts: ['The rose'] }))).toEqual([
      [
        ['The', null],
        [' rose', -4],
      ],
    ])
    const bos = await before(echoing({ bos: '<s>' }))
    expect(await summary(bos.ask({ context: '', texts: ['The rose'] }))).toEqual([
      [
        ['The', -3],
        [' rose', -4],
      ],
    ])
  })

  it('counts a token across the border as the text’s', async () => {
    const { ask } = await before(echoing())
    expect(await summary(ask({ context: 'un', texts: ['happy end'] }))).toEqual([
      [
        ['unhappy', null],
        [' end', -3],
      ],
    ])
  })

  it('stops where it gives each token what comes after it', async () => {
    const { ask } = await before(({ body }) => {
      const prompt = String(body?.['prompt'])
      const words = wordsOf(prompt)
      const after = [...words.slice(1), ' so']
      return {
        json: {
          choices: [
            {
              text: `${prompt} so`,
              logprobs: {
                tokens: words,
                token_logprobs: words.map((_, i) => (i === 0 ? null : -9)),
                top_logprobs: words.map((word, i) => (i === 0 ? null : { [after[i]!]: -0.1, [word]: -9 })),
              },
            },
          ],
        },
      }
    })
    expect(await failureOf(ask(options))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-likelihood',
      message: expect.stringContaining('what comes after it'),
    })
  })
})

describe("vLLM's prompt_logprobs", () => {
  const vllm =
    (bos: boolean) =>
    ({ body }: Asked): Reaction => {
      if (body?.['echo']) return { status: 400, json: { error: { message: 'echo is not supported' } } }
      const words = wordsOf(String(body?.['prompt']))
      const told = words.map((word, i) => ({
        [String(900 - i)]: { logprob: logOf(word), rank: i, decoded_token: word },
      }))
      return {
        json: { choices: [{ text: ' so', prompt_logprobs: [null, ...(bos ? told : told.slice(1))] }] },
      }
    }

  it.each([true, false])('is the second way, with a beginning of everything: %j', async (bos) => {
    const { ask, server } = await before(vllm(bos))
    expect(await summary(ask(options))).toEqual(expected)
    expect(server.asked.map(({ body }) => [body!['echo'], body!['prompt_logprobs']])).toEqual([
      [true, undefined],
      [undefined, 0],
      [undefined, 0],
    ])
  })
})

describe("text-generation-inference's decoder_input_details", () => {
  it('is the third way', async () => {
    const { ask, server } = await before(({ path, body }) => {
      if (path !== '/v1/generate') return { status: 404, json: { error: 'no such route' } }
      const words = ['<s>', ...wordsOf(String(body!['inputs']))]
      const prefill = words.map((text, i) => ({ id: i, text, logprob: i === 0 ? null : logOf(text) }))
      return { json: { generated_text: ' so', details: { prefill, tokens: [] } } }
    })
    expect(await summary(ask(options))).toEqual(expected)
    expect(server.asked.at(-1)!.body).toMatchObject({
      parameters: { max_new_tokens: 1, decoder_input_details: true },
    })
  })
})

describe('a server that does not tell', () => {
  const generated = {
    json: { choices: [{ text: ' so', logprobs: { tokens: [' so'], token_logprobs: [-1] } }] },
  }
  const zeros = ({ body }: Asked): Reaction => {
    const words = wordsOf(String(body?.['prompt']))
    return {
      json: { choices: [{ text: 'x', logprobs: { tokens: words, token_logprobs: words.map(() => 0) } }] },
    }
  }
  it.each<[string, (asked: Asked) => Reaction]>([
    ['only of what it wrote', () => generated],
    ['in the form of a chat', () => ({ json: { choices: [{ text: '', logprobs: { content: [] } }] } })],
    ['zeros', zeros],
    ['nothing', () => ({ json: { choices: [{ text: ' so' }] } })],
    [
      'that it refuses',
      () => ({ status: 400, json: { error: { message: 'echo is not allowed with logprobs' } } }),
    ],
  ])('stops the run: %s', async (_, react) => {
    const { ask } = await before(react)
    expect(await failureOf(ask(options))).toMatchObject({
      name: 'ProviderError',
      kind: 'stop',
      code: 'provider/no-likelihood',
      remedy: expect.stringContaining('vLLM'),
    })
  })

  it.each([
    [{ status: 401, json: { error: { message: 'no' } } }, 'stop', 'provider/bad-key'],
    [{ status: 500, json: { error: { message: 'no' } } }, 'again', 'provider/failed'],
    [
      { status: 400, json: { error: { message: "This model's maximum context length is 64 tokens." } } },
      'item',
      'provider/too-long',
    ],
  ] as const)('says what else is wrong: %j', async (reaction, kind, code) => {
    const { ask } = await before(() => reaction)
    expect(await failureOf(ask(options))).toMatchObject({ kind, code })
  })

  it('gives the reason of an abort', async () => {
    const { ask: _, server } = await before(echoing())
    const provider = openai({ name: 'm', model: 'test:m', base: new URL(`${server.origin}/v1`) })
    const reason = new Error('enough')
    expect(await failureOf(provider.likelihood!(options, AbortSignal.abort(reason)))).toBe(reason)
  })
})

describe('a long text before a server', () => {
  const text = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ')

  it('is read through a window, each token once, with what stood before it', async () => {
    const { ask, server } = await before(echoing())
    const [found] = await ask({ context: '', texts: [text], window: { size: 40, stride: 20 } })
    expect(found!.tokens.map((token) => token.text).join('')).toBe(text)
    expect(found!.tokens).toHaveLength(300)
    expect(found!.tokens.filter(({ logprob }) => logprob === null)).toHaveLength(1)
    expect(server.asked.length).toBeLessThan(40)
  })

  it('is cut shorter where the server cannot take so much', async () => {
    const { ask } = await before((asked) => {
      const words = wordsOf(String(asked.body?.['prompt']))
      if (words.length > 16)
        return { status: 400, json: { error: { message: 'maximum context length is 16 tokens' } } }
      return echoing()(asked)
    })
    const [found] = await ask({ context: '', texts: [text], window: { size: 20, stride: 12 } })
    expect(found!.tokens.map((token) => token.text).join('')).toBe(text)
  })
})
