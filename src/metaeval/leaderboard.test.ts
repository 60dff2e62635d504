import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import { none, type Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { ItemIndex } from './item-index.ts'
import { leaderboard, type LeaderboardOptions } from './leaderboard.ts'
import { RatingTable } from './rating-table.ts'

const itemOf = (id: string, writers: readonly string[], metadata: Record<string, unknown> = {}): Item => ({
  id,
  instruction: 'Say it.',
  responses: writers.map((writer) => ({ id: writer, writer, text: writer })),
  criteria: [],
  cluster: id.split('/')[0]!,
  metadata,
})
const prefer = (winner: string | null): Label => ({ kind: 'preference', winner })
const score = (value: number): Label => ({ kind: 'score', value })

function boardOf(
  items: readonly Item[],
  ratings: readonly Omit<Rating, 'annotator'>[],
  more: Partial<LeaderboardOptions> = {},
) {
  const columns = { by: ['category'] }
  const index = new ItemIndex(columns)
  for (const item of items) index.add(item)
  const table = new RatingTable({ factsOf: (id) => index.get(id), columns })
  for (const rating of ratings) table.add({ annotator: 'judge', ...rating })
  return leaderboard(table.rows, {
    source: 'test',
    version: '0',
    resampling: { seed: 0, resamples: 40 },
    ...more,
  })
}

/** One pair an item, in both orders: who won each. */
type Both = readonly [first: string | null | 'error', second: string | null | 'error']
function boardOfPairs(games: readonly Both[], more: Partial<LeaderboardOptions> = {}) {
  const label = (said: Both[0]) => (said === 'error' ? none('unparsed') : prefer(said))
  return boardOf(
    games.map((_, i) => itemOf(`${i}/x~y`, ['x', 'y'])),
    games.flatMap(([first, second], i) => [
      { item: `${i}/x~y`, order: 'AB' as const, label: label(first) },
      { item: `${i}/x~y`, order: 'BA' as const, label: label(second) },
    ]),
    more,
  )
}
const games: readonly Both[] = [
  ['x', 'x'],
  ['x', 'x'],
  ['y', 'y'],
  [null, null],
  ['x', 'y'],
  ['x', null],
  ['x', 'error'],
  ['error', 'error'],
]

describe('the matrix', () => {
  it('counts wins, losses, ties, flips and what was not read, of the pair', () =>
    expect(boardOfPairs(games).pairs).toMatchObject([
      {
        a: 'x',
        b: 'y',
        asked: 8,
        wins: 2,
        losses: 1,
        ties: 3,
        inconsistent: 2,
        none: { unparsed: 2 },
        winRate: { value: 3.5 / 6, n: 6 },
      },
    ]))

  it('keeps flips apart from ties where the rule calls them no label', () => {
    const [pair] = boardOfPairs(games, { combine: 'agree-or-none' }).pairs
    expect(pair).toMatchObject({ wins: 2, losses: 1, ties: 1, inconsistent: 2 })
    expect({ ...pair!.none }).toEqual({ inconsistent: 2, unparsed: 2 })
  })

  it('says who is better beyond chance', () => {
    const won = Array.from({ length: 12 }, (): Both => ['y', 'y'])
    expect(boardOfPairs(won).pairs[0]).toMatchObject({ beats: 'b', winRate: { value: 0 } })
    expect(boardOfPairs(games).pairs[0]!.beats).toBeNull()
  })

  it('does not pass agreement of all games for certainty', () => {
    const won = Array.from({ length: 12 }, (): Both => ['x', 'x'])
    const { winRate } = boardOfPairs(won).pairs[0]!
    expect(winRate.value).toBe(1)
    expect(winRate.low).toBeLessThan(0.8)
  })
})

describe("MT-Bench's rule", () => {
  it('counts a win only where both orders agree, drops a record with an error, and halves ties', () =>
    expect(boardOfPairs(games).mtBench).toEqual({
      systems: [
        {
          system: 'x',
          wins: 2,
          losses: 1,
          ties: 3,
          winRate: 2 / 6,
          lossRate: 1 / 6,
          winRateAdjusted: 3.5 / 6,
        },
        {
          system: 'y',
          wins: 1,
          losses: 2,
          ties: 3,
          winRate: 1 / 6,
          lossRate: 2 / 6,
          winRateAdjusted: 2.5 / 6,
        },
      ],
      dropped: 2,
    }))

  it('is the same under whatever rule the rest is read', () =>
    expect(boardOfPairs(games, { combine: 'first-order-only' }).mtBench).toEqual(boardOfPairs(games).mtBench))

  it('gives all systems together half of the wins', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('x', 'y', null), fc.constantFrom('x', 'y', null)), {
          minLength: 1,
          maxLength: 12,
        }),
        (both) => {
          const { systems } = boardOfPairs(both, { resampling: { seed: 0, resamples: 2 } }).mtBench
          expect(systems.reduce((sum, { winRateAdjusted }) => sum + winRateAdjusted, 0)).toBeCloseTo(1)
        },
      ),
      { numRuns: 30 },
    ))
})

