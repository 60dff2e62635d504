/**
 * A JSON text's value, or why it has none.
 *
 * `half` says that its only fault is that it ends: the beginning of a JSON
 * text rather than a wrong one.
 */
export function parseJson(text: string): { value: unknown } | { why: string; half: boolean } {
  // What walks through it, here and elsewhere, walks level by level.
  if (text.length > 2 * deepest && isTooDeep(text))
    return { half: false, why: `it is nested more than ${deepest} levels deep.` }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const { message } = error as Error
    const position = /at position (\d+)/.exec(message)?.[1]
    return {
      half: position === undefined ? /end of JSON/.test(message) : Number(position) >= text.trimEnd().length,
      why: inWords(text, message),
    }
  }
}

const deepest = 1000

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openList || code === openObject) {
      if (++depth > deepest) return true
    } else if (code === closeList || code === closeObject) depth--
  }
  return false
}

const [quote, openList, closeList, openObject, closeObject, backslash] = [0x22, 0x5b, 0x5d, 0x7b, 0x7d, 0x5c]

/** Where the string that begins here ends; the text's end where it does not. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at
    while (text.charCodeAt(before - 1) === backslash) before--
    if ((at - before) % 2 === 0) return at
  }
  return text.length
}

function inWords(text: string, message: string): string {
  // Python's json writes these; JSON has no such values.
  const python = /[:[,]\s*(NaN|-?Infinity)\b/.exec(text)?.[1]
  if (python) return `${python} is not a JSON value; write null, or leave the key out.`
  // Of V8's message without its own excerpt, which may be the whole text.
  const [what = message] = message.split(/ in JSON|, (?:\.\.\.)?"/)
  const column = /\(line \d+ column (\d+)\)/.exec(message)?.[1]
  const start = text.trim()
  const shown = JSON.stringify(start.length > 40 ? `${start.slice(0, 40)}...` : start)
  return `${what[0]!.toLowerCase()}${what.slice(1)}${column ? ` at character ${column}` : ''}; it begins with ${shown}.`
}
