import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readRatings } from '../datasets/read-ratings.ts'
import { writeRecords } from '../datasets/write-records.ts'
import { columnsOf } from '../report/columns.ts'
import type { Terminal } from './command.ts'
import { metric } from './metric.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rm(folder, { recursive: true }))

async function run(argv: readonly string[], stdin: Readable = Readable.from([]), env: Terminal['env'] = {}) {
  const out: string[] = []
  const said: string[] = []
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    say: (line) => void said.push(line),
    progress: () => {},
    env,
    cwd: folder,
    stdin,
    columns: 80,
    color: false,
    interactive: false,
    signal: new AbortController().signal,
    now: () => 0,
  }
  await metric.run(argv, terminal)
  return { out, said }
}
async function json(argv: readonly string[]) {
  const { out } = await run([...argv, '--resamples', '50', '--json'])
  expect(out).toHaveLength(1)
  return JSON.parse(out[0]!)
}
function write(name: string, rows: readonly unknown[]): string {
  writeFileSync(join(folder, name), rows.map((row) => JSON.stringify(row)).join('\n'))
  return name
}
const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')

const rows = write('rows.jsonl', [
  { id: 'a', ours: 'the cat sat on the mat', theirs: 'a cat sits', gold: 'the cat sat on a mat' },
  { id: 'b', ours: '', theirs: 'yes', gold: ['no', 'yes indeed'] },
  { id: 'c', ours: true, theirs: 'True', gold: 'True' },
  { id: 'd', ours: 'lost', theirs: 'lost', gold: '' },
  { id: 'e\u001B[31m', ours: 'lost', theirs: 'lost' },
  { id: 'f', ours: null, theirs: 'lost', gold: 'x' },
])
const columns = ['--hypothesis', 'ours', '--reference', 'gold']

it('speaks Korean where it is asked to, or the system does', async () => {
  const { out } = await run(['bleu', rows, ...columns, '--ui', 'ko'])
  expect(out[0]).toBe('bleu: ours, 참고 답 gold, 항목 3개')
  expect(out.at(-1)).toBe('              1  채점할 텍스트가 없음 (f)')
  expect((await run(['bleu', rows, ...columns], undefined, { LANG: 'ko_KR.UTF-8' })).out).toEqual(out)
})

it('prints score, interval, signature and what was left out, in 80 columns', async () => {
  const { out } = await run(['bleu', rows, ...columns])
  expect(out.filter((line) => columnsOf(line) > 80)).toEqual([])
  expect(out).toEqual([
    'bleu of ours against gold: 3 items',
    expect.stringMatching(/^Score {9}\d+\.\d\d \[\d+\.\d\d, \d+\.\d\d\]$/),
    expect.stringMatching(/^ {14}precisions 85\.7\/60\.0\/50\.0\/33\.3$/),
    expect.stringMatching(/^ {14}BP \d\.\d{3}, 7 words, reference 8$/),
    expect.stringMatching(/^Per item {6}mean \d+\.\d\d/),
    'Intervals     95 % percentile bootstrap, 1000 resamples of 3 items, seed 0; so',
    '              few items tell little',
    'Signature     nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp|',
    expect.stringMatching(/^ {14}like:sacrebleu-2\.6\.0\|v:\d/),
    'per item      nrefs:var|case:mixed|eff:yes|tok:13a|smooth:exp|',
    expect.stringMatching(/^ {14}like:sacrebleu-2\.6\.0\|v:\d/),
    '',
    'Left out      2  no reference (d, e)',
    '              1  no text to score (f)',
  ])
})

it('gives one JSON document', async () => {
  const found = await json(['bleu', rows, ...columns])
  expect(found).toMatchObject({
    metric: 'bleu',
    hypothesis: 'ours',
    references: ['gold'],
    n: 3,
    leftOut: { 'no reference': 2, 'no text to score': 1 },
    details: { hypothesisLength: 7, referenceLength: 8 },
    perItem: { mean: { n: 3 } },
  })
  expect(found.score.low).toBeLessThan(found.score.value)
  expect(found.score.method).toContain('50 resamples of 3 items')
})

