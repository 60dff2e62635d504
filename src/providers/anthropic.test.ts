import { afterAll, describe, expect, it } from 'vitest'
import { anthropic, type AnthropicOptions } from './anthropic.ts'
import { failureOf, providerContract, requestFor, skills } from './contract.ts'
import { fakeServer, silence, type Asked, type FakeServer, type Reaction } from './fake-server.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function before(
  react: (asked: Asked, calls: number) => Reaction,
  options: Partial<AnthropicOptions> = {},
) {
  const server = await fakeServer(react)
  servers.push(server)
  const base = new URL(server.origin)
  return {
    server,
    provider: anthropic({ name: 'claude-x', model: 'anthropic:claude-x', key: 'k-123456', base, ...options }),
  }
}

const message = (content: readonly object[], stop_reason = 'end_turn') => ({
  type: 'message',
  model: 'claude-x-2026',
  content,
  stop_reason,
  usage: { input_tokens: 10, output_tokens: 4, cache_read_input_tokens: 20, cache_creation_input_tokens: 5 },
})
const saying = (text: string, stop_reason?: string) => ({
  json: message([{ type: 'text', text }], stop_reason),
})
const refusing = (status: number, type: string, words: string, headers = {}) => ({
  status,
  headers,
  json: { type: 'error', error: { type, message: words } },
})

providerContract('anthropic', {
  chatOnly: true,
  obeys: skills,
  make: async (told) =>
    (
      await before((_asked, calls) => {
        const one = told[Math.min(calls, told.length - 1)]!
        if ('hang' in one) return silence
        if ('fail' in one) return refusing(one.fail === 'again' ? 529 : 401, 'error', 'no')
        const text = 'say' in one ? one.say : 'A'
        const finish = 'say' in one ? one.finish : undefined
        return saying(
          text,
          finish === 'length' ? 'max_tokens' : finish === 'refused' ? 'refusal' : 'end_turn',
        )
      })
    ).provider,
})

describe('what is asked', () => {
  it('keeps the system apart and ends the cached part where the items begin to differ', async () => {
    const { provider, server } = await before(() => saying('A'))
    await provider.generate(requestFor('text'), never)
    expect(server.asked[0]).toMatchObject({
      path: '/v1/messages',
      headers: { 'x-api-key': 'k-123456', 'anthropic-version': '2023-06-01' },
      body: {
        model: 'claude-x',
        max_tokens: 64,
        system: [{ type: 'text', cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: [{ type: 'text' }] }],
      },
    })
    expect(JSON.stringify(server.asked[0]!.body?.messages)).not.toContain('cache_control')
  })

  it('is stop texts that are more than white space; at those the answer is cut here', async () => {
    const { provider, server } = await before(() => saying('A.\nFor it is.'))
    const decoding = { stop: ['\n', '###'], topK: 3, repetitionPenalty: 1.1 }
    expect(await provider.generate(requestFor('text', { decoding }), never)).toMatchObject({ text: 'A.' })
    expect(server.asked[0]!.body).toMatchObject({ stop_sequences: ['###'], top_k: 3 })
    expect(provider.notes).toEqual([expect.stringMatching(/no repetition_penalty/)])
  })

  it('is a prefill without white space at its end, which is refused', async () => {
    const { provider, server } = await before(() => saying(' 8'))
    const prompt = { prefill: '10 ' }
    expect(await provider.generate(requestFor('text', { prompt }), never)).toMatchObject({ text: '10 8' })
    expect(server.asked[0]!.body?.messages).toMatchObject([{}, { role: 'assistant', content: '10' }])
  })

  it('stops where a newer model takes no prefill', async () => {
    const words =
      'This model does not support assistant message prefill. The conversation must end with a user message.'
    const { provider } = await before(() => refusing(400, 'invalid_request_error', words))
    const prefilled = requestFor('text', { prompt: { prefill: 'A' } })
    expect(await failureOf(provider.generate(prefilled, never))).toMatchObject({
      kind: 'stop',
      code: 'provider/no-prefill',
      message: expect.stringContaining(words),
    })
  })

  it('is images before the text', async () => {
    const { provider, server } = await before(() => saying('A'))
    const images = [{ data: 'data:image/png;base64,AAAA' }, { url: 'https://example.org/a.png' }]
    await provider.generate(requestFor('text', { prompt: { images } }), never)
    expect(server.asked[0]!.body?.messages).toMatchObject([
      {
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
          { type: 'text' },
        ],
      },
    ])
  })

  it('is a tool that must be called, of a model from before output_config', async () => {
    const { provider, server } = await before((asked) =>
      asked.body && 'output_config' in asked.body
        ? refusing(400, 'invalid_request_error', 'output_config: Extra inputs are not permitted')
        : {
            json: message(
              [{ type: 'tool_use', name: 'verdict', input: { reason: 'r', verdict: 'A' } }],
              'tool_use',
            ),
          },
    )
    const answer = await provider.generate(requestFor('schema'), never)
    expect(JSON.parse(answer.text)).toEqual({ reason: 'r', verdict: 'A' })
    expect(answer.finish).toBe('stop')
    expect(server.asked[1]!.body).toMatchObject({ tool_choice: { type: 'tool', name: 'verdict' } })
    expect(provider.notes).toHaveLength(1)
  })

  it('leaves out a temperature that the model refuses', async () => {
    const { provider, server } = await before((asked) =>
      asked.body && 'temperature' in asked.body
        ? refusing(400, 'invalid_request_error', '`temperature` is deprecated for this model.')
        : saying('A'),
    )
    await provider.generate(requestFor('text'), never)
    await provider.generate(requestFor('text'), never)
    expect(server.asked).toHaveLength(3)
  })
})

it('counts the tokens that came from the cache as tokens of the prompt', async () => {
  const { provider } = await before(() => saying('A'), { prices: { input: 3, output: 15, cached: 0.3 } })
  const { usage, cost } = await provider.generate(requestFor('text'), never)
  expect(usage).toEqual({ prompt: 35, cached: 20, completion: 4 })
  expect(cost).toBeCloseTo((15 * 3 + 20 * 0.3 + 4 * 15) / 1e6, 12)
})

it('leaves thoughts out', async () => {
  const blocks = [
    { type: 'thinking', thinking: 'Verdict: B' },
    { type: 'text', text: 'Verdict: A' },
  ]
  const { provider } = await before(() => ({ json: message(blocks) }))
  expect(await provider.generate(requestFor('text'), never)).toMatchObject({ text: 'Verdict: A' })
})

it.each([
  [
    refusing(429, 'rate_limit_error', 'slow', { 'retry-after': '3' }),
    { kind: 'again', throttled: true, retryAfter: 3000 },
  ],
  [refusing(529, 'overloaded_error', 'Overloaded'), { kind: 'again', throttled: true }],
  [
    refusing(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    { kind: 'item', code: 'provider/too-long' },
  ],
  [
    refusing(400, 'invalid_request_error', 'Your credit balance is too low'),
    { kind: 'stop', code: 'provider/no-credit' },
  ],
  [refusing(404, 'not_found_error', 'model: claude-y'), { kind: 'stop', code: 'provider/no-such-model' }],
])('knows the error %j', async (reaction, expected) => {
  const { provider } = await before((asked) => (asked.method === 'GET' ? { json: { data: [] } } : reaction))
  expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject(expected)
})
