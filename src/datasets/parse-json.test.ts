import { expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

it('says of a text that is nested too deep that it is', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000)
  expect(parseJson(text)).toEqual({ half: false, why: 'it is nested more than 1000 levels deep.' })
})

it('says of half a text that it is half, however long it is', () => {
  expect(parseJson(`["${'x'.repeat(5000)}`)).toMatchObject({ half: true })
  expect(parseJson('[1, 2')).toMatchObject({ half: true })
})
