import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Readable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import type { Terminal } from './command.ts'
import { importFormat } from './import.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rm(folder, { recursive: true }))
const sample = (name: string) =>
  fileURLToPath(new URL(`../datasets/importers/samples/${name}`, import.meta.url))

async function run(argv: readonly string[], stdin: Readable = Readable.from([])) {
  const out: string[] = []
  const said: string[] = []
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    say: (line) => void said.push(line),
    progress: () => {},
    env: {},
    cwd: folder,
    stdin,
    columns: 80,
    color: false,
    interactive: false,
    signal: new AbortController().signal,
    now: () => 0,
  }
  const code = await importFormat.run(argv, terminal)
  return { out, said, code: code ?? 0 }
}

const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')

it('writes items, ratings and answers, and says what was done with odd rows', async () => {
  const { out, said, code } = await run([
    'llmbar',
    sample('llmbar/Poems/some-judge-result.json'),
    '-o',
    'items.jsonl',
    '--ratings',
    'ratings.csv',
    '--answers',
    'answers.jsonl',
  ])
  expect([out, code]).toEqual([[], 0])
  expect(said).toEqual([
    '1 x a winner is neither 1 nor 2: kept as no label (unparsed) (first: Poems/1).',
    '2 items to items.jsonl',
    '6 ratings to ratings.csv',
    '4 answers to answers.jsonl',
  ])
  expect(lines('items.jsonl')).toHaveLength(2)
  expect(lines('ratings.csv')[0]).toBe('item,annotator,group,cluster,preference,order,none')
  expect(JSON.parse(lines('answers.jsonl')[1]!)).toEqual({
    item: 'Poems/0',
    order: 'BA',
    judge: 'some-judge',
    answer: 'Output (b)',
  })
})

it('without -o, gives the items to standard output and says where ratings could go', async () => {
  const { out, said } = await run(['judgebench', sample('judgebench.jsonl')])
  expect(out.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['7c1e', '90ab', 'd3f0', 'eeee'])
  expect(said).toContain('4 ratings to nowhere: name a file with --ratings')
})

it('--json is one document with the counts', async () => {
  const { out } = await run(['pandalm', sample('pandalm.json'), '-o', 'p.jsonl', '--json'])
  expect(out.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      format: 'pandalm',
      items: 3,
      ratings: 9,
      answers: 0,
      notes: [{ n: 1, first: 'pandalm/0' }, { n: 2 }],
      leftOut: {},
    },
  ])
})

it('leaves bad lines out with --skip-bad, and counts them', async () => {
  const stdin = Readable.from(['{"pair_id": 7}\n', readFileSync(sample('judgebench.jsonl'))])
  const { said } = await run(['judgebench', '-', '--skip-bad', '-o', 's.jsonl'], stdin)
  expect(said).toContain('1 line left out: pair_id: expected a string.')
  expect(said).toContain('4 items to s.jsonl')
})

it.each([
  [[], 'No format was given.'],
  [['nonsense', 'x.json'], 'There is no format called nonsense.'],
  [['pandalm'], 'No file was given.'],
])('refuses %j', async (argv, message) => {
  await expect(run(argv)).rejects.toMatchObject({ code: 'cli/usage', message })
})

it('leaves no file behind where it fails', async () => {
  await expect(run(['hhh', sample('pandalm.json'), '-o', 'never.jsonl'])).rejects.toMatchObject({
    code: 'datasets/bad-line',
  })
  expect(() => lines('never.jsonl')).toThrow('ENOENT')
})
