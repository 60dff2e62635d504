import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDocument } from './parse-document.ts'

it("reads Python's NaN and Infinity as null, and a text that speaks of them as it is", () => {
  expect(parseDocument('{"a": NaN, "b": [-Infinity, 1], "c": "NaN, \\"Infinity\\" and more"}')).toEqual({
    value: { a: null, b: [null, 1], c: 'NaN, "Infinity" and more' },
  })
})

it('says why a text is no JSON value', () => {
  expect(parseDocument('{"a": NaNa}')).toMatchObject({ why: expect.stringContaining('NaNa') })
  expect(parseDocument('{"a": 1}\n{"a": 2}')).toHaveProperty('why')
})

it('reads whatever JSON writes, with a NaN beside it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseDocument(`[NaN, ${JSON.stringify(value)}]`)).toEqual({
        value: [null, JSON.parse(JSON.stringify(value))],
      })
    }),
  )
})
