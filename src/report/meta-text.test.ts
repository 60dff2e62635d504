import { describe, expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { measuredRatings, metaOf, mostlyRight, prefer, ratings, score } from './measuring-fixtures.ts'
import { metaText } from './meta-text.ts'
import type { Language } from './numbers.ts'

const textOf = (given: readonly Rating[], language: Language = 'en') =>
  metaText(metaOf(given), { language, color: false, source: 'ratings.csv' })
    .join('\n')
    .replaceAll(/\n {2,}(?=\S)/g, ' ')

/** Three people and a judge, right on some shares of pairs. */
const judged = (items: number, people: number, judge: number) =>
  ratings(
    items,
    ['ann', 'ben', 'cho', 'judge'],
    mostlyRight((['A', 'B'] as const).map(prefer), [people, people, people, judge]),
  )

describe('of a judge beside those who vote, the first answer', () => {
  it.each([
    [
      '✓',
      0.92,
      /“judge” is right on [\d.]+ % \[.*\]; above rules that do not read \(“most frequent” .* %\); it reaches the ceiling\./,
    ],
    ['?', 0.54, /“judge” .*, but the intervals overlap; below the ceiling\./],
    ['!', 0.5, /“judge” .*; not shown to be above rules that do not read .*; below the ceiling\./],
  ])('says %s where it is right on %d', (mark, share, text) => {
    const answer = textOf(judged(150, 0.9, share)).split('Who can be trusted?')[1]!
    expect(answer.trim().startsWith(mark)).toBe(true)
    expect(answer).toMatch(text)
  })

  it('does not call it the ceiling where only the interval reaches it', () =>
    expect(textOf(judged(30, 0.9, 0.85))).toMatch(
      /“judge” .*; below the ceiling, but the interval reaches it\./s,
    ))

  it('says what the ceiling is, and on how many items', () =>
    expect(textOf(judged(80, 0.9, 0.7))).toMatch(
      /The ceiling: those who vote reach [\d.]+ % to [\d.]+ %, each against the others \(n=\d+ to \d+\)\./,
    ))
})

it('speaks of no ceiling where all who are measured vote', () => {
  const text = textOf(measuredRatings['two people']!)
  expect(text).toContain('✓ “ann” is right on')
  expect(text).not.toContain('ceiling')
})

it('does not call it good to be right where the truth never varies', () =>
  expect(textOf(measuredRatings['one label']!)).toContain(
    '? “ann” is right on 100 % [83.9, 100.0]; but the truth is the same on every item',
  ))

it('says why nothing is known', () => {
  expect(textOf(measuredRatings['one person']!)).toContain('Not known: no item has both a truth and a label.')
  expect(textOf([])).toContain('Not known: there is nothing to compare.')
})

it('lists the best first, and the rules that do not read under all', () => {
  const names = textOf(judged(80, 0.9, 0.6))
    .split('Side by side')[1]!
    .match(/ (ann|ben|cho|judge|\(most frequent\)) +\d/g)!
    .map((found) => found.trim().replace(/ +\d$/, ''))
  expect(names.slice(3)).toEqual(['judge', '(most frequent)'])
})

it('ranks scores by their rank correlation', () => {
  const text = textOf(
    ratings(60, ['ann', 'ben', 'cho', 'judge'], mostlyRight([1, 2, 3, 4].map(score), [0.9, 0.9, 0.9, 0.6])),
  )
  expect(text).toMatch(/“judge” ranks as the truth does to 0\.\d\d \[/)
  expect(text).toMatch(/annotator +n +Spearman's rho +accuracy +kappa/)
  expect(text).toContain('mean absolute error')
})

it('says how the headline changes under other rules, and which mean an average is', () => {
  const text = textOf(measuredRatings['people and a judge']!)
  expect(text).toMatch(/Other rules +accuracy .* ties dropped .* ties as half/)
  expect(text).toMatch(/macro average .* weighted average/)
})

it('names the rule for shares of nothing where they occur', () => {
  expect(textOf(measuredRatings['rarely no']!)).toContain('stands as 0')
  expect(textOf(measuredRatings['two people']!)).not.toContain('stands as 0')
})

it('names the truth in Korean, with no particle that depends on a name', () => {
  const text = textOf(measuredRatings['people and a judge']!, 'ko')
  expect(text).toContain('다수결(ann, ben, cho). 자기 라벨에는 투표하지 않음')
  expect(text).toMatch(/‘judge’: 정확도 55\.0% \[.*신뢰구간이 겹침\. 상한보다 낮음\./)
})
