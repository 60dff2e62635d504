import { byName, inOrder } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { expectedScore, labelText, seatOf, type Label, type Seat, type WhyNone } from '../domain/label.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { againstTruth, comparedTally, type Compared } from './against-truth.ts'
import { combine, type Game } from './combine.ts'
import { classOf, comparable, type Class } from './comparable.ts'
import { estimate, type Resampling } from './estimate.ts'
import type { CriterionFindings } from './findings.ts'
import { judgmentsOf, ruleOf, type Judgment } from './judgments.ts'
import { lengthMeter } from './length.ts'
import { positionMeter, type JudgedItem } from './position.ts'
import type { Truth, TruthAbout } from './truth.ts'

export interface MeterOptions {
  readonly truth: Pick<Truth, 'name' | 'kinds' | 'voters'> | undefined
  /** The rule asked for; where it is absent, the default of each kind of label. */
  readonly combine: CombineRule | undefined
  /** Whether every pair is asked in both orders: one that has one verdict so far is not judged yet. */
  readonly bothOrders: boolean
  /** What becomes of a judgment without a label: left out where it is absent. */
  readonly none?: NoneRule
  /** `drop` leaves out what is a tie in truth. */
  readonly ties?: TieRule
  /** Is shown what was compared, with the response that it is about where they are judged one by one. */
  readonly observe?: (
    compared: readonly { readonly value: Compared; readonly response: string | undefined }[],
    played: Played,
  ) => void
}

/** `drop` leaves judgments without a label out, `wrong` counts them against the judge, `tie` takes them for ties. */
export const noneRules = ['drop', 'wrong', 'tie', 'zero'] as const
export type NoneRule = (typeof noneRules)[number]

export const tieRules = ['keep', 'drop'] as const
export type TieRule = (typeof tieRules)[number]

/** The games of one item, or of several just alike, on one criterion. */
export interface Played {
  readonly item: JudgedItem
  readonly verdicts: readonly Game[]
  /** How many items there are like this; 1 where it is absent. */
  readonly times?: number
  /** Of a pair: the longer response. */
  readonly longer: () => Seat | undefined
  /** The truth about a judgment; see `Truth`. */
  readonly about: (response: string | undefined, judged: Label['kind']) => TruthAbout
}

/** Counts the verdicts on one criterion as they come, holding none of them. */
export interface CriterionMeter {
  add(played: Played): void
  /** @param unused  ratings of the truth on items that were never asked about. */
  findings(resampling: Resampling, unused?: number): CriterionFindings
}

