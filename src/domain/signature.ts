/**
 * Everything a number depends on, in one line:
 * `judge:pairwise|protocol:pairwise@1|rubric:helpfulness#3f9a...|model:...|temp:0|n:999|none:12|v:0.1.0`.
 *
 * Each part writes its own piece, in order; an undefined value is left out.
 * Values lose what would break the line.
 */
export function signature(parts: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${String(value).replace(/[|\s\p{Cc}]+/gu, '_')}`)
    .join('|')
}

/** The parts in which two signatures differ, each with both values. */
export function signatureDifference(a: string, b: string): { part: string; a?: string; b?: string }[] {
  const [left, right] = [parts(a), parts(b)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((part) => left.get(part) !== right.get(part))
    .map((part) => ({ part, a: left.get(part), b: right.get(part) }))
}

function parts(line: string): Map<string, string> {
  return new Map(
    line.split('|').map((piece) => {
      const at = piece.indexOf(':')
      return [piece.slice(0, at), piece.slice(at + 1)] as const
    }),
  )
}
