import { afterAll, describe, expect, it } from 'vitest'
import { requestFor } from './contract.ts'
import { fakeServer, type FakeServer } from './fake-server.ts'
import {
  isRemote,
  openModel,
  parseModelId,
  proxyOf,
  type Environment,
  type RemoteModelId,
} from './open-model.ts'

const servers: FakeServer[] = []
const never = new AbortController().signal
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

const open = (id: string, env: Environment = {}) => openModel(parseModelId(id) as RemoteModelId, { env })

async function chatServer(): Promise<FakeServer> {
  const server = await fakeServer(() => ({
    json: { choices: [{ message: { content: 'A' }, finish_reason: 'stop' }] },
  }))
  servers.push(server)
  return server
}

it('knows what is reached over HTTP', () => {
  expect(isRemote(parseModelId('openai:m'))).toBe(true)
  expect(isRemote(parseModelId('embedded'))).toBe(false)
})

describe('a model is called in a signature', () => {
  it.each([
    ['openai:m', { OPENAI_API_KEY: 'k' }, 'openai:m'],
    ['openai:m', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://h:1/v1/' }, 'http://h:1/v1#m'],
    ['google/m', { GOOGLE_API_KEY: 'k' }, 'google:m'],
    ['ollama:m', {}, 'ollama:m'],
    ['ollama:m', { OLLAMA_HOST: '0.0.0.0' }, 'ollama:m'],
    ['ollama:m', { OLLAMA_HOST: 'box:1234' }, 'http://box:1234/v1#m'],
    ['http://ann:s3cret@h/v1?key=k-99#m', {}, 'http://h/v1#m'],
    ['score:http://ann:s3cret@h:1/v1?key=k-99#rm', {}, 'score:http://h:1#rm'],
    ['classify:http://h/a/classify#c', {}, 'classify:http://h/a/classify#c'],
  ])('%s %j', async (id, env, name) => expect((await open(id, env)).model).toBe(name))
})

describe('a key', () => {
  it.each([
    ['openai:m', 'OPENAI_API_KEY'],
    ['anthropic:m', 'ANTHROPIC_API_KEY'],
    ['google:m', 'GEMINI_API_KEY or GOOGLE_API_KEY'],
    ['openrouter:m', 'OPENROUTER_API_KEY'],
  ])('that %s lacks is named', async (id, variable) =>
    expect(open(id, { [variable]: ' ' })).rejects.toMatchObject({
      code: 'provider/no-key',
      message: expect.stringContaining(variable),
    }),
  )

  it('is trimmed', async () => {
    const server = await chatServer()
    const env = { OPENAI_API_KEY: 'k-123456\n', OPENAI_BASE_URL: `${server.origin}/v1` }
    await (await open('openai:m', env)).generate(requestFor('text'), never)
    expect(server.asked[0]!.headers.authorization).toBe('Bearer k-123456')
  })

  it('of one service never goes to another server', async () => {
    const server = await chatServer()
    const env = { OPENAI_API_KEY: 'k-openai', ASSIZE_API_KEY: 'k-mine' }
    await (await open(`${server.origin}/v1#m`, env)).generate(requestFor('text'), never)
    await (
      await open(`${server.origin}/v1#m`, { OPENAI_API_KEY: 'k-openai' })
    ).generate(requestFor('text'), never)
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer k-mine', undefined])
  })
})

it('says which variable holds no address', () =>
  expect(open('openai:m', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'h:1' })).rejects.toMatchObject({
    code: 'provider/bad-address',
    message: expect.stringContaining('OPENAI_BASE_URL'),
  }))

it('goes round a proxy to this machine', async () => {
  const server = await chatServer()
  const env = { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' }
  const answer = await (await open(`${server.origin}/v1#m`, env)).generate(requestFor('text'), never)
  expect(answer.text).toBe('A')
})

it.each(['https://kim:hunter2@', 'http://kim:hunter2@host:99999'])(
  'tells of a proxy that is no address, and shows nothing of %s',
  (HTTPS_PROXY) => {
    const error = expect.objectContaining({
      code: 'provider/bad-proxy',
      message: expect.not.stringContaining('hunter2') as string,
    })
    expect(() => proxyOf({ HTTPS_PROXY })).toThrow(error)
  },
)

it('takes a proxy without a scheme for what it is', () => {
  expect(proxyOf({ http_proxy: 'proxy.example:8080' }).http).toBe('http://proxy.example:8080')
})
