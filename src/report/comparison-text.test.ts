import { expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { comparisonText } from './comparison-text.ts'
import { comparisonOf, meansOf, measuredRatings, mostlyRight, ratings, score } from './measuring-fixtures.ts'
import type { Language } from './numbers.ts'

const linesOf = (given: readonly Rating[], truth?: string, language: Language = 'en') =>
  comparisonText(comparisonOf(given, truth), {
    language,
    color: false,
    differences: ['model: gpt | llama\u001B[2J'],
  })

/** Two judges, right on some shares of items that `gold` knows. */
const judged = (items: number, a: number, b: number) =>
  linesOf(ratings(items, ['gold', 'a', 'b'], mostlyRight([1, 2, 3].map(score), [1, a, b])), 'gold')

it('gives the verdict first', () => {
  expect(judged(100, 0.9, 0.4).slice(0, 2)).toEqual(['a and b', '  “a” is better on items like these.'])
  expect(judged(100, 0.7, 0.68).slice(0, 2)).toEqual([
    'a and b',
    '  Not distinguishable: the difference may well be chance.',
  ])
})

it('says how many items it would take', () =>
  expect(judged(60, 0.75, 0.65).join('\n')).toMatch(/about [\d,]+ items in all would tell them apart/))

it('gives a difference of accuracies in points', () =>
  expect(judged(100, 0.4, 0.9).join('\n')).toMatch(/first − second, points +−\d+\.\d +\[−[\d.]+, −[\d.]+\]/))

it('of several pairs, lists all verdicts and the truth once before the numbers', () => {
  const text = linesOf(measuredRatings['people and a judge']!).join('\n')
  expect(text).toMatch(
    /^6 comparisons, p after Holm's correction\n\nVerdict +pair +first − second, points +p\n/,
  )
  expect(text.match(/^Truth /gm)).toHaveLength(1)
  expect(text).toMatch(/ann − judge +\d.*< 0\.001 +differ$/m)
})

it('says what is in the way where nothing can be compared', () => {
  const given = measuredRatings['nothing in common']!
  const text = comparisonText(meansOf(given), { language: 'en', color: false }).join('\n')
  expect(text).toContain('Not known: there is nothing to compare.')
  expect(text).toContain('not compared  6  labelled by one only')
})

it('says in what runs differ, without what could move the cursor', () =>
  expect(linesOf(measuredRatings['two people']!).join('\n')).toContain('model: gpt | llama\n'))

it('answers in Korean, with no particle that depends on a name', () =>
  expect(linesOf(measuredRatings['people and a judge']!, 'majority', 'ko').join('\n')).toContain(
    '이와 비슷한 항목에서 더 나은 쪽: ‘ann’.',
  ))
