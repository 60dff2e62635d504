import { expect, it } from 'vitest'
import { latentText } from './latent-text.ts'
import { latentOf, measuredRatings } from './measuring-fixtures.ts'

const english = { language: 'en', color: false } as const
const found = latentOf(measuredRatings['people and a judge']!)
const lines = latentText(found, english)
const text = lines.join('\n')

it('lists the most competent first', () => {
  const at = lines.findIndex((line) => line.startsWith('Competence'))
  expect(lines.slice(at + 1, at + 5).map((line) => line.trim().split(' ')[0])).toEqual([
    'cho',
    'ben',
    'ann',
    'judge',
  ])
})

it('says how each does on each true label', () =>
  expect(text).toMatch(/annotator +A +B +tie\n +cho +99\.\d %/))

it('says what the model takes for granted', () => expect(text).toContain('independently'))

it('warns before the numbers where they may not be what they seem', () => {
  const doubtful = latentText({ ...found, isBelowChance: true, converged: false }, english)
  expect(doubtful.slice(2, 4)).toEqual([
    '  ! The annotators are no better than chance: the labels may have changed',
    '    places.',
  ])
  expect(doubtful[4]).toBe('  ! The fit had not settled when it was stopped.')
  expect(text).not.toContain('!')
})

it('says why there is no fit', () =>
  expect(
    latentText(latentOf(measuredRatings['one person']!), { language: 'ko', color: false }).join('\n'),
  ).toContain('정의되지 않음: 라벨을 단 평가자가 두 명이 안 됨'))
