import { bleuTokenizers, tokenizers, type BleuTokenizer } from './bleu-tokenizers.ts'
import { mustHaveReferences } from './must-have-references.ts'
import { NgramTable } from './ngram-table.ts'
import { sacrebleuSignature } from './sacrebleu-signature.ts'
import type { TextMetric, TextScore } from './text-metric.ts'
import { WordList } from './word-list.ts'

export const bleuSmoothings = ['exp', 'floor', 'add-k', 'none'] as const

/**
 * What becomes of an order of which no n-gram matches. `exp`: the first such
 * order counts as a half match, the next as a quarter, and so on. `floor`:
 * `smoothValue` matches. `add-k`: `smoothValue` more matches and n-grams in
 * every order above the first. `none`: the score is 0.
 */
export type BleuSmoothing = (typeof bleuSmoothings)[number]

export interface BleuOptions {
  /** `13a` where it is absent. */
  readonly tokenizer?: BleuTokenizer
  readonly lowercase?: boolean
  /** `exp` where it is absent. */
  readonly smoothing?: BleuSmoothing
  /** For `floor` and `add-k`; 0.1 and 1 where it is absent. */
  readonly smoothValue?: number
  /** The longest n-grams that count; 4 where it is absent. */
  readonly maxOrder?: number
  /** Leaves out orders that the hypothesis is too short for: meant for single sentences. */
  readonly effectiveOrder?: boolean
}

export interface BleuScore extends TextScore {
  /** By order from 1, in per cent, smoothed. */
  readonly precisions: readonly number[]
  /** 1, or less where the hypotheses are shorter than the references. */
  readonly brevityPenalty: number
  /** In words. */
  readonly hypothesisLength: number
  /** In words, of the reference that is nearest in length. */
  readonly referenceLength: number
}

export interface Bleu extends TextMetric {
  scoreOf(sum: ArrayLike<number>): BleuScore
  /** `short` is sacrebleu's short form. */
  signature(version: string, references: number | 'var', form?: 'long' | 'short'): string
}

/**
 * BLEU: how many of a text's word n-grams stand in a reference, as the
 * geometric mean of the orders' precisions, times a penalty for short texts
 * (0-100). Equal to sacrebleu 2.6.0.
 *
 * A row is `[hypothesis length, reference length, matches by order, n-grams by
 * order]`. The score of a row of nothing is 0, as in sacrebleu.
 *
 * @throws TypeError for an option that is none of those that there are.
 *
 * Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine
 * Translation"; Post 2018, "A Call for Clarity in Reporting BLEU Scores";
 * smoothing: Chen and Cherry 2014. O(words x order) a segment.
 *
 * @example
 * sentenceScore(bleu({ effectiveOrder: true }), 'the cat sat down', ['the cat sat there']).score // => 59.4603...
 */
