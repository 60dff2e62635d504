import { describe, expect, it } from 'vitest'
import { halfSent, hangUp, silence } from '../src/providers/fake-server.ts'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines, linesOf, pairs } from './support/folder.ts'
import { answerWith, complaint, judgeServer, type JudgeServerOptions } from './support/judge-server.ts'

interface Summary {
  readonly asked: number
  readonly answered: number
  readonly none: Readonly<Record<string, number>>
}

/** Judges so many pairs by a server in some weather; each is asked about in both orders. */
async function under(options: JudgeServerOptions, n = 20, argv: readonly string[] = [], env = {}) {
  const server = await judgeServer(options)
  const here = folderWith({ 'items.jsonl': jsonLines(pairs(n)) })
  const user = assize(here, { env })
  const judge = (...more: readonly string[]) =>
    user(
      'judge',
      'items.jsonl',
      '--judge',
      'pairwise',
      '--model',
      server.model,
      '--run',
      'r',
      ...argv,
      ...more,
    )
  const ran = await judge('--json')
  const summary = JSON.parse(ran.out) as Summary & {
    error?: { code: string; message: string; remedy: string }
  }
  const verdicts = async () => linesOf((await user('export', 'r')).out)
  return { ran, summary, verdicts, judge, server, user }
}

const fine = answerWith('Verdict: A')

describe('weather that passes: every ask is answered, and none is answered twice', () => {
  it.each<[string, NonNullable<JudgeServerOptions['weather']>]>([
    [
      'a storm of 429s with Retry-After',
      ({ calls }) =>
        calls >= 5 && calls < 60 ? complaint(429, 'Slow down.', { 'retry-after-ms': '50' }) : undefined,
    ],
    ['one 500 in twenty', ({ calls }) => (calls % 20 === 7 ? complaint(500, 'Oops.') : undefined)],
    ['one hang in a hundred', ({ calls }) => (calls % 100 === 50 ? silence : undefined)],
    ['connections cut', ({ calls }) => (calls % 15 === 3 ? hangUp : undefined)],
    ['answers half sent', ({ calls }) => (calls % 15 === 3 ? halfSent('{"choices":[') : undefined)],
    [
      'a gateway that shows a page now and then',
      ({ calls }) =>
        calls % 15 === 3 ? { status: 502, text: '<html>Bad gateway</html>', type: 'text/html' } : undefined,
    ],
    [
      'a first call that fails',
      ({ calls }) => (calls === 0 ? complaint(503, 'Loading the model.', { 'retry-after': '0' }) : undefined),
    ],
  ])('%s', { timeout: 60_000 }, async (_name, weather) => {
    const { ran, summary, verdicts, server } = await under({ weather }, 50, ['--timeout', '1', '-j', '8'])
    expect(ran.code).toBe(0)
    expect(summary).toMatchObject({ asked: 100, answered: 100, none: {} })
    expect(new Set(server.prompts).size).toBe(100)
    expect(await verdicts()).toHaveLength(100)
  })
})

describe('a server that no ask can be put to stops the run at once, and says what mends it', () => {
  it.each<[string, JudgeServerOptions, code: string, message: RegExp, remedy: RegExp]>([
    [
      'a wrong model',
      {
        weather: () => ({
          status: 404,
          json: { error: { message: 'The model `m` does not exist', code: 'model_not_found' } },
        }),
      },
      'provider/no-such-model',
      /The model `m` does not exist/,
      /has m, n\./,
    ],
    [
      'a wrong key',
      { weather: () => complaint(401, 'Incorrect API key provided.') },
      'provider/bad-key',
      /401: Incorrect API key/,
      /ASSIZE_API_KEY/,
    ],
    [
      'no credit',
      {
        weather: () => ({
          status: 429,
          json: { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } },
        }),
      },
      'provider/no-credit',
      /exceeded your current quota/,
      /Add credit/,
    ],
    [
      'a web page',
      { weather: () => ({ text: '<!doctype html><title>Router</title>', type: 'text/html' }) },
      'provider/not-a-model-server',
      /answered 200 with a web page/,
      /ends in \/v1/,
    ],
    [
      'some other JSON',
      { weather: () => ({ json: { hello: 'world' } }) },
      'provider/not-a-model-server',
      /answered with \{"hello":"world"\}/,
      /ends in \/v1/,
    ],
    [
      'a wait of an hour',
      { weather: () => complaint(429, 'Daily limit.', { 'retry-after': '3600' }) },
      'provider/quota',
      /asks to wait 60 minutes/,
      /in 60 minutes/,
    ],
  ])('%s', async (_name, options, code, message, remedy) => {
    const { ran, summary, server, user } = await under(options)
    expect(ran.code).toBe(1)
    expect(summary.error).toEqual({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    })
    expect(ran.said).toContain(`(${code})`)
    expect(server.prompts.length).toBeLessThanOrEqual(40)
    expect((await user('runs')).out).toContain('stopped')
  })

  it('an address where nobody is', async () => {
    const here = folderWith({ 'items.jsonl': jsonLines(pairs(2)) })
    const ran = await assize(here)('judge', 'items.jsonl', '--model', 'http://127.0.0.1:9/v1#m')
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('Nothing answers at 127.0.0.1:9') })
  })

  it('goes on by the same command once it is mended', async () => {
    let locked = true
    const { ran, judge, server } = await under({
      weather: ({ calls }) => (locked && calls >= 10 ? complaint(401, 'Key expired.') : undefined),
    })
    expect(ran.code).toBe(1)
    locked = false
    const again = await judge('--json')
    expect(JSON.parse(again.out)).toMatchObject({ asked: 40, answered: 40 })
    // What was refused is asked again, what was answered is not.
    const answered = server.prompts.filter((_, call) => call < 10)
    for (const prompt of answered) expect(server.prompts.filter((other) => other === prompt)).toHaveLength(1)
  })
})

