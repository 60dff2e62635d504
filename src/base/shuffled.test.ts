import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import { shuffled } from './shuffled.ts'

it('keeps every value, and leaves what it was given as it is', () =>
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
      const before = [...values]
      expect(shuffled(values, seededRandom(seed)).sort()).toEqual([...values].sort())
      expect(values).toEqual(before)
      expect(shuffled(values, seededRandom(seed))).toEqual(shuffled(values, seededRandom(seed)))
    }),
  ))

it('gives every order of three about as often as any other', () => {
  const counts = new Map<string, number>()
  const random = seededRandom(1)
  for (let i = 0; i < 6000; i++) {
    const order = shuffled(['a', 'b', 'c'], random).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const n of counts.values()) expect(n).toBeGreaterThan(880)
})
