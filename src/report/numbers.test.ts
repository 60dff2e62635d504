import { expect, it } from 'vitest'
import { estimate, undefinedEstimate } from './fixtures.ts'
import { coefficient, dollars, duration, estimateText, rate, share, whole } from './numbers.ts'

it.each([
  [0, '0 %'],
  [0.0004, '<0.1 %'],
  [0.625, '62.5 %'],
  [0.62, '62.0 %'],
  [0.9996, '>99.9 %'],
  [1, '100 %'],
])('the share %d reads %s', (value, text) => expect(share(value, 'en')).toBe(text))

it('puts no space before the sign in Korean', () => expect(share(0.5, 'ko')).toBe('50.0%'))

it.each([
  [0.312, '0.31'],
  [-0.041, '−0.04'],
  [-0.001, '0.00'],
])('the coefficient %d reads %s', (value, text) => expect(coefficient(value)).toBe(text))

it('shows an estimate with its interval', () => {
  expect(estimateText(estimate(0.625, 0.468, 0.762, 40), 'share', 'en')).toBe('62.5 % [46.8, 76.2]')
  expect(estimateText(estimate(0.05, -0.2, 0.3, 40), 'number', 'ko')).toBe('0.05 [−0.20, 0.30]')
})

it('is undefined for an estimate that is not', () =>
  expect(estimateText(undefinedEstimate('one class'), 'share', 'en')).toBeUndefined())

it.each([
  [0, '$0'],
  [0.00001, '<$0.0001'],
  [0.0042, '$0.0042'],
  [0.1234, '$0.123'],
  [12.3, '$12.30'],
])('%d dollars read %s', (value, text) => expect(dollars(value)).toBe(text))

it.each([
  [0.84, '0.8 s', '0.8초'],
  [42.4, '42 s', '42초'],
  [59.7, '1 min 00 s', '1분 00초'],
  [185, '3 min 05 s', '3분 05초'],
  [7800, '2 h 10 min', '2시간 10분'],
])('%d seconds read %s and %s', (seconds, en, ko) => {
  expect(duration(seconds, 'en')).toBe(en)
  expect(duration(seconds, 'ko')).toBe(ko)
})

it.each([
  [1234567, '1,234,567'],
  [999, '999'],
])('%d reads %s', (n, text) => expect(whole(n)).toBe(text))

it.each([
  [0.423, '0.42'],
  [12.34, '12.3'],
  [1240.4, '1,240'],
  [Infinity, '0'],
])('a rate of %d reads %s', (value, text) => expect(rate(value)).toBe(text))
