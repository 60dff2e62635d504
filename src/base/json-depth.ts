/** The most levels of lists and objects in each other that a JSON text from outside may have. */
export const deepestJson = 1000

/**
 * Whether a JSON text has more levels than that.
 *
 * What walks through a value, `JSON.stringify` among it, goes level by level, and a
 * text of 100,000 brackets would take the stack with it.
 */
export function isTooDeep(text: string): boolean {
  // Each level has an end.
  if (text.length <= 2 * deepestJson) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openList || code === openObject) {
      if (++depth > deepestJson) return true
    } else if (code === closeList || code === closeObject) depth--
  }
  return false
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Where the string that begins here ends; the text's end where it does not. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at
    while (text.charCodeAt(before - 1) === backslash) before--
    if ((at - before) % 2 === 0) return at
  }
  return text.length
}
