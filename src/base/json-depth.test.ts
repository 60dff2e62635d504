import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isTooDeep } from './json-depth.ts'

const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`

it('counts levels, not brackets', () => {
  expect(isTooDeep(nested(1000))).toBe(false)
  expect(isTooDeep(nested(1002))).toBe(true)
  expect(isTooDeep(`[${'[],{},'.repeat(5000)}1]`)).toBe(false)
})

it('takes no bracket in a string for a level', () =>
  fc.assert(
    fc.property(fc.constantFrom('[', '{', '\\', '"', '\\"[', '[\\\\'), (text) => {
      expect(isTooDeep(JSON.stringify([text.repeat(3000), { key: text }]))).toBe(false)
    }),
  ))
