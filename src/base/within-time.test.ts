import { expect, it } from 'vitest'
import { withinTime } from './within-time.ts'

it('gives what is found in time, and raises what is raised', () => {
  expect(withinTime(1000, () => ['a'])).toEqual(['a'])
  expect(() =>
    withinTime(1000, () => {
      throw new TypeError('mine')
    }),
  ).toThrow(new TypeError('mine'))
})

it('breaks off a pattern that backtracks without end, and works again afterwards', () => {
  const evil = `${'a'.repeat(50)}b`
  expect(withinTime(50, () => /^(a+)+$/.test(evil))).toBeUndefined()
  expect(withinTime(1000, () => /a/.test(evil))).toBe(true)
})

it('works within itself', () => expect(withinTime(1000, () => withinTime(1000, () => 1))).toBe(1))
