import { describe, expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { mcnemar } from '../metrics/mcnemar.ts'
import { compareAnnotators, type ComparisonOptions } from './comparison.ts'
import { RatingTable } from './rating-table.ts'

const rate = (item: number, annotator: string, value: number, more: Partial<Rating> = {}): Rating => ({
  item: String(item),
  annotator,
  label: { kind: 'score', value },
  ...more,
})
function compare(ratings: readonly Rating[], more: Partial<ComparisonOptions> = {}) {
  const table = new RatingTable()
  for (const rating of ratings) table.add(rating)
  return compareAnnotators(table.rows, {
    annotators: ['a', 'b'],
    truth: 'gold',
    source: 'test',
    version: '0',
    ...more,
  })
}

/** Two judges on `n` items: right where their numbers say so. */
const judged = (
  n: number,
  a: (i: number) => boolean,
  b: (i: number) => boolean,
  more: (i: number) => Partial<Rating> = () => ({}),
) =>
  Array.from({ length: n }, (_, i) => [
    rate(i, 'gold', 1, more(i)),
    rate(i, 'a', a(i) ? 1 : 0, more(i)),
    rate(i, 'b', b(i) ? 1 : 0, more(i)),
  ]).flat()

it('tests the paired difference by what only one of the two got right', () => {
  const [found] = compare(
    judged(
      100,
      (i) => i < 80,
      (i) => i >= 15 && i < 80,
    ),
  ).comparisons
  expect(found).toMatchObject({
    items: 100,
    measure: 'accuracy',
    first: { value: 0.8 },
    second: { value: 0.65 },
    difference: { value: expect.closeTo(0.15, 12) },
    right: { both: 65, onlyFirst: 15, onlySecond: 0, neither: 20 },
    p: mcnemar(15, 0)!.p,
    distinguishable: true,
  })
  expect(found!.difference.low).toBeGreaterThan(0)
})

it('says that two are not distinguishable, and how many items it would take', () => {
  const [found] = compare(
    judged(
      40,
      (i) => i % 2 === 0,
      (i) => i % 4 === 0 || i % 4 === 1 || i === 2,
    ),
  ).comparisons
  expect(found).toMatchObject({ distinguishable: false })
  expect(found!.itemsNeeded).toBeGreaterThan(40)
})

it('finds no difference between two that say the same, and no number of items that would', () => {
  const [found] = compare(
    judged(
      20,
      (i) => i < 9,
      (i) => i < 9,
    ),
  ).comparisons
  expect(found).toMatchObject({
    difference: { value: 0 },
    p: 1,
    distinguishable: false,
    itemsNeeded: null,
    agreement: { percent: { value: 1 } },
  })
})

it('does not take items of one cluster for trials of their own', () => {
  const clustered = (i: number) => ({ cluster: `c${Math.floor(i / 25)}` })
  const [found] = compare(
    judged(
      100,
      (i) => i < 80,
      (i) => i >= 15 && i < 80,
      clustered,
    ),
  ).comparisons
  expect(found!.test).toContain('paired permutation')
  // Of four clusters, one differs: two sign changes in two are as far out.
  expect(found).toMatchObject({ p: 1, distinguishable: false })
})

it('compares mean scores where there is no truth', () => {
  const ratings = Array.from({ length: 8 }, (_, i) => [
    rate(i, 'a', 3 + (i % 2)),
    rate(i, 'b', 2 + (i % 2)),
  ]).flat()
  const { comparisons, truth } = compareAnnotatorsWithoutTruth(ratings)
  expect(truth).toBeUndefined()
  expect(comparisons[0]).toMatchObject({
    measure: 'mean score',
    first: { value: 3.5 },
    second: { value: 2.5 },
    difference: { value: 1 },
    p: 2 / 2 ** 8,
    distinguishable: true,
  })
})

it('compares how often the first response is preferred, where preferences have no truth', () => {
  const prefer = (item: number, annotator: string, winner: string | null): Rating => ({
    item: String(item),
    annotator,
    label: { kind: 'preference', winner },
  })
  const ratings = [0, 1, 2, 3].flatMap((i) => [prefer(i, 'a', 'A'), prefer(i, 'b', i === 0 ? null : 'B')])
  expect(compareAnnotatorsWithoutTruth(ratings).comparisons[0]).toMatchObject({
    measure: 'prefers-first',
    first: { value: 1 },
    second: { value: 0.125 },
  })
})

function compareAnnotatorsWithoutTruth(ratings: readonly Rating[]) {
  const table = new RatingTable()
  for (const rating of ratings) table.add(rating)
  return compareAnnotators(table.rows, { annotators: ['a', 'b'], source: 'test', version: '0' })
}

it('corrects for the number of pairs where three are compared', () => {
  const ratings = [
    ...judged(
      60,
      (i) => i < 40,
      (i) => i < 29,
    ),
    ...Array.from({ length: 60 }, (_, i) => rate(i, 'c', i < 39 ? 1 : 0)),
  ]
  const { comparisons } = compare(ratings, { annotators: ['a', 'b', 'c'] })
  expect(comparisons.map(({ a, b }) => `${a}${b}`)).toEqual(['ab', 'ac', 'bc'])
  for (const { p, pAdjusted } of comparisons) expect(pAdjusted).toBeGreaterThanOrEqual(p!)
  expect(comparisons[0]!.pAdjusted).toBeCloseTo(3 * comparisons[0]!.p!, 12)
})

describe('what cannot be compared is counted', () => {
  it.each([
    ['labelled by one only', [rate(0, 'a', 1), rate(0, 'gold', 1)]],
    [
      'one has no label',
      [rate(0, 'a', 1), rate(0, 'b', 0, { label: { kind: 'none', why: 'refused' } }), rate(0, 'gold', 1)],
    ],
    ['no truth', [rate(0, 'a', 1), rate(0, 'b', 1)]],
  ])('%s', (why, more) =>
    expect(
      compare([
        ...judged(
          10,
          (i) => i < 5,
          () => true,
        ).map((rating) => ({ ...rating, item: `x${rating.item}` })),
        ...more,
      ]).comparisons[0],
    ).toMatchObject({
      items: 10,
      leftOut: { [why]: 1 },
    }),
  )

  it('and where nothing is left, there is no number', () =>
    expect(compare([rate(0, 'a', 1), rate(1, 'b', 1), rate(2, 'gold', 1)]).comparisons[0]).toMatchObject({
      items: 0,
      p: null,
      distinguishable: false,
      difference: { value: null, why: 'no item has a truth and labels of both' },
    }))
})

it('asks for more items than there are, where the test itself does not tell the two apart', () => {
  // Five against nothing is p = 0.0625, however narrow the bootstrap's interval is.
  const [found] = compare(
    judged(
      16,
      (i) => i < 15,
      (i) => i >= 5 && i < 15,
    ),
  ).comparisons
  expect(found).toMatchObject({
    right: { onlyFirst: 5, onlySecond: 0 },
    p: expect.closeTo(0.0625, 12),
    distinguishable: false,
  })
  expect(found!.itemsNeeded).toBeGreaterThan(16)
})
