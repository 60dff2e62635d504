import type { CriterionFindings, Estimate, TruthFindings } from '../metaeval/findings.ts'
import type { MetaFindings } from '../metaeval/meta-evaluation.ts'

/** How an annotator stands between rules that do not read and those whose votes make the truth. */
export interface Standing {
  readonly annotator: string
  readonly measure: 'accuracy' | 'spearman'
  readonly estimate: Estimate
  /** Of the rules that do not read, the one that is right most often; accuracy only. */
  readonly rule?: { readonly name: string; readonly accuracy: Estimate }
  /**
   * Whether the whole interval lies above the rule (of a rank correlation: above 0),
   * and whether it overlaps the rule's own; where the truth never varies, every rule may be
   * right. Null where there is no interval.
   */
  readonly aboveRules: 'clearly' | 'overlapping' | 'not shown' | 'one class' | null
  /**
   * Against the voters, where there are some and the annotator is none of them: as good as the lowest
   * of them, below but for the interval, or below with the whole interval.
   */
  readonly ceiling?: 'reached' | 'not told apart' | 'below'
}

/** What those who vote reach, each against the others. */
export interface Ceiling {
  readonly measure: Standing['measure']
  readonly low: number
  readonly high: number
  /** The fewest and the most items that it stands on. */
  readonly fewest: number
  readonly most: number
}

/** Everybody who was measured but the voters, the best first; where all have a vote, everybody. */
export function standings({ annotators, ceiling, voters = [] }: MetaFindings): {
  readonly ceiling: Ceiling | undefined
  readonly standings: readonly Standing[]
} {
  const measured = Object.entries(annotators).flatMap(([name, found]) => headlineOf(name, found))
  const people = Object.entries({ ...annotators, ...ceiling })
    .filter(([name]) => voters.includes(name))
    .flatMap(([name, found]) => headlineOf(name, found))
  const others = measured.filter(({ annotator }) => !voters.includes(annotator))
  const top = others.length > 0 ? ceilingOf(people) : undefined
  return {
    ceiling: top,
    standings: (others.length > 0 ? others : measured)
      .map(({ truth, ...one }): Standing => {
        const rule = one.measure === 'accuracy' ? bestRule(truth) : undefined
        return {
          ...one,
          ...(rule ? { rule } : {}),
          aboveRules:
            Object.keys(truth.confusion).length === 1
              ? 'one class'
              : aboveRules(one.estimate, rule?.accuracy),
          ...(top?.measure === one.measure ? { ceiling: againstCeiling(one.estimate, top.low) } : {}),
        }
      })
      .sort((a, b) => b.estimate.value! - a.estimate.value!),
  }
}

function againstCeiling({ value, high }: Estimate, low: number): NonNullable<Standing['ceiling']> {
  if (value! >= low) return 'reached'
  return high !== null && high >= low ? 'not told apart' : 'below'
}

type Measured = Pick<Standing, 'annotator' | 'measure' | 'estimate'> & { readonly truth: TruthFindings }

/** Rank correlation of scores that take more than two values, else accuracy; nothing where nothing was compared. */
function headlineOf(annotator: string, { truth }: CriterionFindings): Measured[] {
  if (!truth || truth.accuracy.value === null) return []
  const values = new Set(
    [truth.confusion, ...Object.values(truth.confusion)].flatMap((row) => Object.keys(row)),
  )
  return truth.spearman && truth.spearman.value !== null && values.size !== 2
    ? [{ annotator, measure: 'spearman', estimate: truth.spearman, truth }]
    : [{ annotator, measure: 'accuracy', estimate: truth.accuracy, truth }]
}

function bestRule({ baselines }: TruthFindings): Standing['rule'] {
  return baselines
    .filter(({ accuracy }) => accuracy.value !== null)
    .reduce<Standing['rule']>(
      (best, one) => (best && best.accuracy.value! >= one.accuracy.value! ? best : one),
      undefined,
    )
}

function aboveRules({ low }: Estimate, rule: Estimate | undefined): Standing['aboveRules'] {
  if (low === null) return null
  if (low <= (rule?.value ?? 0)) return 'not shown'
  return low > (rule?.high ?? rule?.value ?? 0) ? 'clearly' : 'overlapping'
}

function ceilingOf(people: readonly Measured[]): Ceiling | undefined {
  const [first] = people
  if (!first || people.some(({ measure }) => measure !== first.measure)) return undefined
  const values = people.map(({ estimate }) => estimate.value!)
  const items = people.map(({ estimate }) => estimate.n)
  return {
    measure: first.measure,
    low: Math.min(...values),
    high: Math.max(...values),
    fewest: Math.min(...items),
    most: Math.max(...items),
  }
}
