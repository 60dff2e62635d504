/** What `\s` matches in Python, as the inside of a character class; in JavaScript it is not the same. */
export const pythonSpace =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const isSpace = new RegExp(`[${pythonSpace}]`)

/** Python's `str.strip()`: a loop, because a pattern for space at the end is quadratic in space before it. */
export function pythonStrip(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace.test(text[start]!)) start++
  while (end > start && isSpace.test(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** What `float` and `int` pass over around a number: space, but not the separators of files and records that `strip` takes. */
const numeral = (text: string): string => (/[\x1c-\x1f]/.test(text) ? text : pythonStrip(text))

/** The decimal digits of every script, which Python's `\d`, `int` and `float` take, as 0-9. */
export const asciiDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0)!)))

/** Unicode gives each script's digits ten places in a row, from its zero. */
function digitValue(code: number): number {
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

/** What Python's `float(text)` gives, nan and inf included; `undefined` where it raises. */
export function pythonFloat(text: string): number | undefined {
  const plain = asciiDigits(numeral(text))
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(plain)
  if (special) return special[2] ? (special[1] === '-' ? -Infinity : Infinity) : Number.NaN
  const number = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i
  return number.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}

/** What Python's `int(text)` gives; `undefined` where it raises. */
export function pythonInt(text: string): number | undefined {
  const plain = asciiDigits(numeral(text))
  return /^[+-]?\d+(?:_\d+)*$/.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}
