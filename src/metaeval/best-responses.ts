import { expectedScore } from '../domain/label.ts'
import { byName } from '../base/by-name.ts'
import { mean } from '../metrics/mean.ts'
import type { RatedRow } from './rating-table.ts'
import { kindsOf, responsesOf, unitsOf } from './units.ts'

/** The best of an item's responses, by their scores. */
export interface BestResponses {
  /** The ids of those with the highest score: several where they tie, none where no response has a score. */
  readonly best: readonly string[]
  /** Each response's mean score over annotators and criteria; null where it has none. */
  readonly scores: Readonly<Record<string, number | null>>
  /** Labels of these responses that are no score. */
  readonly none: number
}

/**
 * The best of N: which of an item's responses has the highest score (Li et al.
 * 2023, "Generative Judge for Evaluating Alignment", arXiv:2310.05470, choose so
 * among samples of one model).
 *
 * A response that a judge gave no score is never the best, and never counted as 0.
 */
export function bestResponses(row: RatedRow, annotators?: readonly string[]): BestResponses {
  const wanted = annotators && new Set(annotators)
  const found = new Map<string, number[]>(responsesOf(row).map(({ id }) => [id, []]))
  let none = 0
  for (const { response, labels } of unitsOf(row, kindsOf([row]))) {
    if (response === undefined) continue
    const scores = found.get(response) ?? []
    found.set(response, scores)
    for (const [annotator, label] of labels) {
      if (wanted && !wanted.has(annotator)) continue
      if (label.kind === 'score') scores.push(expectedScore(label))
      else none++
    }
  }
  const scores = byName<number | null>()
  for (const [id, own] of found) scores[id] = mean(own) ?? null
  const highest = Math.max(...Object.values(scores).filter((score) => score !== null))
  return { best: Object.keys(scores).filter((id) => scores[id] === highest), scores, none }
}
