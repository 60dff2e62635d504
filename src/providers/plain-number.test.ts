import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainNumber } from './plain-number.ts'

it.each([
  [-3.25, '-3.25'],
  [0, '0'],
  [1.2e-7, '0.00000012'],
  [-1e-30, '0'],
  [1e21, '1000000000000000000000'],
])('writes %d as %s', (value, text) => expect(plainNumber(value)).toBe(text))

it('writes digits alone, and the same number to 20 places', () =>
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainNumber(value)
      expect(text).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-20)
    }),
  ))
