import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { RatingTable, type RatedRow, type RatingTableOptions } from './rating-table.ts'

const score = (item: string, annotator: string, value: number, more: Partial<Rating> = {}): Rating => ({
  item,
  annotator,
  label: { kind: 'score', value },
  ...more,
})
const tableOf = (ratings: readonly Rating[], options?: RatingTableOptions) => {
  const table = new RatingTable(options)
  const added = ratings.map((rating) => table.add(rating))
  return { table, added }
}
const plain = (rows: readonly RatedRow[]) =>
  rows.map(({ cells, times }) => ({
    said: cells.map(
      ({ annotator, label }) => `${annotator}:${label.kind === 'score' ? label.value : label.kind}`,
    ),
    times,
  }))

it('counts items that were rated alike as one row', () => {
  const { table } = tableOf([
    score('1', 'kim', 4),
    score('1', 'lee', 5),
    score('2', 'kim', 4),
    score('2', 'lee', 5),
    score('3', 'kim', 1),
  ])
  expect(plain(table.rows)).toEqual([
    { said: ['kim:1'], times: 1 },
    { said: ['kim:4', 'lee:5'], times: 2 },
  ])
  expect([table.items, table.ratings]).toEqual([3, 5])
})

it('refuses the same rating twice, in one go or later, whatever its label', () => {
  const { added, table } = tableOf([
    score('1', 'kim', 4),
    score('1', 'kim', 5),
    score('2', 'kim', 4),
    score('1', 'kim', 4),
  ])
  expect(added).toEqual([true, false, true, false])
  expect(table.ratings).toBe(2)
})

it('takes samples, orders, rounds and revisions for ratings of their own', () => {
  const parts: Partial<Rating>[] = [
    {},
    { sample: 1 },
    { order: 'AB' },
    { round: 2 },
    { revision: 1 },
    { response: 'A' },
  ]
  expect(tableOf(parts.map((part) => score('1', 'kim', 4, part))).added).toEqual(parts.map(() => true))
})

it('tells a label that is missing from one that is empty, and texts with any separator in them', () => {
  const odd = [undefined, '', '\u0000', '\u0001', 'a\u0000\u0001b']
  const ratings = odd.map((criterion, i) =>
    score(String(i), 'kim', 1, criterion === undefined ? {} : { criterion }),
  )
  expect(tableOf(ratings).table.rows).toHaveLength(odd.length)
})

it('forgets groups and guidelines unless they are kept', () => {
  const ratings = [score('1', 'kim', 4, { group: 'x' }), score('2', 'kim', 4, { group: 'y' })]
  expect(tableOf(ratings).table.rows).toHaveLength(1)
  expect(tableOf(ratings, { keep: ['group'] }).table.rows).toHaveLength(2)
})

it('learns an item’s cluster from whichever of its ratings names it', () => {
  const { table } = tableOf([
    score('1', 'kim', 4),
    score('2', 'kim', 4),
    score('1', 'lee', 4, { cluster: 'poem' }),
  ])
  expect(table.rows.map(({ facts }) => facts.cluster)).toEqual(['poem', undefined].sort())
})

it('finds each item’s row again, where items are kept', () => {
  const { table } = tableOf([score('b', 'kim', 4), score('a', 'kim', 5), score('b', 'lee', 1)], {
    keepItems: true,
  })
  expect([...table.byItem()].map(({ item, row }) => [item, ...plain([row])[0]!.said])).toEqual([
    ['b', 'kim:4', 'lee:1'],
    ['a', 'kim:5'],
  ])
})

const ratings = fc.uniqueArray(
  fc.record({
    item: fc.constantFrom('1', '2', '3', '4'),
    annotator: fc.constantFrom('kim', 'lee', 'cho'),
    value: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ item, annotator }) => `${item} ${annotator}`, maxLength: 12 },
)

it('does not care in which order ratings come', () =>
  fc.assert(
    fc.property(
      ratings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const rowsOf = (some: typeof all) =>
          tableOf(some.map(({ item, annotator, value }) => score(item, annotator, value))).table.rows
        expect(rowsOf(shuffled)).toEqual(rowsOf(all))
      },
    ),
  ))
