import { mustHaveReferences } from './must-have-references.ts'
import { NgramTable } from './ngram-table.ts'
import { sacrebleuSignature } from './sacrebleu-signature.ts'
import type { TextMetric, TextScore } from './text-metric.ts'
import { isWhiteSpace } from './white-space.ts'
import { WordList } from './word-list.ts'

export interface ChrfOptions {
  /** The longest n-grams of characters; 6 where it is absent. */
  readonly charOrder?: number
  /** The longest n-grams of words; 0 where it is absent, 2 makes chrF++. */
  readonly wordOrder?: number
  /** How many times as much recall weighs as precision; 2 where it is absent. */
  readonly beta?: number
  readonly lowercase?: boolean
  /** Counts white space among the characters. */
  readonly whitespace?: boolean
  /** Averages the orders' F-scores, an empty order 1e-16, as chrF++.py, NLTK and Moses do. */
  readonly epsSmoothing?: boolean
}

export interface Chrf extends TextMetric {
  scoreOf(sum: ArrayLike<number>): TextScore
  /** `short` is sacrebleu's short form. */
  signature(version: string, references: number | 'var', form?: 'long' | 'short'): string
}

/**
 * chrF: how many n-grams of characters two texts share, as an F-score of the
 * orders' mean precision and recall (0-100); chrF++ with n-grams of words
 * besides. Equal to sacrebleu 2.6.0. Of several references, the one that gives the best score counts.
 *
 * A row is `[n-grams of the hypothesis, of the reference, matches]` by order,
 * characters first. The score of a row of nothing is 0, as in sacrebleu.
 *
 * @throws TypeError for an order that is no whole number, no order at all, or a beta that is not above 0.
 *
 * Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation";
 * chrF++: Popović 2017. O(characters x order) a segment.
 *
 * @example
 * sentenceScore(chrf(), 'the cat sat', ['the cat sits']).score // => 61.0345...
 */
export function chrf({
  charOrder = 6,
  wordOrder = 0,
  beta = 2,
  lowercase = false,
  whitespace = false,
  epsSmoothing = false,
}: ChrfOptions = {}): Chrf {
  const orders = charOrder + wordOrder
  if (!(
    Number.isInteger(charOrder) &&
    Number.isInteger(wordOrder) &&
    charOrder >= 0 &&
    wordOrder >= 0 &&
    orders
  )) {
    throw new TypeError(`charOrder is ${charOrder}, wordOrder ${wordOrder}.`)
  }
  if (!(beta > 0)) throw new TypeError(`beta is ${beta}.`)
  const characters = new SharedNgrams(charOrder)
  const words = new WordList()
  const wordNgrams = new SharedNgrams(wordOrder)
  let [ours, theirs] = [new Int32Array(1024), new Int32Array(1024)]

  return {
    name: `chrF${beta}${'+'.repeat(wordOrder)}`,
    width: 3 * orders,
    stats(hypothesis, references) {
      mustHaveReferences(references)
      const text = lowercase ? hypothesis.toLowerCase() : hypothesis
      if (ours.length < text.length) ours = new Int32Array(2 * text.length)
      const length = codePoints(text, whitespace, ours)
      words.clear()
      if (wordOrder > 0) addWords(text, words)
      const hypothesisWords = words.length

      let best: Float64Array | undefined
      let bestScore = -1
      for (const one of references) {
        const reference = lowercase ? one.toLowerCase() : one
        if (theirs.length < reference.length) theirs = new Int32Array(2 * reference.length)
        const row = new Float64Array(3 * orders)
        characters.count(theirs, 0, codePoints(reference, whitespace, theirs))
        characters.match(ours, 0, length, row, 0)
        if (wordOrder > 0) {
          const start = words.length
          addWords(reference, words)
          wordNgrams.count(words.ids, start, words.length)
          wordNgrams.match(words.ids, 0, hypothesisWords, row, 3 * charOrder)
        }
        const score = fScore(row, beta, epsSmoothing)
        if (!best || score > bestScore) [best, bestScore] = [row, score]
      }
      return best!
    },
    scoreOf(sum) {
      const { precision, recall } = means(sum)
      return {
        score: fScore(sum, beta, epsSmoothing),
        parts: { precision: 100 * precision, recall: 100 * recall },
      }
    },
    signature: (version, references, form = 'long') =>
      sacrebleuSignature(version, references, form, [
        ['case', 'c', lowercase ? 'lc' : 'mixed'],
        ['eff', 'e', epsSmoothing ? 'no' : 'yes'],
        ['nc', 'nc', String(charOrder)],
        ['nw', 'nw', String(wordOrder)],
        ['space', 's', whitespace ? 'yes' : 'no'],
      ]),
  }
}

