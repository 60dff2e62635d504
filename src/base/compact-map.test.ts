import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CompactMap } from './compact-map.ts'

it('answers as a Map would, whatever is set, and set again', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), fc.integer({ min: 1, max: 2 ** 32 - 1 }))), (entries) => {
      const compact = new CompactMap()
      const map = new Map<string, number>()
      for (const [key, value] of entries) {
        compact.set(`item ${key}`, value)
        map.set(`item ${key}`, value)
      }
      const keys = Array.from({ length: 3001 }, (_, key) => `item ${key}`)
      expect(keys.map((key) => compact.get(key))).toEqual(keys.map((key) => map.get(key)))
      expect(compact.size).toBe(map.size)
    }),
  ))

it('keeps every key while it grows', () => {
  const map = new CompactMap()
  for (let i = 1; i <= 100_000; i++) map.set(`item ${i}`, i)
  expect(map.size).toBe(100_000)
  for (let i = 1; i <= 100_000; i++) if (map.get(`item ${i}`) !== i) throw new Error(`item ${i} is lost`)
  expect(map.get('item 0')).toBeUndefined()
})
