import { afterAll, describe, expect, it } from 'vitest'
import { failureOf, requestFor } from './contract.ts'
import { fakeServer, halfSent, hangUp, silence, type FakeServer, type Reaction } from './fake-server.ts'
import { limited, type LimiterOptions } from './limiter.ts'
import { openai } from './openai.ts'

/** A limiter, a client and a server with real sockets: what is tested one by one elsewhere, together. */
const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function under(weather: (calls: number) => Reaction, options: Partial<LimiterOptions> = {}) {
  const server = await fakeServer((_asked, calls) => weather(calls))
  servers.push(server)
  const base = new URL(`${server.origin}/v1`)
  const provider = limited(openai({ name: 'm', model: 'm', base }), {
    ceiling: 32,
    random: () => 0.01,
    ...options,
  })
  const askMany = (n: number, signal = never) =>
    Promise.all(Array.from({ length: n }, () => provider.generate(requestFor('text'), signal)))
  return { provider, server, askMany }
}

const fine: Reaction = { json: { choices: [{ message: { content: 'A' }, finish_reason: 'stop' }] } }
const tooMany: Reaction = { status: 429, json: {}, headers: { 'retry-after-ms': '100' } }
const broken: Reaction = { status: 500, json: { error: { message: 'oops' } } }

describe('every call is answered', () => {
  it.each<[string, (calls: number) => Reaction]>([
    ['in a storm of 429s', (calls) => (calls > 20 && calls < 60 ? tooMany : fine)],
    ['with one in twenty failing', (calls) => (calls % 20 === 7 ? broken : fine)],
    ['with one in a hundred hanging', (calls) => (calls % 100 === 50 ? silence : fine)],
    ['with connections cut', (calls) => (calls % 10 === 3 ? hangUp : fine)],
    ['with half-sent bodies', (calls) => (calls % 10 === 3 ? halfSent('{"choices":[') : fine)],
    ['with broken JSON', (calls) => (calls % 10 === 3 ? { text: '{"choices":' } : fine)],
    [
      'with pages of a proxy',
      (calls) => (calls % 10 === 3 ? { status: 502, text: '<html>', type: 'text/html' } : fine),
    ],
  ])('%s', async (_name, weather) => {
    const { provider, askMany } = await under(weather, { timeout: 500 })
    expect((await askMany(200)).every(({ text }) => text === 'A')).toBe(true)
    expect(provider.stats.retries).toBeGreaterThan(0)
    await provider.close?.()
  })
})

it('says so soon where nobody has ever answered', async () => {
  const { provider, server } = await under(() => fine)
  await server.close()
  expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
    kind: 'stop',
    code: 'provider/unreachable',
    remedy: 'Start the server, or mend the address in --model.',
  })
})

it('stops at once on an abort, with everything in flight', async () => {
  const { provider, askMany, server } = await under(() => silence)
  const stop = new AbortController()
  const reason = new Error('enough')
  const calls = failureOf(askMany(100, stop.signal))
  while (server.asked.length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort(reason)
  expect(await calls).toBe(reason)
  expect(provider.stats.inFlight).toBe(0)
})
