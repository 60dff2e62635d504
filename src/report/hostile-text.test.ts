import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLine, visibleText } from './hostile-text.ts'

describe('a line of a terminal', () => {
  it.each([
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]0;title\u0007text', 'text'],
    ['a\r\nb\tc', 'a b c'],
    ['\u202Eabc\u202C', 'abc'],
    ['zero\u200Bwidth', 'zerowidth'],
    [' a \u200B b', 'a b'],
    ['\u009B2Jgone', 'gone'],
    ['lone \uD800', 'lone \uFFFD'],
    ['한국어 👩‍💻', '한국어 👩‍💻'],
  ])('%j becomes %j', (text, line) => expect(plainLine(text)).toBe(line))

  it('never holds a control or a bidi character, whatever came in', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainLine(text)).not.toMatch(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
      }),
    ))

  it('is the same when it is made again', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainLine(plainLine(text))).toBe(plainLine(text))
      }),
    ))
})

describe('a text of a page', () => {
  it('keeps its lines and its white space', () =>
    expect(visibleText('  a\r\n\tb\rc\n\n')).toBe('  a\n\tb\nc\n\n'))

  it.each([
    ['\u001B[31m', '␛[31m'],
    ['\u202Eabc', '[U+202E]abc'],
    ['\u0000', '␀'],
    ['\u0085', '[U+0085]'],
    ['\u{E0041}', '[U+E0041]'],
  ])('shows what %j hides', (text, shown) => expect(visibleText(text)).toBe(shown))
})
