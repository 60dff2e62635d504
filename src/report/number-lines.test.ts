import { expect, it } from 'vitest'
import { estimate, undefinedEstimate } from './fixtures.ts'
import { definedLines, numberLines } from './number-lines.ts'

const accuracy = { name: 'accuracy', estimate: estimate(0.625, 0.468, 0.762, 40), unit: 'share' } as const
const kappa = {
  name: "Cohen's kappa",
  estimate: undefinedEstimate('there is one item only'),
  unit: 'number',
} as const

it('says n where it is not the n of the block', () => {
  expect(numberLines(accuracy, 40, 'en', 66)).toEqual([
    'accuracy                        62.5 %  [46.8, 76.2]',
  ])
  expect(numberLines(accuracy, 41, 'en', 66)).toEqual([
    'accuracy                        62.5 %  [46.8, 76.2] n=40',
  ])
})

it('gives a long name a line of its own', () =>
  expect(
    numberLines({ ...accuracy, name: 'accuracy, always the most frequent truth' }, 40, 'en', 66),
  ).toEqual([
    'accuracy, always the most frequent truth',
    '                                62.5 %  [46.8, 76.2]',
  ]))

it('says why a number is not defined, in the language of the page', () =>
  expect(numberLines(kappa, 0, 'ko', 66)).toEqual([
    "Cohen's kappa                   정의되지 않음: 항목이 하나뿐임",
  ]))

it('says a reason once for all numbers that share it', () =>
  expect(definedLines([kappa, accuracy, { ...kappa, name: 'alpha' }], 40, 'en', 66)).toEqual([
    'accuracy                        62.5 %  [46.8, 76.2]',
    "Cohen's kappa; alpha: not defined: there is one item only",
  ]))