describe('scores of responses one by one', () => {
  const writers = ['x', 'y', 'z']
  const scores: readonly (readonly (number | null)[])[] = [
    [5, 3, 3],
    [4, 4, 1],
    [2, null, 1],
  ]
  const board = boardOf(
    scores.map((_, i) => itemOf(String(i), writers, { category: i === 0 ? 'math' : 'writing' })),
    scores.flatMap((row, i) =>
      row.map((value, k) => ({
        item: String(i),
        response: writers[k]!,
        label: value === null ? none('unparsed') : score(value),
      })),
    ),
    { slicing: { by: 'column', column: 'category' } },
  )

  it('are games of every two: the higher score wins, equal ones tie', () =>
    expect(
      board.pairs.map(({ a, b, wins, losses, ties, asked }) => [a, b, wins, losses, ties, asked]),
    ).toEqual([
      ['x', 'y', 1, 0, 1, 3],
      ['x', 'z', 3, 0, 0, 3],
      ['y', 'z', 1, 0, 1, 3],
    ]))

  it('without a score, count as no game and no 0', () => {
    expect({ ...board.none }).toEqual({ unparsed: 2 })
    expect(board.scores!.map(({ system, mean, none }) => [system, mean.value, mean.n, none])).toEqual([
      ['x', 11 / 3, 3, 0],
      ['y', 3.5, 2, 1],
      ['z', 5 / 3, 3, 0],
    ])
  })

  it('are measured in each category too', () => {
    expect(Object.keys(board.by!)).toEqual(['math', 'writing'])
    expect(board.by!.math).toMatchObject({
      games: 3,
      systems: [
        { system: 'x', games: 2, winRate: { value: 1 } },
        { system: 'y', games: 2, winRate: { value: 0.25 } },
        { system: 'z', games: 2, winRate: { value: 0.25 } },
      ],
      scores: [{ system: 'x', mean: { value: 5 } }, { mean: { value: 3 } }, { mean: { value: 3 } }],
    })
  })

  it('weigh a distribution by its mean', () => {
    const label = (distribution: Record<string, number>): Label => ({ kind: 'score', value: 4, distribution })
    const found = boardOf(
      [itemOf('i', writers)],
      [
        { item: 'i', response: 'x', label: label({ 4: 0.6, 5: 0.4 }) },
        { item: 'i', response: 'y', label: label({ 4: 0.9, 5: 0.1 }) },
        { item: 'i', response: 'z', label: label({ 4: 0.9, 5: 0.1 }) },
      ],
    )
    expect(found.pairs.map(({ wins, ties }) => [wins, ties])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ])
  })

  it('in words are left out and counted', () =>
    expect(() =>
      boardOf(
        [itemOf('i', writers)],
        writers.map((response) => ({
          item: 'i',
          response,
          label: { kind: 'category', value: 'good' } as const,
        })),
      ),
    ).toThrowError(/3 x a score that is a word/))
})

it('takes names as they come', () => {
  const names = ['__proto__', 'constructor']
  const { systems, pairs, mtBench } = boardOf(
    [itemOf('i', names, { category: '__proto__' })],
    [{ item: 'i', label: prefer('constructor') }],
    { slicing: { by: 'column', column: 'category' } },
  )
  expect(systems.map(({ system }) => system)).toEqual(['constructor', '__proto__'])
  expect(pairs).toMatchObject([{ a: '__proto__', b: 'constructor', losses: 1 }])
  expect(mtBench.systems[0]).toMatchObject({ system: 'constructor', wins: 1 })
})

it('carries who judged, how it is parted, and n in its signature', () =>
  expect(
    boardOfPairs(games, { made: { judge: 'pairwise', pairs: 'all' }, slicing: { by: 'criterion' } })
      .signature,
  ).toBe(
    'leaderboard:test|judge:pairwise|pairs:all|combine:default|annotators:1|by:criterion|resamples:40@0|n:6|none:2|v:0',
  ))