it.each([
  ['bleu', 100],
  ['chrf', 100],
  ['chrf++', 100],
  ['ter', 0],
  ['rouge1', 1],
  ['rouge2', 1],
  ['rougeL', 1],
  ['rougeLsum', 1],
  ['exact-match', 1],
  ['token-f1', 1],
])('gives a text that is its own reference the best score of %s, %i', async (name, best) => {
  const long = write('long.jsonl', [
    { response: 'the cat sat on the mat', reference: 'the cat sat on the mat' },
  ])
  const { score, signature } = await json([name, long])
  expect(score.value).toBeCloseTo(best, 9)
  expect(signature).toMatch(/\|v:\d/)
})

it("scores an item's first response against its reference where no column is named", async () => {
  const item = {
    id: 1,
    instruction: 'i',
    responses: [{ text: 'so it is' }, { text: 'x' }],
    reference: 'so it is',
  }
  expect(await json(['exact-match', write('items.jsonl', [item])])).toMatchObject({
    hypothesis: 'responses.0.text',
    references: ['reference'],
    score: { value: 1 },
  })
  const short = { instruction: 'i', response_a: 'no', response_b: 'so', reference: 'so' }
  expect((await json(['exact-match', write('short.jsonl', [short])])).score.value).toBe(0)
})

it.each(['rows.csv', 'rows.parquet', 'rows.json', 'rows.jsonl.zst'])('reads %s', async (name) => {
  const plain = [{ id: 'a', responses: [{ text: 'the cat' }], gold: 'the cat', pair: ['x', 'the cat'] }]
  await writeRecords(name, plain, { cwd: folder })
  const nested = ['exact-match', name, '--hypothesis', 'responses.0.text', '--reference']
  expect((await json([...nested, 'gold'])).score.value).toBe(1)
  expect((await json([...nested, 'pair'])).score.value).toBe(1)
})

it('takes a text for a text where it looks like a list', async () => {
  const code = write('code.jsonl', [{ response: '["a","b"]', reference: '["a","b"]' }])
  expect((await json(['bleu', code, '--tokenizer', 'char'])).details).toMatchObject({ referenceLength: 9 })
})

it('reads standard input', async () => {
  const { out } = await run(
    ['ter', '-', ...columns],
    Readable.from([gzipSync(readFileSync(join(folder, rows)))]),
  )
  expect(out[0]).toBe('ter of ours against gold: 3 items')
})

it('takes several columns for several references', async () => {
  const found = await json([
    'exact-match',
    rows,
    '--hypothesis',
    'theirs',
    '--reference',
    'gold',
    '--reference',
    'ours',
  ])
  expect(found.references).toEqual(['gold', 'ours'])
  expect(found.signature).toContain('nrefs:var')
})

it('compares a second column with the first', async () => {
  const found = await json(['chrf', rows, ...columns, '--hypothesis', 'theirs'])
  const [ours, theirs] = found.results
  expect([ours.hypothesis, theirs.hypothesis, found.n]).toEqual(['ours', 'theirs', 3])
  const [one] = found.comparisons
  expect(one.difference.value).toBeCloseTo(theirs.score.value - ours.score.value, 10)
  expect(one.pairedBootstrap.p).toBeGreaterThan(0)
  expect(one.pairedRandomisation).toMatchObject({ trials: 10_000 })
  const { out } = await run(['chrf', rows, ...columns, '--hypothesis', 'theirs', '--resamples', '50'])
  expect(out).toContain('chrf: theirs less ours')
})

