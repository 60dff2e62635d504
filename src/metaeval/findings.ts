import type { Item } from '../domain/item.ts'
import type { WhyNone } from '../domain/label.ts'
import type { Order } from '../domain/rating.ts'
import type { JudgeSpec } from '../domain/run.ts'

/**
 * A number with its interval. `value` is null where it is not defined, and `why` says so;
 * `low` and `high` alone are null where no interval would be honest, and `method` says so.
 */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** How the interval was made: `95 % percentile bootstrap, 1000 resamples of 170 clusters, seed 0`. */
  readonly method: string
  /** How many items (or pairs) it stands on. */
  readonly n: number
  readonly why?: string
}

export type NoneCounts = Readonly<Partial<Record<WhyNone, number>>>

/** What was found about one run; every door shows this and nothing else. */
export interface Findings {
  readonly run: string
  readonly signature: string
  readonly judge: JudgeSpec
  readonly source: string
  readonly items: number
  /** Verdicts that the run holds, one an ask. */
  readonly asked: number
  /** Of these, those with a label that is not `none`. */
  readonly answered: number
  readonly none: NoneCounts
  /** Verdict labels over all asks, by class; scores between whole numbers count as the nearest. */
  readonly labels: Readonly<Record<string, number>>
  readonly criteria: readonly CriterionFindings[]
  /** Seconds this call took, and the asks it put itself over that time. */
  readonly seconds: number
  readonly judgmentsPerSecond: number
  readonly tokens: { readonly prompt: number; readonly cached: number; readonly completion: number }
  /** US dollars; null where the price is not known. */
  readonly cost: number | null
  /** Asks that an earlier call of this run had answered. */
  readonly resumed: number
  /** Asks answered from the cache: by another run, or by the same prompt earlier in this one. */
  readonly fromCache: number
  /** Lines and items left out before asking, and why. */
  readonly leftOut: Readonly<Record<string, number>>
}

export interface CriterionFindings {
  readonly criterion: string
  readonly kind: 'preference' | 'score' | 'category'
  /** Asks. */
  readonly games: number
  /** What is left after the rule made games one: items, or items times responses. */
  readonly judgments: number
  /** The rule that made two orders or several samples one label. */
  readonly combine: string
  readonly labels: Readonly<Record<string, number>>
  readonly none: NoneCounts
  /** Where pairs were shown in both orders. */
  readonly position?: PositionFindings
  /** Scores only. */
  readonly mean?: Estimate
  /** Pairs only: how often the longer response (code points) is preferred; equal lengths and ties left out. */
  readonly prefersLonger?: Estimate
  readonly truth?: TruthFindings
}

export interface PositionFindings {
  /** Pairs with a readable verdict in both orders. */
  readonly pairs: number
  /** Share of them whose two verdicts name the same winner (or both a tie). */
  readonly consistency: Estimate
  readonly flips: number
  /** Of the flips: those that named the first shown both times, and the second. */
  readonly toFirst: number
  readonly toSecond: number
  /** Share of single verdicts, ties left out, that name the response shown first. */
  readonly first: Estimate
}

export interface TruthFindings {
  /** The annotator, or `majority`. */
  readonly truth: string
  /** Of a majority: who has a vote in it. */
  readonly voters?: readonly string[]
  /** Items with both a truth and a label. */
  readonly n: number
  /** The same and those that have a truth but no label. */
  readonly asked: number
  /** Left out, by reason: `no truth`, `no majority`, `none:unparsed`, ... */
  readonly leftOut: Readonly<Record<string, number>>
  /** Labels equal to the truth. Scores too, a mean of samples rounded where the truth is whole numbers. */
  readonly accuracy: Estimate
  readonly kappa: Estimate
  /** Where classes have an order: whole scores, and A < tie < B. */
  readonly kappaQuadratic?: Estimate
  /** Mean recall of the classes of the truth. */
  readonly balancedAccuracy: Estimate
  /** Matthews' correlation of the classes. */
  readonly matthews: Estimate
  /** Precision, recall and F1; null where they are not defined. */
  readonly classification?: Classification
  readonly pearson?: Estimate
  /** Kendall's tau-b. */
  readonly kendall?: Estimate
  /** Mean absolute error. */
  readonly mae?: Estimate
  /** Scores: correlations inside items or clusters, averaged. */
  readonly grouped?: GroupedFindings
  /** Scores of named systems: correlations of their means. */
  readonly systems?: SystemFindings
  /** Where the judge gives probabilities: whether it is right as often as it is sure. */
  readonly calibration?: CalibrationFindings
  /** Pairs: how often judge and truth prefer the longer response, without pairs of equal length. */
  readonly length?: LengthFindings & {
    /** The same where a pair of equal length counts as half. */
    readonly equalAsHalf: LengthFindings
  }
  /** Scores: rank correlation; of the expected score where the judge gave a distribution. */
  readonly spearman?: Estimate
  /** What agreement chance alone would give, from both base rates (0-1). */
  readonly chance: number | null
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What a rule that does not read gets on the same items: the most frequent truth, the longer, the first answer. */
  readonly baselines: readonly { readonly name: string; readonly accuracy: Estimate }[]
  /** The headline under the other rules: `none counted wrong`, `ties dropped`, ... */
  readonly otherwise: readonly { readonly rule: string; readonly accuracy: Estimate }[]
}

export interface Classification {
  /** The plain mean over classes, over all decisions, and over classes by how often they are the truth. */
  readonly macro: PrecisionRecallF1
  readonly micro: PrecisionRecallF1
  readonly weighted: PrecisionRecallF1
  readonly perClass: Readonly<Record<string, PrecisionRecallF1 & { readonly support: number }>>
  /** What stands where a denominator is 0, such as the precision of a class that was never named. */
  readonly zeroDivision: 0
}

interface LengthFindings {
  readonly prefersLonger: Estimate
  readonly truthPrefersLonger: Estimate
}

interface Correlations {
  readonly spearman: Estimate
  readonly pearson: Estimate
  readonly kendall: Estimate
}

export interface GroupedFindings extends Correlations {
  /** Groups in which both sides vary, on which the means stand. */
  readonly groups: number
  /** Groups in which one side does not vary, left out. */
  readonly skipped: number
}

export interface SystemFindings extends Correlations {
  /** By system, the mean of its scores. */
  readonly systems: Readonly<Record<string, { readonly judged: number; readonly truth: number }>>
}

export interface CalibrationFindings {
  /** Expected calibration error (0-1) over ten bins of equal width. */
  readonly expected: Estimate
  /** Mean squared distance of confidence from being right. */
  readonly brier: Estimate
  /** The reliability curve: the bins that hold anything. */
  readonly bins: readonly {
    readonly low: number
    readonly high: number
    readonly n: number
    readonly confidence: number
    readonly accuracy: number
  }[]
}

export interface PrecisionRecallF1 {
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

/** One item on which judge and truth differ, with what a reader needs to decide who is right. */
export interface Disagreement {
  readonly item: Item
  readonly criterion: string
  readonly truth: string
  readonly judged: string
  readonly games: readonly {
    readonly order?: Order
    readonly response?: string
    readonly label: string
    readonly reason?: string
    readonly answer: string
  }[]
}
