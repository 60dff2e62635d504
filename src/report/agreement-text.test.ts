import { describe, expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { agreementText } from './agreement-text.ts'
import { agreementOf, category, measuredRatings, mostlyRight, ratings, score } from './measuring-fixtures.ts'
import type { Language } from './numbers.ts'

const linesOf = (given: readonly Rating[], language: Language = 'en') =>
  agreementText(agreementOf(given), { language, color: false, source: 'ratings.csv' })
/** Without the breaks of lines. */
const textOf = (...input: Parameters<typeof linesOf>) =>
  linesOf(...input)
    .join('\n')
    .replaceAll(/\n {2,}/g, ' ')
const three = ['ann', 'ben', 'cho']
const graded = (shares: readonly number[], items: number) =>
  ratings(items, three, mostlyRight([1, 2, 3, 4].map(score), shares))

describe('the first answer', () => {
  it('stands above every number', () => {
    const lines = linesOf(measuredRatings['two people']!)
    expect(lines.slice(0, 4)).toEqual([
      'ratings.csv: 30 items, 2 annotators, 60 ratings',
      '',
      'How far can these labels be trusted?',
      expect.stringMatching(/^ {2}\S/),
    ])
  })

  it.each([
    ['Far', graded([0.99], 200)],
    ['Enough for tentative conclusions', graded([0.93], 400)],
    ['Not shown to be far enough', graded([0.85], 30)],
    ['Not far enough to build on', graded([0.5], 200)],
    ['Not at all', ratings(60, three, (item, i) => category('abcd'[(item + i * (1 + (item % 2))) % 4]!))],
    ['Not known: everybody says the same one class throughout', measuredRatings['one label']!],
    ['Not known: there is one annotator only', measuredRatings['one person']!],
    ['Not known: there is nothing to compare', []],
  ])('is: %s', (answer, given) => expect(linesOf(given)[3]).toMatch(new RegExp(`^ {2}${answer}[:.]`)))

  it('names who stands apart, and what alpha is without them', () => {
    expect(textOf(measuredRatings['people and a judge']!)).toMatch(
      /! One stands apart: “judge” agrees with the others on 50\.0 % \[.*\]\. Without this one alpha is 0\.82 \[/,
    )
    expect(textOf(graded([0.9], 60))).not.toContain('stands apart')
  })

  it('says that chance agrees often where nearly all labels are one', () =>
    expect(textOf(measuredRatings['rarely no']!)).toContain(
      '“yes” is 95.0 % of all labels, so chance alone would agree on 90.5 %',
    ))
})

describe('the numbers', () => {
  it('have the headline’s scale first', () => {
    const scales = (given: readonly Rating[]) =>
      linesOf(given).flatMap((line) => / Krippendorff, (\w+) {3,}\S/.exec(line)?.[1] ?? [])
    expect(scales(graded([0.9], 20))).toEqual(['ordinal', 'nominal', 'interval', 'ratio'])
    expect(scales(measuredRatings['Korean names']!)).toEqual(['nominal'])
  })

  it('say why once where several are not defined', () =>
    expect(textOf(measuredRatings['one label']!)).toContain(
      "Krippendorff, nominal; Fleiss' kappa; Gwet's AC1; Brennan-Prediger: not defined: everybody says the same one class throughout",
    ))

  it('of two annotators are said once, not again as a pair', () => {
    const text = textOf(measuredRatings['two people']!)
    expect(text).toMatch(/Cohen's kappa +0\.\d\d/)
    expect(text).toMatch(/chance alone +\d/)
    expect(text).not.toMatch(/^Pairs|^Annotators/m)
  })

  it('list pairs from the lowest kappa up', () => {
    const kappas = linesOf(measuredRatings['people and a judge']!).flatMap(
      (line) => / – .* % +(−?[\d.]+) \[/.exec(line)?.[1] ?? [],
    )
    expect(kappas).toHaveLength(6)
    expect(kappas).toEqual([...kappas].sort())
  })

  it('count pairs that are not listed', () =>
    expect(textOf(measuredRatings['eight people and twelve classes']!)).toContain('8 more pairs'))

  it('count what has no label, and say nothing of it where all have one', () => {
    expect(textOf(measuredRatings['no labels']!)).toContain('No label      8  could not be read')
    expect(textOf(measuredRatings['two people']!)).not.toContain('No label')
  })

  it('set the parts beside each other before each is shown', () => {
    const lines = linesOf(measuredRatings['scores on two criteria']!)
    const at = lines.findIndex((line) => line.startsWith('By part'))
    expect(lines.slice(at, at + 3)).toEqual([
      expect.stringMatching(/^By part +n +percent agreement +Krippendorff, ordinal$/),
      expect.stringMatching(/^ +clarity +40 +\d/),
      expect.stringMatching(/^ +depth +40 +\d/),
    ])
  })
})

it('answers in Korean', () =>
  expect(textOf(measuredRatings['people and a judge']!, 'ko')).toContain(
    '이대로 쓰기에는 부족합니다. 크리펜도르프 알파(명목) 0.53 [0.46, 0.60], 0.667보다 낮습니다.',
  ))
