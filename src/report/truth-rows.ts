import type { Estimate, TruthFindings } from '../metaeval/findings.ts'
import type { Unit } from './numbers.ts'
import { nameIn, type Words } from './words.ts'

/** One number with its name, as every table shows it. */
export interface EstimateRow {
  readonly name: string
  readonly estimate: Estimate
  readonly unit: Unit
  /** Whether it is what the table is about, not what it is compared with. */
  readonly ours?: boolean
}

/** Everything known about agreement with a truth, in reading order: the judge, chance, rules that do not read, other rules. */
export function truthRows(truth: TruthFindings, words: Words): EstimateRow[] {
  // Beside a rank correlation it must be said which measure a bare name is of.
  const ofAccuracy = (name: string) => (truth.spearman ? words.under(name) : name)
  return [
    { name: words.accuracy, estimate: truth.accuracy, unit: 'share', ours: true },
    { name: words.kappa, estimate: truth.kappa, unit: 'number', ours: true },
    ...(truth.spearman
      ? [{ name: words.spearman, estimate: truth.spearman, unit: 'number', ours: true } as const]
      : []),
    ...(truth.chance === null
      ? []
      : [
          {
            name: ofAccuracy(words.chance),
            estimate: exactly(truth.chance, truth.n),
            unit: 'share',
          } as const,
        ]),
    ...truth.baselines.map(({ name, accuracy }) => ({
      name: ofAccuracy(nameIn(words, name)),
      estimate: accuracy,
      unit: 'share' as const,
    })),
    ...truth.otherwise.map(({ rule, accuracy }) => ({
      name: words.under(nameIn(words, rule)),
      estimate: accuracy,
      unit: 'share' as const,
    })),
  ]
}

/** A number without an interval of its own. */
export const exactly = (value: number, n: number): Estimate => ({
  value,
  low: null,
  high: null,
  method: 'no interval',
  n,
})
