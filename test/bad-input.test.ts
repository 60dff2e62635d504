import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { assizeProcess } from './support/assize-process.ts'
import { folderWith, jsonLines, linesIn, linesOf, pairs } from './support/folder.ts'

const script = '["Verdict: A"]'
const items = jsonLines(pairs(3))
/** A folder with a scripted model and these files. */
const folder = (files: Readonly<Record<string, string | Uint8Array>> = {}) =>
  folderWith({ 's.json': script, 'items.jsonl': items, ...files })
const judging = ['--model', 'scripted:s.json'] as const

/** Bytes of a picture. */
const picture = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 0, 0, 10, 200, 201,
])

describe('a file that cannot be judged stops with what is wrong and what mends it', () => {
  it.each<[string, string, string | Uint8Array, code: string, says: RegExp]>([
    ['is empty', 'x.jsonl', '', 'datasets/empty', /x\.jsonl is empty\./],
    ['holds blank lines', 'x.jsonl', '\n\n  \n', 'datasets/empty', /x\.jsonl is empty\./],
    [
      'is a picture',
      'x.jpg',
      picture,
      'datasets/unknown-format',
      /none of JSON lines, a JSON array, CSV and Parquet/,
    ],
    ['is a picture with a wrong name', 'x.jsonl', picture, 'datasets/not-utf8', /line 1 is not UTF-8/],
    ['is a web page', 'x.jsonl', '<!doctype html><p>Sign in', 'datasets/not-data', /is a web page/],
    [
      'is half written',
      'x.jsonl',
      items.slice(0, -30),
      'datasets/cut-off',
      /line 3 is cut off: the file ends in the middle/,
    ],
    ['is not JSON', 'x.jsonl', `${items}{"id": nope}\n`, 'datasets/bad-line', /line 4 is not JSON/],
    [
      'has an item without responses',
      'x.jsonl',
      '{"id":"a","instruction":"Q"}\n',
      'datasets/bad-line',
      /line 1: field responses: expected at least one response/,
    ],
    [
      'has a response without a text',
      'x.jsonl',
      '{"id":"a","instruction":"Q","responses":[{"writer":"m"}]}\n',
      'datasets/bad-line',
      /line 1: field responses\[0\]: expected a "text"/,
    ],
    [
      'has an item without an instruction',
      'x.jsonl',
      '{"id":"a","response":"R"}\n',
      'datasets/bad-line',
      /line 1: field instruction: expected a string; got nothing/,
    ],
    [
      'has one id twice',
      'x.jsonl',
      items + items,
      'datasets/duplicate',
      /lines 1 and 4 have the same id "p0"/,
    ],
    ['is a CSV without the columns', 'x.csv', 'a,b\n1,2\n', 'datasets/bad-line', /line 2: field instruction/],
  ])('%s', async (_what, name, content, code, says) => {
    const ran = await assize(folder({ [name]: content }))('judge', name, ...judging)
    expect(ran.said).toMatch(says)
    expect(ran).toMatchObject({ code: 1, out: '', said: expect.stringContaining(`(${code})`) })
  })

  it('is not there', async () => {
    const ran = await assize(folder())('judge', 'x.jsonl', ...judging)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('There is no file x.jsonl.') })
  })

  it('is a folder', async () => {
    const here = folder()
    mkdirSync(join(here, 'data'))
    const ran = await assize(here)('judge', 'data', ...judging)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('(datasets/is-a-folder)') })
  })
})

describe('what stands before the bad line', () => {
  it('is judged and kept, and is not asked about again when the file is mended', async () => {
    const here = folder({ 'x.jsonl': jsonLines(pairs(200)) + '{"id":' })
    const run = ['judge', 'x.jsonl', ...judging, '--run', 'r'] as const
    expect((await assize(here)(...run)).said).toContain('line 201 is cut off')
    const kept = JSON.parse((await assize(here)('show', 'r', '--json')).out) as { asked: number }
    expect(kept.asked).toBeGreaterThan(0)

    const mended = assize(here, { input: jsonLines(pairs(200)) })
    const { out } = await mended('judge', '-', ...judging, '--run', 'r', '--extend', '--json')
    expect(JSON.parse(out)).toMatchObject({ asked: 400, resumed: kept.asked })
  })
})

describe('--skip-bad', () => {
  it('leaves bad lines and items out, says how many and why, and judges the rest', async () => {
    const here = folder({
      'x.jsonl': `${items}not json\n{"id":"a","instruction":"Q"}\n{"id":"single","instruction":"Q","response":"R"}\n`,
    })
    const ran = await assize(here)(
      'judge',
      'x.jsonl',
      '--judge',
      'pairwise',
      ...judging,
      '--skip-bad',
      '--json',
    )
    expect(ran.code).toBe(0)
    const { items: n, leftOut } = JSON.parse(ran.out) as { items: number; leftOut: Record<string, number> }
    expect(n).toBe(3)
    expect(Object.values(leftOut).reduce((sum, n) => sum + n, 0)).toBe(3)
    expect(leftOut).toHaveProperty(['protocol/needs-two-responses'], 1)
  })

  it('does so with ratings too', async () => {
    const here = folder({
      'ratings.jsonl': jsonLines([{ item: 'p0', annotator: 'kim', preference: 'A' }, { item: 'p1' }]),
    })
    const run = ['judge', 'items.jsonl', ...judging, '--ratings', 'ratings.jsonl'] as const
    expect(await assize(here)(...run)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/ratings\.jsonl, line 2: field annotator/),
    })
    const skipping = await assize(here)(...run, '--skip-bad', '--json')
    expect(skipping.code).toBe(0)
    expect(JSON.parse(skipping.out)).toMatchObject({ criteria: [{ truth: { n: 1 } }] })
  })
})

