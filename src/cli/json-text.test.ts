import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonText } from './json-text.ts'

it('shows a terminal nothing but text', () => {
  const text = jsonText({ text: '\u001B[31m\u009B31m\u202Eabc\u2069\u007F' })
  expect(text).toBe('{"text":"\\u001b[31m\\u009b31m\\u202eabc\\u2069\\u007f"}')
  expect(stripVTControlCharacters(text)).toBe(text)
})

it('leaves Korean, emoji and joiners as they are', () => {
  expect(jsonText('좋다 👩‍👧')).toBe('"좋다 👩‍👧"')
})

it('is the same value when it is read', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  ))
