import { mustHaveReferences } from './must-have-references.ts'
import { sacrebleuSignature } from './sacrebleu-signature.ts'
import { ShiftedEdits } from './shifted-edits.ts'
import type { TextMetric, TextScore } from './text-metric.ts'
import { singleSpaced, withoutTrailingSpace } from './white-space.ts'
import { WordList } from './word-list.ts'

export interface TerOptions {
  /** Sets punctuation apart and undoes XML entities, as Tercom does. */
  readonly normalized?: boolean
  /** Leaves punctuation out. */
  readonly noPunctuation?: boolean
  /** With `normalized`, sets each Chinese character apart; with `noPunctuation`, leaves Asian punctuation out. */
  readonly asianSupport?: boolean
  /** Otherwise both texts are lowercased. */
  readonly caseSensitive?: boolean
}

export interface Ter extends TextMetric {
  scoreOf(sum: ArrayLike<number>): TextScore
  /** `short` is sacrebleu's short form. */
  signature(version: string, references: number | 'var', form?: 'long' | 'short'): string
}

/**
 * Translation edit rate: how many words must be put in, taken out, replaced or
 * moved (a row of words at a time) to turn a text into its reference, in per
 * cent of the reference's words. 0 is equal; above 100 for long texts. Equal to
 * sacrebleu 2.6.0, its limits included: edits lie within 25 words of the
 * diagonal, 10 words move at a time, by up to 50, and 1,000 moves are tried.
 * Of several references, the fewest edits count, and the mean length.
 *
 * A row is `[edits, reference words]`. Edits where the reference is empty are 100; nothing against nothing is 0.
 *
 * Snover et al. 2006, "A Study of Translation Edit Rate with Targeted Human
 * Annotation". Each move tried costs O(words x 50).
 *
 * @example
 * sentenceScore(ter(), 'on the mat the cat sat', ['the cat sat on the mat']).score // => 16.6666...
 */
export function ter({
  normalized = false,
  noPunctuation = false,
  asianSupport = false,
  caseSensitive = false,
}: TerOptions = {}): Ter {
  const words = new WordList()
  const edits = new ShiftedEdits()
  const prepare = (text: string): string => {
    let prepared = caseSensitive ? withoutTrailingSpace(text) : withoutTrailingSpace(text).toLowerCase()
    if (normalized && prepared !== '') prepared = normalize(prepared, asianSupport)
    return noPunctuation ? withoutPunctuation(prepared, asianSupport) : prepared
  }

  return {
    name: 'TER',
    width: 2,
    stats(hypothesis, references) {
      mustHaveReferences(references)
      words.clear()
      words.split(prepare(hypothesis))
      const length = words.length
      let fewest = Infinity
      let referenceWords = 0
      for (const reference of references) {
        const start = words.length
        // sacrebleu prepares references twice, which tells where a possessive stands before white space of other kinds.
        words.split(normalized ? prepare(singleSpaced(prepare(reference))) : prepare(reference))
        fewest = Math.min(fewest, edits.count(words.ids, length, start, words.length))
        referenceWords += words.length - start
      }
      return Float64Array.of(fewest, referenceWords / references.length)
    },
    scoreOf(sum) {
      const edits = sum[0]!
      const referenceLength = sum[1]!
      const rate = referenceLength > 0 ? edits / referenceLength : edits > 0 ? 1 : 0
      return { score: 100 * rate, parts: { edits, referenceLength } }
    },
    signature: (version, references, form = 'long') =>
      sacrebleuSignature(version, references, form, [
        ['case', 'c', caseSensitive ? 'mixed' : 'lc'],
        ['tok', 't', 'tercom'],
        ['norm', 'nr', yesOrNo(normalized)],
        ['punct', 'pn', yesOrNo(!noPunctuation)],
        ['asian', 'as', yesOrNo(asianSupport)],
      ]),
  }
}

const yesOrNo = (is: boolean) => (is ? 'yes' : 'no')

function normalize(text: string, asianSupport: boolean): string {
  const joined = text
    .replaceAll('\n-', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
  const apart = ` ${joined} `
    .replaceAll(/[!-&(-+/:-@[-`{-~]/g, ' $& ')
    .replaceAll("'s ", " 's ")
    .replaceAll(/([^0-9])([.,])/g, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/g, ' $1 $2')
    .replaceAll(/([0-9])(-)/g, '$1 $2 ')
  return asianSupport ? apart.replaceAll(asian, ' $& ') : apart
}

function withoutPunctuation(text: string, asianSupport: boolean): string {
  const rest = text.replaceAll(/[.,?:;!"()]/g, '')
  return asianSupport ? rest.replaceAll(asianPunctuation, '') : rest
}

const asianPunctuation =
  /[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]/g

/**
 * The characters that sacrebleu sets apart one by one. Its rules for rows of
 * kana never apply: they ask for the beginning of a text that begins with a space.
 */
const asian =
  /[\u2e80-\u2eff\u31c0-\u31ef\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]/g