describe('an item that does not fit the judge', () => {
  it('stops the run, with what was judged before it kept', async () => {
    const here = folder({ 'x.jsonl': `${items}{"id":"single","instruction":"Q","response":"R"}\n` })
    const ran = await assize(here)('judge', 'x.jsonl', '--judge', 'pairwise', ...judging)
    expect(ran).toMatchObject({
      code: 1,
      said: expect.stringContaining('Item single has 1 response(s); the pairwise protocol compares two.'),
    })
    expect(ran.said).toContain('--judge pointwise')
  })
})

describe('the command line', () => {
  it.each([
    [['--model', 'gpt-4'], 'Write openai:gpt-4.', 1],
    [['--model', 'openai:gpt-4'], 'OPENAI_API_KEY is not set', 1],
    [['--model', 'recorded:none.jsonl'], 'There is no file none.jsonl.', 1],
    [['--model', 'recorded:-', '--ratings', '-'], 'Standard input can be read only once.', 2],
    [['--judge', 'solomon'], 'There is no judge called solomon.', 1],
    [['--judge', './solomon.yaml'], 'There is no judge file ./solomon.yaml.', 1],
    [['--rubric', 'nice'], 'There is no rubric called nice.', 1],
    [['--ratings', 'none.jsonl'], 'There is no file none.jsonl.', 1],
    [['--report', 'none/report.html'], 'none/report.html cannot be written', 1],
    [['--db', 'none/my.db'], 'cannot be opened or made', 1],
    [['--mode', 'guess'], '--mode is guess.', 2],
    [
      ['--judge', 'llmbar-vanilla-norules', '--model', 'http://127.0.0.1:9/v1#m'],
      'llmbar-vanilla-norules cannot ask http://127.0.0.1:9/v1#m.',
      2,
    ],
  ])('%j', async (options, says, code) => {
    const ran = await assize(folder())('judge', 'items.jsonl', ...judging, ...options)
    expect(ran.said.replace(/\s+/g, ' ')).toContain(says)
    expect(ran.code).toBe(code)
  })

  it.each([
    ['-o', 'none/v.jsonl'],
    ['-o', 'none/v.html'],
    ['-o', 'none/v.junit.xml'],
    ['-o', 'v.txt'],
  ])('export %s %s is refused in plain words', async (...options) => {
    const here = folder()
    await assize(here)('judge', 'items.jsonl', ...judging)
    const ran = await assize(here)('export', ...options)
    expect(ran).toMatchObject({
      code: 1,
      said: expect.stringMatching(/cannot be written|not clear from its name/),
    })
    expect(ran.said).not.toContain('fault in assize')
  })
})

describe('standard input', () => {
  it('is judged like a file, in any format', async () => {
    for (const input of [
      items,
      JSON.stringify(pairs(3)),
      'id,instruction,response_a,response_b\n1,Q,x,y\n2,Q,x,y\n3,Q,x,y\n',
    ]) {
      const { out } = await assize(folder(), { input })('judge', '-', ...judging, '--json')
      expect(JSON.parse(out)).toMatchObject({ items: 3, asked: 6, source: '-' })
    }
  })

  it('is empty', async () => {
    const ran = await assize(folder(), { input: '' })('judge', '-', ...judging)
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('standard input is empty.') })
  })

  it('may be a pipe that the shell gives as a file', async () => {
    const here = folder()
    const { exited } = assizeProcess(
      here,
      [
        '-c',
        `"$0" "$@" <(cat items.jsonl) --model scripted:s.json --json`,
        process.execPath,
        new URL('../bin/assize.js', import.meta.url).pathname,
        'judge',
      ],
      { program: ['bash'] },
    )
    const { code, out } = await exited
    expect([code, (JSON.parse(out) as { asked: number }).asked]).toEqual([0, 6])
  })
})

describe('--json gives one document on standard output', () => {
  it.each([
    [['judge', 'items.jsonl', ...judging]],
    [['judge', 'items.jsonl', ...judging, '--dry-run']],
    [['runs']],
    [['judges']],
    [['judges', 'show', 'pairwise']],
  ])('%j: what was found', async (argv) => {
    const { code, out } = await assize(folder())(...argv, '--json')
    expect(code).toBe(0)
    expect(linesOf(out)).toEqual([expect.not.objectContaining({ error: expect.anything() as unknown })])
  })

  it.each([
    [['judge', 'none.jsonl', ...judging]],
    [['judge', 'items.jsonl', '--model', 'nonsense']],
    [['judge', 'items.jsonl', ...judging, '--mode', 'guess']],
    [['judge', 'items.jsonl', ...judging, '--report', 'none/report.html']],
    [['judge']],
    [['show', 'r9']],
    [['export', 'r9']],
    [['export', 'r9', '-o', 'v.csv']],
    [['import', 'llmbar', 'none.json']],
    [['no-such-command']],
  ])('%j: what went wrong', async (argv) => {
    const { code, out } = await assize(folder())(...argv, '--json')
    expect(code).toBeGreaterThan(0)
    expect(linesOf(out)).toEqual([
      {
        error: {
          code: expect.stringMatching(/^[a-z]+\/[a-z-]+$/) as string,
          message: expect.stringMatching(/\S/) as string,
          remedy: expect.stringMatching(/\S/) as string,
        },
      },
    ])
  })
})

it('writes the same verdicts to a file and to standard output', async () => {
  const here = folder()
  await assize(here)('judge', 'items.jsonl', ...judging)
  await assize(here)('export', '-o', 'v.jsonl')
  expect(linesOf((await assize(here)('export')).out)).toEqual(linesIn(here, 'v.jsonl'))
})