describe('answers that say nothing are labels with their reason', () => {
  it.each<[string, JudgeServerOptions, why: string]>([
    ['no verdict', { say: () => 'Both have merits. A is fine, B too.' }, 'unparsed'],
    ['a verdict before the end', { say: () => 'Verdict: A\nOn second thought, who knows.' }, 'unparsed'],
    ['a grade that is not offered', { say: () => 'Verdict: C' }, 'unparsed'],
    ['nothing', { say: () => '' }, 'unparsed'],
    ['a refusal in words', { say: () => "I'm sorry, but I cannot compare these responses." }, 'refused'],
    ['a refusal in Korean', { say: () => '죄송하지만 이 응답은 평가해 드릴 수 없습니다.' }, 'refused'],
    [
      'a filter',
      { weather: () => ({ status: 400, json: { error: { message: 'Flagged.', code: 'content_filter' } } }) },
      'refused',
    ],
    ['a cut', { weather: () => ({ json: answerWith('Verdict: A', 'length') }) }, 'truncated'],
    ['a thought without an end', { say: () => '<think>Verdict: A' }, 'truncated'],
  ])('%s is none:%s', async (_name, options, why) => {
    const { ran, summary, verdicts } = await under(options, 3)
    expect(ran.code).toBe(0)
    expect(summary).toMatchObject({ asked: 6, answered: 0, none: { [why]: 6 } })
    for (const verdict of await verdicts()) expect(verdict).toMatchObject({ none: why, label: `none:${why}` })
  })
})

describe('an ask that fails for good', () => {
  const tooLong = complaint(
    400,
    "This model's maximum context length is 4096 tokens, however you requested 9000 tokens.",
  )
  const isThird = ({ prompt }: { prompt: string }) => prompt.includes('Question 3?')

  it('is none:failed with what the server said, and the others are judged', async () => {
    const { ran, summary, verdicts } = await under(
      { weather: (at) => (isThird(at) ? tooLong : undefined) },
      10,
    )
    expect(ran.code).toBe(0)
    expect(summary).toMatchObject({ asked: 20, answered: 18, none: { failed: 2 } })
    expect(ran.said).toMatch(/2 asks got no answer, the last because: The prompt is longer than .* can read/)
    const failed = (await verdicts()).filter(({ none }) => none === 'failed')
    expect(failed.map(({ item }) => item)).toEqual(['p3', 'p3'])
    expect(failed[0]!.reason).toContain('maximum context length is 4096 tokens')
  })

  it('is not put again by itself, and is with --retry-failed, alone', async () => {
    let mended = false
    const { judge, server } = await under(
      { weather: (at) => (!mended && isThird(at) ? tooLong : undefined) },
      10,
    )
    mended = true
    expect(server.prompts).toHaveLength(20)
    expect(JSON.parse((await judge('--json')).out)).toMatchObject({ answered: 18, resumed: 20 })
    expect(server.prompts).toHaveLength(20)
    expect(JSON.parse((await judge('--json', '--retry-failed')).out)).toMatchObject({
      asked: 20,
      answered: 20,
      none: {},
    })
    expect(server.prompts).toHaveLength(22)
  })

  it('is exit code 1 where all do', async () => {
    const { ran, summary } = await under({ weather: () => tooLong }, 3)
    expect(ran.code).toBe(1)
    expect(summary).toMatchObject({ asked: 6, none: { failed: 6 } })
    expect(ran.said).toContain('--retry-failed')
  })

  it('stops the run when there are too many of them, and the run goes on later', async () => {
    let mended = false
    const { ran, summary, judge } = await under({ weather: () => (mended ? undefined : tooLong) }, 100)
    expect(ran.code).toBe(1)
    expect(summary.error).toMatchObject({
      code: 'judging/too-many-failures',
      message: expect.stringMatching(/^\d+ of \d+ asks failed for good, the last with: The prompt is longer/),
      remedy: expect.stringContaining('--retry-failed'),
    })
    mended = true
    const again = await judge('--json', '--retry-failed')
    expect(JSON.parse(again.out)).toMatchObject({ asked: 200, answered: 200 })
  })

  it('counts against a limit that can be moved', async () => {
    const { summary } = await under({ weather: () => tooLong }, 100, ['--max-failures', '1000'])
    expect(summary).toMatchObject({ asked: 200, none: { failed: 200 } })
  })
})

it('keeps what was asked in another way than was wanted, and says so', async () => {
  const { ran } = await under({
    weather: ({ asked }) =>
      asked.body && 'temperature' in asked.body
        ? {
            status: 400,
            json: { error: { message: "Unsupported parameter: 'temperature'", param: 'temperature' } },
          }
        : { json: fine },
  })
  expect(ran.code).toBe(0)
  expect(ran.said).toMatch(/refuses temperature for .*: asked without it/)
})
