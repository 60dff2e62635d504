import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`

it('reads a value of a thousand levels, and says of a deeper one that it is too deep', () => {
  expect(parseJson(nested(1000))).toHaveProperty('value')
  expect(parseJson(nested(1002))).toMatchObject({
    half: false,
    why: expect.stringContaining('1000 levels') as string,
  })
  expect(parseJson(nested(200_000))).toMatchObject({
    half: false,
    why: expect.stringContaining('1000 levels') as string,
  })
})

it('takes no bracket in a string for a level', () =>
  fc.assert(
    fc.property(fc.constantFrom('[', '{', '\\', '"', '\\"[', '[\\\\'), (text) => {
      const value = [text.repeat(3000), '[', { key: text }]
      expect(parseJson(JSON.stringify(value))).toEqual({ value })
    }),
  ))

it('says of half a text that it is half, however long it is', () => {
  expect(parseJson(`["${'x'.repeat(5000)}`)).toMatchObject({ half: true })
  expect(parseJson('[1, 2')).toMatchObject({ half: true })
})
