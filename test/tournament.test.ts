import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { LeaderboardFindings } from '../src/metaeval/leaderboard.ts'
import { assize } from './support/assize.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

const strengths = { low: 1, middle: 2, high: 3, '<b>top</b>': 4 }
write(
  'items.jsonl',
  Array.from({ length: 10 }, (_, i) =>
    JSON.stringify({
      id: `q${i}`,
      instruction: `Question ${i}`,
      category: i % 2 === 0 ? 'math' : 'writing',
      responses: Object.entries(strengths).map(([writer, n]) => ({ writer, text: `Strength ${n} of ${i}` })),
    }),
  ).join('\n'),
)
// Half of the time the response shown first wins, in either order, else it is a tie.
write('pairs.yaml', 'rules: [{share: 0.5, answer: "Verdict: A"}, {answer: "Verdict: tie"}]')
write(
  'scores.yaml',
  `rules:\n${[4, 3, 2, 1].map((n) => `  - {contains: "Strength ${n}", answer: "Score: ${n}"}`).join('\n')}`,
)

const run = (...argv: readonly string[]) => assize(folder)(...argv, '--db', 'runs.db')
type Found = LeaderboardFindings &
  Readonly<Record<'run' | 'plan', string> & Record<'asked' | 'resumed', number>>
async function found(...argv: readonly string[]): Promise<Found> {
  const { code, out, said } = await run('tournament', 'items.jsonl', '--json', '--resamples', '10', ...argv)
  expect(code, said).toBe(0)
  return JSON.parse(out) as Found
}
const pairwise = ['--judge', 'pairwise', '--model', 'scripted:pairs.yaml', '--mode', 'text']
const pointwise = ['--judge', 'pointwise', '--model', 'scripted:scores.yaml', '--mode', 'text']

describe('a tournament of pairs', () => {
  it('asks about every two in both orders, and goes on where it is done', async () => {
    expect(await found(...pairwise, '--run', 'all')).toMatchObject({ plan: 'all', asked: 120, resumed: 0 })
    expect(await found(...pairwise, '--run', 'all')).toMatchObject({ asked: 120, resumed: 120 })
  })

  it('against a baseline asks about no other pair', async () => {
    const { asked, pairs } = await found(...pairwise, '--pairs', 'baseline', '--baseline', 'low')
    expect(asked).toBe(60)
    expect(pairs.every(({ a, b }) => a === 'low' || b === 'low')).toBe(true)
  })

  it('draws so many items a pair', async () =>
    expect((await found(...pairwise, '--per-pair', '3')).asked).toBe(36))

  it('keeps to its budget, and goes on with a larger one', async () => {
    const adaptive = [...pairwise, '--pairs', 'adaptive', '--run', 'adaptive', '--budget']
    expect(await found(...adaptive, '20')).toMatchObject({ plan: 'adaptive', asked: 20, resumed: 0 })
    expect(await found(...adaptive, '50')).toMatchObject({ asked: 50, resumed: 20 })
  })

  it('is another run by another plan: the same name is refused', async () => {
    const { code, said } = await run(
      'tournament',
      'items.jsonl',
      ...pairwise,
      '--run',
      'all',
      '--per-pair',
      '2',
    )
    expect([code, said.includes('run/changed')]).toEqual([1, true])
  })

  it('is ranked again from its run, with the same numbers', async () => {
    const { systems } = await found(...pairwise, '--run', 'all')
    const { out } = await run('rank', 'all', '--json', '--resamples', '10')
    expect((JSON.parse(out) as Found).systems).toEqual(systems)
  })

  it('says what it would ask', async () => {
    const { out } = await run('tournament', 'items.jsonl', ...pairwise, '--no-cache', '--dry-run', '--json')
    expect(JSON.parse(out)).toMatchObject({ items: 60, asks: 120 })
  })
})

