import { defineReader, unread } from './define-reader.ts'
import { plainText } from './plain-text.ts'
import { pythonFloat } from './python-text.ts'
import type { Reader } from './reader.ts'
import { edges, linesOf, oneStated, type Line, type Stated } from './stated.ts'
import { statedScore } from './stated-score.ts'

/** G-Eval's filled form (Liu et al. 2023, arXiv:2303.16634). */
export const gEval: Reader = defineReader({
  name: 'g-eval',
  about: 'A number at the start of the answer.',
  source: 'nlpyang/geval 6f84404ce4 meta_eval_summeval.py',
  verdictFirst: true,
  strict(text) {
    const found = /^ ?([\p{Nd}.]+)/u.exec(text)
    // What is no number, 3.5.1, is a 0 in the published mean.
    const score = found && pythonFloat(found[1]!)
    return score === null || score === undefined ? unread : { score, reason: text.slice(found![0].length) }
  },
  robust(text, { scale }) {
    const plain = plainText(text)
    const lines = linesOf(plain)
    const high = scale?.high ?? 5
    const [first, last] = edges(lines)
    const top = first && fieldScore(first, high, true)
    // Further down, only an entry of the form: a sentence may end in a colon and a number too.
    const isEntry = last && (top !== undefined || /^\s*-/.test(last.text))
    const bottom =
      last && (isEntry ? fieldScore(last, high, top !== undefined) : statedScore(last, high, false))
    const place = oneStated(
      plain,
      [top, bottom].filter((one) => one !== undefined),
    )
    return place ? { score: Number(place.value), reason: text.slice(place.end) } : unread
  },
})

/** The score of a line `4` or, whatever the criterion is called, `- Coherence (1-5): 4`. */
function fieldScore(line: Line, high: number, bare: boolean): Stated | undefined {
  const field = /^[\s#>"'`-]*[a-z][a-z ]{1,30}(?:\(\d+ *- *\d+\))?["'`]* *:/i.exec(line.text)?.[0]
  if (!field) return statedScore(line, high, bare)
  return statedScore({ text: line.text.slice(field.length), at: line.at + field.length }, high, true)
}
