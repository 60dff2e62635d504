import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FirstSeen } from './first-seen.ts'

it('remembers exactly what a Map of the keys would, whatever the keys', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 200 }), (keys) => {
      const seen = new FirstSeen()
      const map = new Map<string, number>()
      for (const [i, key] of keys.entries()) {
        expect(seen.add(key, i + 1)).toBe(map.get(key))
        if (!map.has(key)) map.set(key, i + 1)
      }
    }),
  )
})

it('still knows its first keys after a hundred thousand', () => {
  const seen = new FirstSeen()
  for (let i = 1; i <= 100_000; i++)
    if (seen.add(`subset/${i}`, i) !== undefined) throw new Error(`subset/${i} is new`)
  expect([1, 819, 820, 99_999].map((i) => seen.add(`subset/${i}`, 7))).toEqual([1, 819, 820, 99_999])
})
