import { expect, it } from 'vitest'
import { mean } from './mean.ts'

it('is the arithmetic mean', () => expect(mean([1, 2, 6])).toBe(3))
it('counts a value given twice as two', () => expect(mean([1, 4], [2, 1])).toBe(2))
it.each([
  [[], undefined],
  [[5], [0]],
])('is undefined where nothing counts', (values, times) => expect(mean(values, times)).toBeUndefined())
