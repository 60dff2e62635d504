/**
 * Whether a UTF-16 code unit is white space as Python's `str.split` has it:
 * not quite JavaScript's, which has U+FEFF and not the separators U+001C-U+001F and U+0085.
 */
export function isWhiteSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** The text without white space at its end. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length
  while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}

/** The text with single spaces for white space, and none around it. */
export const singleSpaced = (text: string): string => text.replace(rows, ' ').replace(/^ | $/g, '')
// oxlint-disable-next-line no-control-regex -- these controls are white space here
const rows = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g
