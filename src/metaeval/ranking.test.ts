import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { bradleyTerry } from '../metrics/bradley-terry.ts'
import { pairTable } from '../metrics/pair-table.ts'
import { ItemIndex } from './item-index.ts'
import { ranking, type RankingOptions } from './ranking.ts'
import { RatingTable } from './rating-table.ts'

const pairs = [
  ['big', 'small'],
  ['big', 'tiny'],
  ['small', 'tiny'],
] as const

/** Each triple: the pair, who won, how often. */
type Outcome = readonly [pair: 0 | 1 | 2, winner: 'A' | 'B' | 'tie', times: number]

function ranked(outcomes: readonly Outcome[], more: Partial<RankingOptions> = {}, label = labelOf) {
  const index = new ItemIndex()
  const table = new RatingTable({ factsOf: (id) => index.get(id) })
  let n = 0
  for (const [pair, winner, times] of outcomes) {
    for (let i = 0; i < times; i++) {
      const id = String(n++)
      index.add(item(id, pairs[pair]))
      table.add({ item: id, annotator: 'judge', label: label(winner) })
    }
  }
  return ranking(table.rows, {
    source: 'test',
    version: '0',
    resampling: { seed: 0, resamples: 50 },
    ...more,
  })
}

const labelOf = (winner: string): Label => ({ kind: 'preference', winner: winner === 'tie' ? null : winner })
const item = (id: string, [a, b]: readonly [string, string], more: Partial<Item> = {}): Item => ({
  id,
  instruction: 'Say it.',
  responses: [
    { id: 'A', writer: a, text: 'x' },
    { id: 'B', writer: b, text: 'y' },
  ],
  criteria: [],
  metadata: {},
  ...more,
})

const clear: readonly Outcome[] = [
  [0, 'A', 20],
  [0, 'B', 3],
  [0, 'tie', 4],
  [1, 'A', 25],
  [1, 'B', 2],
  [2, 'A', 18],
  [2, 'B', 4],
  [2, 'tie', 2],
]

it('puts the system that wins most first, with its strength, and tells who beats whom beyond chance', () => {
  const found = ranked(clear)
  expect(found.systems.map(({ system, games }) => [system, games])).toEqual([
    ['big', 54],
    ['small', 51],
    ['tiny', 51],
  ])
  expect(found.systems[0]?.winRate.value).toBeCloseTo((20 + 2 + 25) / 54, 12)
  expect(found.tiers).toEqual([['big'], ['small'], ['tiny']])
  expect(found).toMatchObject({ cycles: [], transitivity: 1, games: 78 })
})

it('gives Bradley and Terry’s strengths of the same games', () => {
  const games = clear.flatMap(([pair, outcome, times]) =>
    Array.from({ length: times }, () => ({ a: pairs[pair][0], b: pairs[pair][1], outcome })),
  )
  const wanted = bradleyTerry(pairTable(games))!
  const found = ranked(clear)
  for (const [i, system] of wanted.systems.entries())
    expect(found.systems.find((one) => one.system === system)?.strength.value).toBeCloseTo(wanted.elo[i]!, 6)
  expect(found.tie).toBeCloseTo(wanted.tie, 6)
})

it('has an interval for each win rate and strength that holds its value', () => {
  for (const { winRate, strength } of ranked(clear).systems) {
    expect(winRate.low).toBeLessThan(winRate.value!)
    expect(winRate.high).toBeGreaterThan(winRate.value!)
    expect(strength.low).toBeLessThan(strength.value!)
    expect(strength.high).toBeGreaterThan(strength.value!)
  }
})

it('names a circle that no ranking is true to', () => {
  const found = ranked([
    [0, 'A', 20],
    [1, 'B', 20],
    [2, 'A', 20],
  ])
  expect(found.cycles).toEqual([['big', 'small', 'tiny']])
  expect(found.tiers).toHaveLength(1)
})

it('says why there is no strength where somebody never lost', () => {
  const [first] = ranked([[0, 'A', 5]]).systems
  expect(first?.strength.value).toBeNull()
  expect(first?.strength.why).toBeTruthy()
  expect(first?.winRate.value).toBe(1)
})

it('takes probabilities for what they are', () => {
  const sure = (): Label => ({ kind: 'preference', winner: 'A', probabilities: { A: 0.7, B: 0.1, tie: 0.2 } })
  const [first] = ranked([[0, 'A', 10]], {}, sure).systems
  expect(first?.winRate.value).toBeCloseTo(0.8, 12)
})

describe('what is no game is counted', () => {
  it('a judgment without a label', () => {
    const unread: Label = { kind: 'none', why: 'unparsed' }
    expect(ranked(clear, {}, (winner) => (winner === 'tie' ? unread : labelOf(winner)))).toMatchObject({
      games: 72,
      none: { unparsed: 6 },
    })
  })

  it('nothing but judgments without a label, and then it is an error that counts them', () =>
    expect(() => ranked(clear, {}, () => ({ kind: 'none', why: 'unparsed' }))).toThrow(
      expect.objectContaining({
        code: 'metaeval/no-systems',
        message: expect.stringMatching(/no game has a label \(\d+ x unparsed\)/) as string,
      }),
    ))

  it('responses without names, and where nothing else is there it is an error', () => {
    const table = new RatingTable()
    const rating: Rating = { item: '1', annotator: 'judge', label: labelOf('A') }
    table.add(rating)
    expect(() => ranking(table.rows, { source: 'test', version: '0' })).toThrow(
      expect.objectContaining({
        code: 'metaeval/no-systems',
        message: 'There is no preference between two systems (1 x responses without names).',
      }),
    )
  })
})