export function bleu({
  tokenizer = '13a',
  lowercase = false,
  smoothing = 'exp',
  smoothValue = smoothing === 'floor' ? 0.1 : 1,
  maxOrder = 4,
  effectiveOrder = false,
}: BleuOptions = {}): Bleu {
  if (!bleuTokenizers.includes(tokenizer)) throw new TypeError(`There is no tokenizer called ${tokenizer}.`)
  if (!bleuSmoothings.includes(smoothing)) throw new TypeError(`There is no smoothing called ${smoothing}.`)
  if (!Number.isInteger(maxOrder) || maxOrder < 1) throw new TypeError(`maxOrder is ${maxOrder}.`)
  const tokenize = tokenizers[tokenizer]
  const words = new WordList()
  const ngrams = new NgramTable()
  let places = new Int32Array(256)
  let seen = new Int32Array(0)

  return {
    name: 'BLEU',
    width: 2 + 2 * maxOrder,
    stats(hypothesis, references) {
      mustHaveReferences(references)
      const row = new Float64Array(2 + 2 * maxOrder)
      words.clear()
      const ends = references.map((reference) => {
        tokenize(lowercase ? reference.toLowerCase() : reference, words)
        return words.length
      })
      const referenceWords = words.length
      tokenize(lowercase ? hypothesis.toLowerCase() : hypothesis, words)
      if (places.length < words.length) places = new Int32Array(2 * words.length)

      ngrams.clear(maxOrder * referenceWords)
      if (ends.length === 1) countAll(0, referenceWords)
      else for (const [i, end] of ends.entries()) countMost(i === 0 ? 0 : ends[i - 1]!, end)

      const length = words.length - referenceWords
      row[0] = length
      row[1] = nearest(
        length,
        ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]!)),
      )
      for (let order = 1; order <= maxOrder; order++) {
        row[1 + order] = takeMatches(referenceWords, words.length, order)
        row[1 + maxOrder + order] = Math.max(0, length - order + 1)
      }
      return row
    },
    scoreOf: (sum) => score(sum, smoothing, smoothValue, maxOrder, effectiveOrder),
    signature(version, references, form = 'long') {
      const valued = smoothing === 'floor' || smoothing === 'add-k'
      return sacrebleuSignature(version, references, form, [
        ['case', 'c', lowercase ? 'lc' : 'mixed'],
        ['eff', 'e', effectiveOrder ? 'yes' : 'no'],
        ['tok', 'tok', tokenizer],
        ['smooth', 's', valued ? `${smoothing}[${smoothValue.toFixed(2)}]` : smoothing],
        // sacrebleu's own signature leaves this out.
        ...(maxOrder === 4 ? [] : [['order', 'order', String(maxOrder)] as const]),
      ])
    },
  }

  /** Counts the n-grams of the only reference. */
  function countAll(from: number, to: number): void {
    const { ids } = words
    for (let order = 1; order <= maxOrder; order++) {
      for (let i = from; i + order <= to; i++) {
        const place = ngrams.enter(order === 1 ? -1 : places[i]!, ids[i + order - 1]!)
        places[i] = place
        ngrams.setCount(place, ngrams.count(place) + 1)
      }
    }
  }

  /** Counts the n-grams of one of several references; of each the largest count is kept. */
  function countMost(from: number, to: number): void {
    const { ids } = words
    if (seen.length < ngrams.size) seen = new Int32Array(ngrams.size)
    for (let order = 1; order <= maxOrder; order++) {
      for (let i = from; i + order <= to; i++) {
        const place = ngrams.enter(order === 1 ? -1 : places[i]!, ids[i + order - 1]!)
        places[i] = place
        const n = ++seen[place]!
        if (n > ngrams.count(place)) ngrams.setCount(place, n)
      }
      for (let i = from; i + order <= to; i++) seen[places[i]!] = 0
    }
  }

  /** How many of the hypothesis' n-grams match; each match uses one of the reference's up. */
  function takeMatches(from: number, to: number, order: number): number {
    const { ids } = words
    let matches = 0
    for (let i = from; i + order <= to; i++) {
      const prefix = order === 1 ? -1 : places[i]!
      if (order > 1 && prefix < 0) continue
      const place = ngrams.find(prefix, ids[i + order - 1]!)
      places[i] = place
      if (place < 0) continue
      const left = ngrams.count(place)
      if (left === 0) continue
      ngrams.setCount(place, left - 1)
      matches++
    }
    return matches
  }
}

/** Of equally near lengths the shorter. */
function nearest(length: number, lengths: readonly number[]): number {
  return lengths.reduce((best, one) => {
    const [further, soFar] = [Math.abs(length - one), Math.abs(length - best)]
    return further < soFar || (further === soFar && one < best) ? one : best
  })
}

function score(
  sum: ArrayLike<number>,
  smoothing: BleuSmoothing,
  smoothValue: number,
  maxOrder: number,
  effectiveOrder: boolean,
): BleuScore {
  const hypothesisLength = sum[0]!
  const referenceLength = sum[1]!
  const brevityPenalty =
    hypothesisLength >= referenceLength
      ? 1
      : hypothesisLength > 0
        ? Math.exp(1 - referenceLength / hypothesisLength)
        : 0
  const precisions = Array<number>(maxOrder).fill(0)
  let matched = false
  for (let order = 1; order <= maxOrder; order++) matched ||= sum[1 + order]! > 0
  let value = 0
  if (matched) {
    let orders = maxOrder
    let halves = 1
    for (let order = 1; order <= maxOrder; order++) {
      const extra = smoothing === 'add-k' && order > 1 ? smoothValue : 0
      const matches = sum[1 + order]! + extra
      const total = sum[1 + maxOrder + order]! + extra
      if (total === 0) break
      if (effectiveOrder) orders = order
      if (matches > 0) precisions[order - 1] = (100 * matches) / total
      else if (smoothing === 'exp') precisions[order - 1] = 100 / ((halves *= 2) * total)
      else if (smoothing === 'floor') precisions[order - 1] = (100 * smoothValue) / total
    }
    let logs = 0
    for (let i = 0; i < orders; i++) logs += Math.log(precisions[i]!)
    value = brevityPenalty * Math.exp(logs / orders)
  }
  return {
    score: value,
    precisions,
    brevityPenalty,
    hypothesisLength,
    referenceLength,
    get parts() {
      return {
        ...Object.fromEntries(precisions.map((precision, i) => [`precision${i + 1}`, precision])),
        brevityPenalty,
        hypothesisLength,
        referenceLength,
      }
    },
  }
}
