import { defineReader, unread } from './define-reader.ts'
import { without } from './mt-bench.ts'
import { plainText } from './plain-text.ts'
import type { Found, Reader } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'

/**
 * Arena-Hard's judge as JudgeBench runs it (Li et al. 2024, arXiv:2406.11939;
 * Tan et al. 2024, arXiv:2410.12784). Several labels that differ, also `>>` and `>`, are no verdict;
 * how much better is folded away.
 */
export const arenaHard: Reader = defineReader({
  name: 'arena-hard',
  about: 'One label, [[A>>B]], [[A>B]], [[A=B]], [[B>A]] or [[B>>A]].',
  source: 'ScalerLab/JudgeBench e2c52c284e utils/judges.py (ArenaHard)',
  strict(text) {
    const said = new Set<string>()
    let first: RegExpExecArray | undefined
    for (const found of text.matchAll(/\[\[([AB<>=]+)\]\]/g)) {
      first ??= found
      said.add(found[1]!)
    }
    if (!first || said.size > 1) return unread
    return winnerOf(first[1]!.replaceAll('>>', '>'), without(text, first.index, first[0]))
  },
  robust(text) {
    const plain = plainText(text.replaceAll('&gt;', '>   ').replaceAll('&lt;', '<   '))
    const lines = linesOf(plain)
    const place = oneStated(plain, [
      ...placesOf(plain, /\[\[\s*([AB]\s*[<>=][<>=\s]*[AB])\s*\]\]/gi, order),
      ...edges(lines).flatMap((line) => {
        const said = line.text.length < 200 ? wholeLine.exec(line.text)?.[1] : undefined
        const value = said && order(said)
        return value ? [{ value, at: line.at, end: line.at + line.text.length }] : []
      }),
    ])
    if (!place) return unread
    return winnerOf(String(place.value), without(text, place.at, text.slice(place.at, place.end)))
  },
})

const wholeLine =
  /^[\s#>"'`-]*(?:(?:my|the|final)\s+)*(?:(?:verdict|decision|answer|label)\s*(?:is|:)\s*)?(?:tie:\s*)?["'`[(]*\s*([AB]\s*[<>=][<>=\s]*[AB])\s*[\])"'`]*[\s.!]*$/i

/** `A >> B` and `b<a` as `A>B`: two labels that prefer the same response state the same verdict here. */
function order(said: string): string | undefined {
  const [, left, sign, right] = /^([AB])([<>=])\2?([AB])$/.exec(said.toUpperCase().replace(/\s+/g, '')) ?? []
  if (!left || left === right) return undefined
  if (sign === '=') return 'A=B'
  return (left === 'A') === (sign === '>') ? 'A>B' : 'B>A'
}

function winnerOf(label: string, reason: string): Found {
  const winner = { 'A>B': 0, 'B>A': 1, 'A=B': null }[label]
  return winner === undefined ? unread : { winner, reason }
}
