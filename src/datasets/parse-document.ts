import { parseJson } from './parse-json.ts'

/**
 * The value of a text that is one JSON value, or why it is none.
 *
 * Python writes NaN and Infinity, which are no JSON: they are read as null, which is what a
 * score that is not there means.
 */
export function parseDocument(text: string): ReturnType<typeof parseJson> {
  const parsed = parseJson(text)
  if ('value' in parsed || !/NaN|Infinity/.test(text)) return parsed
  return parseJson(withoutPythonNumbers(text))
}

/** Looks outside strings only: a text may well speak of NaN. */
function withoutPythonNumbers(text: string): string {
  const parts: string[] = []
  let from = 0
  while (from < text.length) {
    const quote = text.indexOf('"', from)
    const end = quote < 0 ? text.length : quote
    parts.push(text.slice(from, end).replace(/-?\b(?:NaN|Infinity)\b/g, 'null'))
    if (quote < 0) break
    const after = endOfString(text, quote)
    parts.push(text.slice(quote, after))
    from = after
  }
  return parts.join('')
}

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
