import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonFloat } from './python-text.ts'
import type { Reader } from './reader.ts'
import { edges, linesOf, oneStated, placesOf } from './stated.ts'
import { number, outOf, statedScore } from './stated-score.ts'

/** The additive judge of Self-Rewarding Language Models (Yuan et al. 2024, arXiv:2401.10020). */
export const selfRewarding: Reader = defineReader({
  name: 'self-rewarding',
  about: 'A justification that ends "Score: n", of 0-5.',
  source: 'arXiv:2401.10020, figure 2 (the format; the reader of the mirrored code does not work)',
  strict(text) {
    const found = /Score: ([0-9.]+)/.exec(text)
    const score = found ? pythonFloat(found[1]!) : undefined
    return found && score !== undefined && score >= 0 && score <= 5
      ? { score, reason: text.slice(0, found.index) }
      : unread
  },
  robust(text, { scale }) {
    const plain = plainText(text)
    const high = scale?.high ?? 5
    const lines = linesOf(plain)
    const place = oneStated(plain, [
      ...placesOf(
        plain,
        new RegExp(`\\b(?:total\\s+|final\\s+)?score\\s*:[\\s<([]*${number}${outOf(high)}`, 'gi'),
        Number,
      ),
      ...edges(lines).flatMap((line) => statedScore(line, high, lines.length === 1) ?? []),
    ])
    const score = Number(place?.value)
    return place && score >= 0 && score <= high ? { score, reason: text.slice(0, place.at) } : unread
  },
})