describe('a judge of single responses', () => {
  it('scores each response once, and pairs are made of scores', async () => {
    const { plan, asked, games, systems, scores } = await found(...pointwise, '--run', 'single')
    expect([plan, asked, games]).toEqual(['scores', 40, 60])
    expect(systems.map(({ system }) => system)).toEqual(['<b>top</b>', 'high', 'middle', 'low'])
    expect(scores!.map(({ mean }) => mean.value)).toEqual([4, 3, 2, 1])
  })

  it('gives each category its own part', async () => {
    const { by } = await found(...pointwise, '--run', 'single', '--by', 'category')
    expect(Object.entries(by!).map(([value, { games }]) => [value, games])).toEqual([
      ['math', 30],
      ['writing', 30],
    ])
  })

  it('chooses the best of each item', async () => {
    const { out, said } = await run('select', 'single')
    const lines = out.split('\n').map((line) => JSON.parse(line) as { item: string; best: string[] })
    expect(lines).toHaveLength(10)
    expect(new Set(lines.flatMap(({ best }) => best))).toEqual(new Set(['<b>top</b>']))
    expect(said).toContain('10 items: 0 with a tie for the best, 0 without any score.')
  })

  it('is compared with a judge of pairs by how the two rank', async () => {
    const { out } = await run('rank', 'single', 'all', '--versus', 'all', '--json', '--resamples', '10')
    expect(JSON.parse(out)).toMatchObject({ a: { annotators: ['single'], games: 60 }, b: { games: 60 } })
  })
})

it('writes a page on which no name is markup', async () => {
  await found(...pointwise, '--run', 'single', '--leaderboard', 'board.html', '--by', 'category')
  const page = readFileSync(join(folder, 'board.html'), 'utf8')
  expect(page).toContain('&lt;b&gt;top&lt;/b&gt;')
  expect(page).not.toContain('<b>top')
})

describe('what cannot be', () => {
  it.each([
    [['--pairs', 'adaptive'], 'Nothing ends this tournament.'],
    [['--pairs', 'adaptive', '--until', '0.3'], '--until is 0.3.'],
    [['--budget', '10'], '--budget means nothing with --pairs all.'],
    [['--pairs', 'baseline', '--baseline', 'nobody'], 'No response is of a system called nobody'],
    [['--pairs', 'some'], '--pairs is some.'],
    [['--combine', 'each'], '--combine each leaves several labels'],
  ])('%j is refused with a remedy', async (argv, message) => {
    const { code, said } = await run('tournament', 'items.jsonl', ...pairwise, ...argv)
    expect(code).not.toBe(0)
    expect(said.replaceAll(/\s+/g, ' ')).toContain(message)
  })
})

describe('a judge of all responses at once', () => {
  // What the judge file says is ours: no published prompt is needed.
  write(
    'list.yaml',
    [
      'name: list',
      'about: Scores all answers at once.',
      'protocol: listwise',
      'orders: first',
      'scale: { low: 1, high: 10 }',
      'template: { user: "{instruction}" }',
      'reader: { name: judgelm }',
    ].join('\n'),
  )
  write('list-scores.yaml', 'rules: [{answer: "2 4 6 8"}]')
  const listwise = ['--judge', './list.yaml', '--model', 'scripted:list-scores.yaml', '--run', 'list']

  it('is asked once an item, its scores make the pairs, and one order only is said', async () => {
    const { plan, asked, games, scores } = await found(...listwise)
    expect([plan, asked, games]).toEqual(['scores', 10, 60])
    expect(scores!.map(({ mean }) => mean.value)).toEqual([8, 6, 4, 2])
    const { said } = await run('tournament', 'items.jsonl', ...listwise, '--resamples', '10')
    expect(said).toContain('one order only')
  })

  it('is ranked again from its run', async () => {
    const { out } = await run('rank', 'list', '--json', '--resamples', '10')
    expect(JSON.parse(out)).toMatchObject({ games: 60 })
  })
})