/** The n-grams of a reference, and how many of a hypothesis' are among them. */
class SharedNgrams {
  readonly #orders: number
  readonly #table = new NgramTable()
  #places = new Int32Array(1024)
  #length = 0

  constructor(orders: number) {
    this.#orders = orders
  }

  count(symbols: Int32Array, from: number, to: number): void {
    this.#length = to - from
    this.#table.clear(this.#orders * this.#length)
    if (this.#places.length < this.#length) this.#places = new Int32Array(2 * this.#length)
    const places = this.#places
    const table = this.#table
    for (let order = 1; order <= this.#orders; order++) {
      for (let i = from; i + order <= to; i++) {
        const place = table.enter(order === 1 ? -1 : places[i - from]!, symbols[i + order - 1]!)
        places[i - from] = place
        table.setCount(place, table.count(place) + 1)
      }
    }
  }

  /** Writes n-grams of the hypothesis, of the reference, and matches, by order; a match uses one of the reference's up. */
  match(symbols: Int32Array, from: number, to: number, row: Float64Array, at: number): void {
    const length = to - from
    if (this.#places.length < length) this.#places = new Int32Array(2 * length)
    const places = this.#places
    const table = this.#table
    for (let order = 1; order <= this.#orders; order++) {
      let matches = 0
      for (let i = 0; i + order <= length; i++) {
        const prefix = order === 1 ? -1 : places[i]!
        if (order > 1 && prefix < 0) continue
        const place = table.find(prefix, symbols[from + i + order - 1]!)
        places[i] = place
        if (place < 0) continue
        const left = table.count(place)
        if (left === 0) continue
        table.setCount(place, left - 1)
        matches++
      }
      const inReference = Math.max(0, this.#length - order + 1)
      row[at++] = inReference > 0 ? Math.max(0, length - order + 1) : 0
      row[at++] = inReference
      row[at++] = matches
    }
  }
}

/** The text's code points. @returns how many. */
function codePoints(text: string, whitespace: boolean, into: Int32Array): number {
  let n = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (!whitespace && isWhiteSpace(code)) continue
    const isPair = (code & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00
    into[n++] = isPair ? text.codePointAt(i++)! : code
  }
  return n
}

/** Words at white space; one punctuation mark at the end, or else at the beginning, is a word of its own. */
function addWords(text: string, words: WordList): void {
  words.reserve(text.length)
  for (let end = 0; end < text.length; end++) {
    if (isWhiteSpace(text.charCodeAt(end))) continue
    const start = end
    while (end < text.length && !isWhiteSpace(text.charCodeAt(end))) end++
    const isLong = end - start > 1
    const cutsEnd = isLong && isPunctuation(text.charCodeAt(end - 1))
    const cutsStart = isLong && !cutsEnd && isPunctuation(text.charCodeAt(start))
    for (let i = start; i < end; i++) {
      if (cutsEnd && i === end - 1) words.end()
      words.push(text.charCodeAt(i))
      if (cutsStart && i === start) words.end()
    }
    words.end()
  }
}

const isPunctuation = (code: number): boolean =>
  (code >= 33 && code <= 47) ||
  (code >= 58 && code <= 64) ||
  (code >= 91 && code <= 96) ||
  (code >= 123 && code <= 126)

/** Mean precision and recall (0-1) of the orders that both texts have. */
function means(row: ArrayLike<number>): { precision: number; recall: number } {
  let precision = 0
  let recall = 0
  let orders = 0
  for (let i = 0; i < row.length; i += 3) {
    const ours = row[i]!
    const theirs = row[i + 1]!
    if (ours === 0 || theirs === 0) continue
    precision += row[i + 2]! / ours
    recall += row[i + 2]! / theirs
    orders++
  }
  return orders === 0 ? { precision, recall } : { precision: precision / orders, recall: recall / orders }
}

function fScore(row: ArrayLike<number>, beta: number, epsSmoothing: boolean): number {
  const factor = beta * beta
  if (epsSmoothing) {
    let sum = 0
    for (let i = 0; i < row.length; i += 3) {
      const precision = row[i]! > 0 ? row[i + 2]! / row[i]! : epsilon
      const recall = row[i + 1]! > 0 ? row[i + 2]! / row[i + 1]! : epsilon
      const bottom = factor * precision + recall
      sum += bottom > 0 ? ((1 + factor) * precision * recall) / bottom : epsilon
    }
    return (100 * sum) / (row.length / 3)
  }
  const { precision, recall } = means(row)
  return precision + recall > 0
    ? (100 * ((1 + factor) * precision * recall)) / (factor * precision + recall)
    : 0
}

const epsilon = 1e-16
