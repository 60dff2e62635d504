import { deepestJson, isTooDeep } from '../base/json-depth.ts'

/**
 * A JSON text's value, or why it has none.
 *
 * `half` says that its only fault is that it ends: the beginning of a JSON
 * text rather than a wrong one.
 */
export function parseJson(text: string): { value: unknown } | { why: string; half: boolean } {
  // What walks through it, here and elsewhere, walks level by level.
  if (isTooDeep(text)) return { half: false, why: `it is nested more than ${deepestJson} levels deep.` }
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
