import { expectedScore, labelText, type Label, type Seat, type WhyNone } from '../domain/label.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { againstTruth, comparedTally, type Compared } from './against-truth.ts'
import { combine, type CombineRule } from './combine.ts'
import { classOf, comparable, type Class } from './comparable.ts'
import { estimate, type Resampling } from './estimate.ts'
import type { CriterionFindings } from './findings.ts'
import { judgmentsOf, ruleOf, type Judged, type Judgment } from './judgments.ts'
import { lengthMeter, longerOf } from './length.ts'
import { positionMeter } from './position.ts'
import type { Truth } from './truth.ts'

export interface MeterOptions {
  readonly truth: Truth | undefined
  /** The rule asked for; where it is absent, the default of each kind of label. */
  readonly combine: CombineRule | undefined
  /** Whether every pair is asked in both orders: one that has one verdict so far is not judged yet. */
  readonly bothOrders: boolean
}

/** Counts the verdicts on one criterion as they come, holding none of them. */
export interface CriterionMeter {
  add(judged: Judged): void
  findings(resampling: Resampling): CriterionFindings
}

export function criterionMeter(
  criterion: string,
  { truth, combine: asked, bothOrders }: MeterOptions,
): CriterionMeter {
  const truthKinds = truth?.kinds(criterion)
  const labels: Record<string, number> = {}
  const none: Partial<Record<WhyNone, number>> = {}
  const kinds = new Map<CriterionFindings['kind'], number>()
  const rules = new Map<CombineRule, number>()
  const leftOut: Record<string, number> = {}
  const scores = new Tally<number>(String)
  const compared = comparedTally()
  const position = positionMeter()
  const length = lengthMeter()
  let games = 0
  let judgments = 0

  function compare(
    { item, verdicts }: Judged,
    { response, label }: Judgment,
    rule: CombineRule,
    longer?: Seat,
  ) {
    const about = truth!.about(
      item,
      criterion,
      response,
      label.kind === 'none' ? kindUnder(rule, kinds) : label.kind,
    )
    if (about.leftOut !== undefined) {
      count(leftOut, about.leftOut)
      return undefined
    }
    const both = comparable(label, about.label, item.responses)
    if (label.kind === 'none') count(leftOut, `none:${label.why}`)
    else if (!both) count(leftOut, 'truth of another kind')
    if (label.kind !== 'none' && !both) return undefined
    const found: Compared = {
      judged: both?.judged,
      truth: both?.truth ?? classOf(about.label, item.responses)!,
      ...(label.kind === 'score' && label.distribution ? { expected: expectedScore(label) } : {}),
      ...(longer ? { longer } : {}),
      ...(verdicts.some(({ order }) => order === 'AB') && verdicts.some(({ order }) => order === 'BA')
        ? { under: underOtherRules(verdicts, rule, item.responses) }
        : {}),
    }
    return found
  }

  return {
    add(judged) {
      const { item, verdicts } = judged
      games += verdicts.length
      position.add(item, verdicts)
      if (bothOrders && new Set(verdicts.map(({ order }) => order)).size < 2) {
        count(leftOut, 'asked in one order so far')
        return
      }

      const rule = ruleOf(judged, asked, truthKinds)
      const own = judgmentsOf(judged, rule)
      judgments += own.length
      count(rules, rule)
      for (const { label } of own) {
        if (label.kind === 'none') count(none, label.why)
        else {
          count(labels, labelClass(label, item.responses))
          count(kinds, label.kind)
        }
      }
      scores.add(
        own.flatMap(({ label }) => (label.kind === 'score' ? [label.value] : [])),
        item.cluster,
      )
      const longer = own.some(({ label }) => label.kind === 'preference') ? longerOf(item) : undefined
      length.add(
        item,
        own.map(({ label }) => label),
        longer,
      )
      if (!truth) return
      compared.add(
        own.map((judgment) => compare(judged, judgment, rule, longer)).filter((value) => value !== undefined),
        item.cluster,
      )
    },

    findings(resampling) {
      const kind = commonest(kinds) ?? kindUnder(commonest(rules), kinds)
      const unused = truth?.unused(criterion) ?? 0
      const prefersLonger = length.findings(resampling)
      const inPosition = position.findings(resampling)
      return {
        criterion,
        kind,
        games,
        judgments,
        combine: commonest(rules) ?? asked ?? 'each',
        labels: inOrder(labels),
        none,
        ...(inPosition ? { position: inPosition } : {}),
        ...(scores.total > 0
          ? {
              mean: estimate(
                scores,
                (times) => mean(scores.values, times),
                resampling,
                'there are no scores',
              ),
            }
          : {}),
        ...(prefersLonger ? { prefersLonger } : {}),
        ...(truth
          ? {
              truth: againstTruth(
                compared,
                truth.name,
                unused > 0 ? { ...leftOut, 'ratings of items that are not in the run': unused } : leftOut,
                resampling,
              ),
            }
          : {}),
      }
    },
  }
}

/** The rules under which the headline is given beside the one chosen. */
const otherRules = ['agree-or-tie', 'agree-or-none', 'average', 'first-order-only'] as const

function underOtherRules(
  games: Judged['verdicts'],
  chosen: CombineRule,
  responses: Judged['item']['responses'],
): Partial<Record<CombineRule, Class | undefined>> {
  return Object.fromEntries(
    otherRules
      .filter((rule) => rule !== chosen)
      .map((rule) => [rule, classOf(combine(games, rule, responses)[0]!, responses)]),
  )
}

/**
 * A label's class in counts: a seat, a category, a score. Scores between whole
 * numbers, such as the mean of samples, count as the nearest.
 */
export function labelClass(label: Label, responses: Judged['item']['responses']): string {
  return label.kind === 'score' ? String(Math.round(label.value)) : labelText(label, responses)
}

function kindUnder(
  rule: CombineRule | undefined,
  kinds: ReadonlyMap<CriterionFindings['kind'], number>,
): CriterionFindings['kind'] {
  if (rule === 'agree-or-tie' || rule === 'sign-of-sum' || rule === 'higher-score') return 'preference'
  return commonest(kinds) ?? 'score'
}

function commonest<T>(counts: ReadonlyMap<T, number>): T | undefined {
  let most: T | undefined
  for (const [value, n] of counts) if (most === undefined || n > counts.get(most)!) most = value
  return most
}

function count<K extends string>(counts: Partial<Record<K, number>> | Map<K, number>, key: K): void {
  if (counts instanceof Map) counts.set(key, (counts.get(key) ?? 0) + 1)
  else counts[key] = (counts[key] ?? 0) + 1
}

/** The same counts, their classes in order. */
export function inOrder(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
