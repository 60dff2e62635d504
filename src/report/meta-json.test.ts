import { expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { measuredRatings, metaOf, ratings } from './measuring-fixtures.ts'
import { metaJson } from './meta-json.ts'

const jsonOf = (given: readonly Rating[]) => JSON.parse(JSON.stringify(metaJson(metaOf(given)))) as never

it('has the numbers of each annotator beside the counts', () =>
  expect(jsonOf(measuredRatings['people and a judge']!)).toMatchObject({
    truth: 'majority',
    voters: ['ann', 'ben', 'cho'],
    annotators: {
      judge: {
        items: 60,
        asked: 60,
        accuracy: { value: 0.55, n: 60 },
        kappa: { low: expect.any(Number) },
        macro: { f1: expect.any(Number) },
        perClass: { A: { support: expect.any(Number) } },
      },
    },
  }))

it('has each slice in the same shape', () =>
  expect(jsonOf(measuredRatings['scores on two criteria']!)).toMatchObject({
    by: { clarity: { annotators: { ann: { spearman: { value: expect.any(Number) } } } }, depth: {} },
  }))

it('says why where it has null for a number', () =>
  expect(jsonOf(measuredRatings['one item']!)).toMatchObject({
    annotators: { ann: { kappa: { value: null, why: 'there is one item only' } } },
  }))

it('has the share of verdicts for each place', () => {
  const orders = (['AB', 'BA'] as const).flatMap((order) =>
    ratings(10, ['judge'], (item) => ({ kind: 'preference', winner: item < 5 ? 'A' : 'B' }), { order }),
  )
  const people = ratings(10, ['ann', 'ben', 'cho'], () => ({ kind: 'preference', winner: 'A' }))
  expect(jsonOf([...people, ...orders])).toMatchObject({
    annotators: {
      judge: { position: { pairs: 10, flips: 0, first: 0.5, second: 0.5, consistency: { value: 1 } } },
    },
  })
})

/** Whatever has null for its value without saying why. */
function silentNulls(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return []
  const isSilent = 'value' in value && value.value === null && !('why' in value && value.why)
  return [...(isSilent ? [value] : []), ...Object.values(value).flatMap(silentNulls)]
}

it.each(Object.entries(measuredRatings))('of %s holds a reason for every null value', (_, given) =>
  expect(silentNulls(jsonOf(given))).toEqual([]),
)
