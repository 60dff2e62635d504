import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines, pairs } from './support/folder.ts'
import { answerWith, judgeServer, type JudgeServerOptions } from './support/judge-server.ts'

const key = 'sk-test-4f1cKqWm8ZbT0hXs'
const password = 'hunter2-and-more'
const base64 = Buffer.from(`kim:${password}`).toString('base64')
const secrets = [key, key.slice(8), password, base64, 'query-secret-77']

type Weather = NonNullable<JudgeServerOptions['weather']>

/** Servers that show whoever asks what they were sent, one a line of the test's table. */
const indiscreet: readonly (readonly [string, Weather])[] = [
  [
    'in a complaint about one item',
    ({ asked, calls }) =>
      calls % 3 === 1
        ? { status: 400, json: { error: { message: `Bad request: ${headersOf(asked)}` } } }
        : undefined,
  ],
  [
    'in a complaint with status 200',
    ({ asked, calls }) =>
      calls % 3 === 1
        ? { json: { error: { message: `Bad request: ${headersOf(asked)}`, code: 400 } } }
        : undefined,
  ],
  [
    'in a complaint about the key',
    ({ asked }) => ({
      status: 401,
      json: { error: { message: `Incorrect API key provided: ${asked.headers.authorization}` } },
    }),
  ],
  [
    'in a complaint that masks half of it',
    () => ({
      status: 401,
      json: { error: { message: `Incorrect API key provided: ${key.slice(0, 12)}****${key.slice(-4)}` } },
    }),
  ],
  ['in a web page', ({ asked }) => ({ status: 403, text: `<html>${headersOf(asked)}`, type: 'text/html' })],
  ['in something that is no answer', ({ asked }) => ({ json: { debug: headersOf(asked) } })],
  [
    'in where it sends one on to',
    ({ asked }) => ({
      status: 302,
      text: '',
      headers: { location: `https://example.com/?token=${asked.headers.authorization}` },
    }),
  ],
  ['in its answers', ({ asked }) => ({ json: answerWith(`Debug: ${headersOf(asked)}\nVerdict: A`) })],
]
const headersOf = (asked: { readonly headers: object; readonly path: string }) =>
  `${asked.path} ${JSON.stringify(asked.headers)}`

it.each(indiscreet)('a key is seen nowhere when the server shows it %s', async (_where, weather) => {
  const server = await judgeServer({ weather })
  const here = folderWith({ 'items.jsonl': jsonLines(pairs(6)) })
  const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.origin}/v1` }
  await everywhere(here, 'openai:m', env)
  expect(server.asked[0]!.headers.authorization).toBe(`Bearer ${key}`)
})

it.each(indiscreet)(
  'what an address holds is seen nowhere when the server shows it %s',
  async (_where, weather) => {
    const server = await judgeServer({ weather })
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(6)) })
    const address = new URL(`${server.origin}/v1?api-key=query-secret-77#m`)
    Object.assign(address, { username: 'kim', password })
    await everywhere(here, address.href, {})
    expect(server.asked[0]!.headers.authorization).toBe(`Basic ${base64}`)
  },
)

it.each([
  ['--judge', 'llmbar-vanilla-norules'],
  ['--mode', 'nonsense'],
  ['--db', 'none/x.db'],
])('nor where the command itself is wrong: %s %s', async (...options) => {
  const here = folderWith({ 'items.jsonl': jsonLines(pairs(1)) })
  const model = `http://kim:${password}@127.0.0.1:9/v1#m`
  const ran = await assize(here)('judge', 'items.jsonl', '--model', model, ...options)
  expect(ran.code).toBeGreaterThan(0)
  expect(secrets.filter((secret) => (ran.out + ran.said).includes(secret))).toEqual([])
})

/** Judges, reports and exports, and looks for the secrets in everything that was said and written. */
async function everywhere(here: string, model: string, env: Readonly<Record<string, string>>): Promise<void> {
  const commands = [
    [
      'judge',
      'items.jsonl',
      '--judge',
      'pairwise',
      '--run',
      'r',
      '--model',
      model,
      '--report',
      'report.html',
    ],
    [
      'judge',
      'items.jsonl',
      '--judge',
      'pairwise',
      '--run',
      'r',
      '--model',
      model,
      '--retry-failed',
      '--json',
    ],
    ['runs'],
    ['show', 'r'],
    ['show', 'r', '--json'],
    ['export', 'r'],
    ['export', 'r', '-o', 'v.jsonl'],
    ['export', 'r', '-o', 'v.csv'],
    ['export', 'r', '-o', 'v.html'],
    ['export', 'r', '-o', 'v.junit.xml'],
  ]
  for (const argv of commands) {
    const { out, said } = await assize(here, { env })(...argv)
    expect([argv, secrets.filter((secret) => (out + said).includes(secret))]).toEqual([argv, []])
  }
  const files = readdirSync(here)
  expect(files).toContain('assize.db')
  for (const file of files) {
    const bytes = readFileSync(join(here, file))
    expect([file, secrets.filter((secret) => bytes.includes(secret))]).toEqual([file, []])
  }
}
