import { stripVTControlCharacters } from 'node:util'

/** A text from outside as a piece of one line of an error: at most 300 characters, nothing that moves a cursor. */
export function shortText(text: string): string {
  const line = stripVTControlCharacters(text.slice(0, 2000))
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return line.length > 300 ? `${line.slice(0, 297)}...` : line
}
