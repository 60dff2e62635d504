/** A verdict where it stands in a plain text. */
export interface Stated {
  readonly value: string | number
  readonly at: number
  readonly end: number
}

/**
 * The one verdict that is stated, or `undefined` where there is none or are two
 * that differ. Said twice alike, the last place counts.
 *
 * Not stated, only mentioned, is what stands in quotes and is not the last word
 * of the answer, and what goes on as instructions do: `[[A]] if assistant A is better`, `A or B`.
 */
export function oneStated(plain: string, places: readonly Stated[]): Stated | undefined {
  const lastLine = plain.trimEnd().lastIndexOf('\n') + 1
  const isAlone = places.filter(({ at }) => at >= lastLine).length === 1
  const isQuoted = quotesOf(plain)
  let last: Stated | undefined
  let choice: Stated | undefined
  for (const place of places.toSorted((a, b) => a.at - b.at)) {
    const { at, end } = place
    const [offered, goesOn] = [
      choice,
      /^["'`]? *(?:(or\b|\/|\|)|if\b|when\b|means\b)/i.exec(plain.slice(end, end + 40)),
    ]
    choice = goesOn?.[1] ? place : undefined
    if (goesOn || (offered && at - offered.end < 60 && !plain.slice(offered.end, at).includes('\n'))) continue
    if (isQuoted(at, end) && !(isAlone && at >= lastLine && endsQuoted.test(plain.slice(end).trimEnd())))
      continue
    if (last && last.value !== place.value) return undefined
    last = place
  }
  return last
}

const endsQuoted = /^ *["'`]+[ .!)\]"'`]*$/

/** Whether a place is in quotes on its line; asked from front to back, so that each quote is counted once. */
function quotesOf(plain: string): (at: number, end: number) => boolean {
  const open = { '"': false, '`': false }
  let seen = 0
  return (at, end) => {
    for (; seen < at; seen++) {
      const char = plain[seen]
      if (char === '\n') open['"'] = open['`'] = false
      else if (char === '"' || char === '`') open[char] = !open[char]
    }
    const after = plain.slice(end, end + 40).split('\n', 1)[0]!
    if ((open['"'] && after.includes('"')) || (open['`'] && after.includes('`'))) return true
    return /' *$/.test(plain.slice(Math.max(at - 4, 0), at)) && /^ *'/.test(after)
  }
}

/** All places of a pattern whose first group that matched is the verdict. */
export function placesOf(
  plain: string,
  pattern: RegExp,
  value: (said: string) => string | number | undefined = (said) => said.toUpperCase(),
): Stated[] {
  return [...plain.matchAll(pattern)].flatMap((match) => {
    const said = match.slice(1).find((group) => group !== undefined)
    const found = said === undefined ? undefined : value(said)
    return found === undefined ? [] : [{ value: found, at: match.index, end: match.index + match[0].length }]
  })
}

export interface Line {
  readonly text: string
  readonly at: number
}

/** The lines that say something: not empty, not the fence of a code block. */
export function linesOf(plain: string): readonly Line[] {
  let at = 0
  return plain.split('\n').flatMap((text) => {
    const line = { text, at }
    at += text.length + 1
    return /^(?:```\w*)?$/.test(text.trim()) ? [] : [line]
  })
}

/** The first line and the last, which may be the same. */
export function edges(lines: readonly Line[]): readonly Line[] {
  return lines.length > 1 ? [lines[0]!, lines.at(-1)!] : lines
}

/** Whether every bracket that a line opens is closed in it: an answer that was cut is no verdict. */
export const isClosed = (line: string): boolean =>
  line.split('[').length === line.split(']').length && line.split('(').length === line.split(')').length
