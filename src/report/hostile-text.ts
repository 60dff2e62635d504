import { stripVTControlCharacters } from 'node:util'

/**
 * What moves a cursor, turns the reading direction or is not seen at all:
 * controls, bidi marks and overrides, zero-width spaces, annotation marks, tag
 * characters, noncharacters. Joiners and variation selectors stay: scripts and emoji need them.
 */
const unseen =
  /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu
const loneSurrogate = /\p{Cs}/gu

/**
 * A text from outside as part of one line of a terminal: no escape sequence, no
 * control and no bidi character is left, and white space is single spaces.
 */
export function plainLine(text: string): string {
  return stripVTControlCharacters(text.replace(/[\s\u2028\u2029]+/gu, ' '))
    .replace(unseen, '')
    .replace(loneSurrogate, '\uFFFD')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/**
 * A text from outside for a page, lines kept: what a reader could not see is
 * shown by name, `␛` for an escape and `[U+202E]` for a right-to-left override.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(unseen, (character) => {
      if (character === '\n' || character === '\t') return character
      const code = character.codePointAt(0)!
      if (code < 0x20) return String.fromCharCode(0x2400 + code)
      return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    })
    .replace(loneSurrogate, '\uFFFD')
}