it('writes the score of each row', async () => {
  const { said } = await run(['bleu', rows, ...columns, '-o', 'scores.jsonl'])
  expect(said).toEqual(["Each row's score: scores.jsonl"])
  const written = lines('scores.jsonl').map((line) => JSON.parse(line))
  expect(written.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(written[2]).toMatchObject({ score: expect.closeTo(100, 9), precision1: 100, brevityPenalty: 1 })
})

it('writes them as ratings, by response where an item has several', async () => {
  const items = write('pairs.jsonl', [
    { id: 'p', instruction: 'i', responses: [{ text: 'so' }, { text: 'no' }], reference: 'so', cluster: 'k' },
  ])
  const both = ['--hypothesis', 'responses.0.text', '--hypothesis', 'responses.1.text']
  await run(['token-f1', items, ...both, '-o', 'ratings.csv', '--as-ratings'])
  const ratings = await Array.fromAsync(readRatings(join(folder, 'ratings.csv')))
  expect(ratings).toMatchObject([
    { item: 'p', annotator: 'token-f1', response: 'A', cluster: 'k', label: { kind: 'score', value: 1 } },
    { item: 'p', annotator: 'token-f1', response: 'B', cluster: 'k', label: { kind: 'score', value: 0 } },
  ])
})

it('names the annotator as it is told, so that one metric by two references is two annotators', async () => {
  const named = ['--as-ratings', '-o', 'named.jsonl', '--name', 'bleu-by-gpt']
  await run(['bleu', rows, ...columns, ...named])
  expect(JSON.parse(lines('named.jsonl')[0]!)).toMatchObject({ annotator: 'bleu-by-gpt' })
  await expect(run(['rouge', rows, ...columns, ...named])).rejects.toMatchObject({ code: 'cli/usage' })
})

describe('as ratings without a column named', () => {
  const pair = { instruction: 'i', reference: 'so it is' }
  const ratingsOf = async (items: string, ...more: string[]) => {
    const { out } = await run(['token-f1', items, '-o', 'every.jsonl', '--as-ratings', ...more])
    const ratings = await Array.fromAsync(readRatings(join(folder, 'every.jsonl')))
    const said = ratings.map(({ item, response, label }) => [
      item,
      response,
      label.kind === 'score' ? label.value : label.kind,
    ])
    return { out, said }
  }

  it('every response is scored, by its id or its seat, however many there are', async () => {
    const items = write('every-item.jsonl', [
      { id: 'p', responses: [{ text: 'so it is' }, { text: 'no' }], ...pair },
      { id: 'q', responses: [{ id: 'x', text: 'it is so' }], ...pair },
      {
        id: 'r',
        responses: [{ id: 'x', text: 'no' }, { id: 'y', text: 'so it is' }, { text: 'so' }],
        ...pair,
      },
      { id: 's', response_a: 'so it is', response_b: '', ...pair },
    ])
    const { out, said } = await ratingsOf(items)
    expect(said).toEqual([
      ['p', 'A', 1],
      ['p', 'B', 0],
      ['q', undefined, 1],
      ['r', 'x', 0],
      ['r', 'y', 1],
      ['r', 'C', 0.5],
      ['s', 'A', 1],
      ['s', 'B', 0],
    ])
    expect(out[0]).toBe('token-f1 of every response against reference: 8 texts of 4 items')
  })

  it('a column chooses the reference', async () => {
    const items = write('other.jsonl', [
      { id: 'p', response_a: 'so it is', response_b: 'no', ...pair, gold: 'no' },
    ])
    expect((await ratingsOf(items, '--reference', 'gold')).said).toEqual([
      ['p', 'A', 0],
      ['p', 'B', 1],
    ])
  })

  it('what is not said about a pair stands for itself', async () => {
    const items = write('alone.jsonl', [{ id: 'p', response: 'so it is', ...pair }])
    const { out, said } = await ratingsOf(items)
    expect(said).toEqual([['p', undefined, 1]])
    expect(out[0]).toBe('token-f1 of response against reference: 1 item')
  })

  it('the responses of one item are drawn together', async () => {
    const items = write(
      'drawn.jsonl',
      ['so', 'so it is', 'no'].map((text, i) => ({ id: i, response_a: text, response_b: 'no', ...pair })),
    )
    const found = await json(['token-f1', items, '-o', 'drawn-ratings.jsonl', '--as-ratings'])
    expect(found).toMatchObject({ n: 6, items: 3, hypothesis: 'every response' })
    expect(found.score.method).toContain('of 3 clusters')
  })
})

it('scores every kind of ROUGE at once', async () => {
  const found = await json(['rouge', rows, ...columns])
  expect(found.results.map(({ metric }: { metric: string }) => metric)).toEqual([
    'rouge1',
    'rouge2',
    'rougeL',
    'rougeLsum',
  ])
  await run(['rouge', rows, ...columns, '-o', 'rouge.csv'])
  expect(lines('rouge.csv')[0]).toBe('id,metric,score,precision,recall,fmeasure')
  expect(lines('rouge.csv')).toHaveLength(1 + 3 * 4)
})

it('draws the rows of a cluster together', async () => {
  const clustered = write(
    'clustered.jsonl',
    ['a b', 'a c', 'a d', 'x y'].map((response, i) => ({
      response,
      reference: 'a b',
      cluster: i < 2 ? 'k' : `k${i}`,
    })),
  )
  expect((await json(['chrf', clustered])).score.method).toContain('of 3 clusters')
})

it('gives the same interval for the same seed, and another for another', async () => {
  const texts = Array.from({ length: 20 }, (_, i) => ({
    response: `a b ${'c '.repeat(i)}`,
    reference: 'a b c',
  }))
  const many = write('many.jsonl', texts)
  const of = async (seed: string) => (await json(['chrf', many, '--seed', seed])).score
  expect(await of('1')).toEqual(await of('1'))
  expect((await of('1')).low).not.toBe((await of('2')).low)
})

it('says why there is no interval for one row', async () => {
  const one = write('one.jsonl', [{ response: 'a', reference: 'a' }])
  expect((await json(['ter', one])).score).toMatchObject({
    value: 0,
    low: null,
    method: 'no interval: there is one item only',
  })
})

it('leaves bad lines out and counts them where it is told to', async () => {
  writeFileSync(join(folder, 'bad.jsonl'), '{"response": "a", "reference": "a"}\nnonsense\n[1]\n')
  await expect(run(['bleu', 'bad.jsonl'])).rejects.toMatchObject({ code: 'datasets/bad-line' })
  const { leftOut, n } = await json(['bleu', 'bad.jsonl', '--skip-bad'])
  expect(n).toBe(1)
  expect(Object.values(leftOut)).toEqual([1, 1])
})

it.each([
  [
    'a column that is not there',
    ['bleu', rows, '--hypothesis', 'hours', '--reference', 'gold'],
    'cli/no-such-column',
  ],
  [
    'a second reference that is not there',
    ['bleu', rows, ...columns, '--reference', 'old'],
    'cli/no-such-column',
  ],
  [
    'rows without references',
    ['bleu', write('none.jsonl', [{ response: 'a', reference: '' }])],
    'cli/nothing-to-score',
  ],
  ['rows that hold neither', ['bleu', rows], 'cli/nothing-to-score'],
  ['an empty file', ['bleu', write('empty.jsonl', [])], 'datasets/empty'],
  ['a file that is not there', ['bleu', 'nowhere.jsonl'], 'datasets/no-such-file'],
  ['no metric', [], 'cli/usage'],
  ['an unknown metric', ['meteor', rows], 'cli/usage'],
  ['no file', ['bleu'], 'cli/usage'],
  ['two files', ['bleu', rows, rows], 'cli/usage'],
  ["another metric's option", ['ter', rows, '--smoothing', 'exp'], 'cli/usage'],
  ['an unknown tokenizer', ['bleu', rows, '--tokenizer', '13b'], 'cli/usage'],
  ['a value without its smoothing', ['bleu', rows, '--smooth-value', '1'], 'cli/usage'],
  ['an order of half', ['chrf', rows, '--char-order', '1.5'], 'cli/usage'],
  ['ratings without a file', ['bleu', rows, '--as-ratings'], 'cli/usage'],
  ['one column twice', ['bleu', rows, '--hypothesis', 'ours', '--hypothesis', 'ours'], 'cli/usage'],
])('names %s', async (_name, argv, code) => {
  await expect(run(argv)).rejects.toMatchObject({ code })
})

it('leaves no file behind where it fails', async () => {
  await expect(run(['bleu', rows, ...columns, '--reference', 'old', '-o', 'half.jsonl'])).rejects.toThrow(
    'old',
  )
  expect(existsSync(join(folder, 'half.jsonl'))).toBe(false)
})
