import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readItems } from '../src/datasets/read-items.ts'
import { readRatings } from '../src/datasets/read-ratings.ts'
import { readRubric } from '../src/datasets/read-rubric.ts'
import { rubricIn } from '../src/domain/rubric.ts'

const path = (file: string) => fileURLToPath(new URL(`../examples/${file}`, import.meta.url))

const items = await Array.fromAsync(readItems(path('items.jsonl')))

it('the example items are six, with one of each kind that the page names', () => {
  expect(items).toHaveLength(6)
  expect(items.filter(({ responses }) => responses.length === 2)).toHaveLength(1)
  expect(items.filter(({ context }) => context)).toHaveLength(1)
  expect(items.filter(({ reference }) => reference)).toHaveLength(1)
  expect(items.filter(({ language }) => language === 'ko')).toHaveLength(1)
  expect(items.filter(({ criteria }) => criteria.length > 1)).toHaveLength(1)
})

it('the example ratings are by three people, of responses and criteria that the items have', async () => {
  const ratings = await Array.fromAsync(readRatings(path('ratings.csv')))
  expect([...new Set(ratings.map(({ annotator }) => annotator))]).toEqual(['mina', 'omar', 'ruth'])
  for (const rating of ratings) {
    const item = items.find(({ id }) => id === rating.item)!
    expect(item.criteria).toContain(rating.criterion)
    expect(rating.response).toBeOneOf(item.responses.length > 1 ? ['A', 'B'] : [undefined])
  }
})

it('the example rubric goes from 0 to 10, with words for the same values in both languages', async () => {
  const data = await readRubric(path('rubric.yaml'))
  for (const { levels, scale } of [rubricIn(data, 'en'), rubricIn(data, 'ko')]) {
    expect(scale).toEqual({ kind: 'integers', low: 0, high: 10 })
    expect(Object.keys(levels)).toEqual(['0', '3', '5', '8', '10'])
  }
})

it('the example of measuring has 20 pairs, six of them Korean, each with a reference and rated by three people', async () => {
  const pairs = await Array.fromAsync(readItems(path('measuring/items.jsonl')))
  expect(pairs).toHaveLength(20)
  expect(pairs.filter(({ language }) => language === 'ko')).toHaveLength(6)
  expect(pairs.filter(({ reference, responses }) => !reference || responses.length !== 2)).toEqual([])
  const ratings = await Array.fromAsync(readRatings(path('measuring/people.csv')))
  const raters = Map.groupBy(ratings, ({ item }) => item)
  expect([...raters.keys()]).toEqual(pairs.map(({ id }) => id))
  for (const own of raters.values())
    expect(own.map(({ annotator }) => annotator)).toEqual(['mina', 'omar', 'ruth'])
})
