import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { languages } from './numbers.ts'
import { progressLine, type Progress } from './progress.ts'

const halfway: Progress = { done: 60, total: 120, asked: 30, seconds: 10, none: 2, cost: 0.0123 }

it('says how far, how fast, how long, how much and what could not be read', () =>
  expect(progressLine(halfway, 80, 'en')).toBe(
    '━━━━━━━━━━──────────  60/120  3.00/s  20 s left  $0.012  2 without a label',
  ))

it('says the same in Korean', () =>
  expect(progressLine(halfway, 80, 'ko')).toBe(
    '━━━━━━━━━━──────────  60/120  초당 3.00건  20초 남음  $0.012  라벨 없음 2건',
  ))

it('counts only what it asked itself into the rate', () =>
  expect(progressLine({ ...halfway, asked: 0 }, 80, 'en')).not.toContain('/s'))

it('does not guess a time left where the total is not known', () => {
  const line = progressLine({ ...halfway, total: undefined }, 80, 'en')
  expect(line).toMatch(/^60 judged {2}3\.00\/s/)
  expect(line).not.toContain('left')
})

it('drops first what is missed least', () => {
  expect(progressLine(halfway, 50, 'en')).toBe('60/120  3.00/s  20 s left  2 without a label')
  expect(progressLine(halfway, 22, 'en')).toBe('60/120  20 s left')
  expect(progressLine(halfway, 5, 'en')).toBe('60/1…')
})

it('is never wider than the terminal', () =>
  fc.assert(
    fc.property(
      fc.record({
        done: fc.nat(),
        total: fc.option(fc.nat(), { nil: undefined }),
        asked: fc.nat(),
        seconds: fc.double({ min: 0, max: 1e7, noNaN: true }),
        none: fc.nat(),
        cost: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null }),
      }),
      fc.nat(120),
      fc.constantFrom(...languages),
      (progress, columns, language) => {
        expect(columnsOf(progressLine(progress, columns, language))).toBeLessThanOrEqual(columns)
      },
    ),
  ))