export function criterionMeter(
  criterion: string,
  { truth, combine: asked, bothOrders, none: noneRule = 'drop', ties = 'keep', observe }: MeterOptions,
): CriterionMeter {
  const truthKinds = truth?.kinds(criterion)
  const labels = byName()
  const none: Partial<Record<WhyNone, number>> = {}
  const kinds = new Map<CriterionFindings['kind'], number>()
  const rules = new Map<CombineRule, number>()
  const leftOut = byName()
  const scores = new Tally<number>(String)
  const compared = comparedTally()
  const position = positionMeter()
  const length = lengthMeter()
  let games = 0
  let judgments = 0

  function compare(
    { item, verdicts, about, times = 1 }: Played,
    { response, label: given }: Judgment<Game>,
    rule: CombineRule,
    longer?: Seat,
  ) {
    const known = about(response, given.kind === 'none' ? kindUnder(rule, kinds) : given.kind)
    if (known.leftOut !== undefined) {
      count(leftOut, known.leftOut, times)
      return undefined
    }
    const isPair = known.label.kind === 'preference'
    if (ties === 'drop' && isPair && seatOf(item.responses, known.label.winner) === 'tie') {
      count(leftOut, 'truth is a tie', times)
      return undefined
    }
    const label =
      noneRule === 'tie' && given.kind === 'none' && isPair
        ? ({ kind: 'preference', winner: null } as const)
        : given
    const both = comparable(label, known.label, item.responses)
    if (label.kind === 'none' && noneRule !== 'wrong') count(leftOut, `none:${label.why}`, times)
    else if (label.kind !== 'none' && !both) count(leftOut, 'truth of another kind', times)
    if (label.kind !== 'none' && !both) return undefined
    const found: Compared = {
      judged: both?.judged ?? (noneRule === 'wrong' ? 'none' : undefined),
      truth: both?.truth ?? classOf(known.label, item.responses)!,
      ...(label.kind === 'score' && label.distribution ? { expected: expectedScore(label) } : {}),
      ...sureness(label, item.responses),
      ...(longer ? { longer } : {}),
      ...(verdicts.some(({ order }) => order === 'AB') && verdicts.some(({ order }) => order === 'BA')
        ? { under: underOtherRules(verdicts, rule, item.responses) }
        : {}),
    }
    return found
  }

  return {
    add(given) {
      const played = noneRule === 'zero' ? withZeros(given, truthKinds) : given
      const { item, verdicts, times = 1 } = played
      games += verdicts.length * times
      position.add(item, verdicts, times)
      if (bothOrders && new Set(verdicts.map(({ order }) => order)).size < 2) {
        count(leftOut, 'asked in one order so far', times)
        return
      }

      const rule = ruleOf(played, asked, truthKinds)
      const own = judgmentsOf(played, rule)
      judgments += own.length * times
      count(rules, rule, times)
      for (const { label } of own) {
        if (label.kind === 'none') count(none, label.why, times)
        else {
          count(labels, labelClass(label, item.responses), times)
          count(kinds, label.kind, times)
        }
      }
      scores.add(
        own.flatMap(({ label }) => (label.kind === 'score' ? [label.value] : [])),
        item.cluster,
        times,
      )
      const longer = own.some(({ label }) => label.kind === 'preference') ? played.longer() : undefined
      length.add(
        item,
        own.map(({ label }) => label),
        longer,
        times,
      )
      if (!truth) return
      const found = own.map((judgment) => {
        const value = compare(played, judgment, rule, longer)
        return value && { value, response: judgment.response }
      })
      const beside = found.filter((one) => one !== undefined)
      compared.add(
        beside.map(({ value }) => value),
        item.cluster,
        times,
      )
      observe?.(beside, played)
    },

    findings(resampling, unused = 0) {
      const kind = commonest(kinds) ?? kindUnder(commonest(rules), kinds)
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
              truth: {
                ...againstTruth(
                  compared,
                  truth.name,
                  unused > 0 ? { ...leftOut, 'ratings of items that are not in the run': unused } : leftOut,
                  resampling,
                ),
                ...(truth.voters ? { voters: truth.voters } : {}),
              },
            }
          : {}),
      }
    },
  }
}

/**
 * An unread answer as the score 0, before samples are averaged: what G-Eval's released code does. A call that
 * gave no answer stays `none`.
 */
function withZeros(played: Played, truthKinds: ReadonlySet<Label['kind']> | undefined): Played {
  const scored = truthKinds?.has('score') || played.verdicts.some(({ label }) => label.kind === 'score')
  if (!scored) return played
  return {
    ...played,
    verdicts: played.verdicts.map((game) =>
      game.label.kind === 'none' && game.label.why !== 'failed'
        ? { ...game, label: { kind: 'score', value: 0 } }
        : game,
    ),
  }
}

/** The probability that a judge gave to what it said; nothing where it gave none. */
function sureness(label: Label, responses: JudgedItem['responses']): Pick<Compared, 'sure'> {
  if (label.kind === 'none') return {}
  const given =
    label.kind === 'preference'
      ? label.probabilities?.[seatOf(responses, label.winner) ?? 'tie']
      : label.distribution?.[String(label.value)]
  // Rounded, or a million judgments would be as many different ones.
  return given === undefined ? {} : { sure: Math.round(given * 1000) / 1000 }
}

/** The rules under which the headline is given beside the one chosen. */
const otherRules = ['agree-or-tie', 'agree-or-none', 'average', 'first-order-only'] as const

function underOtherRules(
  games: readonly Game[],
  chosen: CombineRule,
  responses: JudgedItem['responses'],
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
export function labelClass(label: Label, responses: JudgedItem['responses']): string {
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

function count<K extends string>(
  counts: Partial<Record<K, number>> | Map<K, number>,
  key: K,
  times: number,
): void {
  if (counts instanceof Map) counts.set(key, (counts.get(key) ?? 0) + times)
  else counts[key] = (counts[key] ?? 0) + times
}
