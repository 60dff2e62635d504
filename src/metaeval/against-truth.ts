import { byName, inOrder } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import type { Seat } from '../domain/label.ts'
import { chanceAgreement } from '../metrics/chance-agreement.ts'
import { balancedAccuracy } from '../metrics/balanced-accuracy.ts'
import { brierScore } from '../metrics/brier-score.ts'
import { calibrationError } from '../metrics/calibration-error.ts'
import { cohenKappaOf } from '../metrics/cohen-kappa.ts'
import { kendallTauOf } from '../metrics/kendall-tau.ts'
import { matthewsCorrelation } from '../metrics/matthews-correlation.ts'
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts'
import { pearson } from '../metrics/pearson.ts'
import { precisionRecall, type PrecisionRecall } from '../metrics/precision-recall.ts'
import { spearmanOf } from '../metrics/spearman.ts'
import { Tally } from '../metrics/tally.ts'
import type { Class } from './comparable.ts'
import { estimates, share, type Resampling } from './estimate.ts'
import type { Estimate, TruthFindings } from './findings.ts'

/** One judgment beside the truth about it. */
export interface Compared {
  /** `undefined` where the judge gave no label. */
  readonly judged: Class | undefined
  readonly truth: Class
  /** Of a score with a distribution: its mean, which ranks responses that the label does not tell apart. */
  readonly expected?: number
  /** The probability that the judge gave to what it said, to three decimals. */
  readonly sure?: number
  /** Of a pair: the longer response. */
  readonly longer?: Seat
  /** What other rules make of the same games. */
  readonly under?: Readonly<Partial<Record<CombineRule, Class | undefined>>>
}

/** Compared judgments, counted so that they can be resampled by clusters. */
export function comparedTally(): Tally<Compared> {
  return new Tally(({ judged, truth, expected, sure, longer, under }) =>
    JSON.stringify([judged ?? null, truth, expected, sure, longer, Object.entries(under ?? {})]),
  )
}

/**
 * How far judgments agree with the truth, with intervals, beside what chance
 * and rules that do not read would get on the same items.
 *
 * Scores: where every truth is a whole number, judgments (means of samples) are
 * compared after rounding to the nearest; the rank correlation takes them as they
 * are, or the expected score where the judge gave a distribution.
 *
 * @param tally    every judgment that has a truth, those without a label among them.
 * @param leftOut  what was not compared, by reason.
 */
export function againstTruth(
  tally: Tally<Compared>,
  name: string,
  leftOut: Readonly<Record<string, number>>,
  resampling: Resampling,
): TruthFindings {
  const round = tally.values.every(({ truth }) => typeof truth === 'string' || Number.isInteger(truth))
  const classOf = (value: Class | undefined): Class | undefined =>
    typeof value === 'number' && round ? Math.round(value) : value
  const right = ({ judged, truth }: Compared): number => (classOf(judged) === truth ? 1 : 0)

  const labelled = tally.where(({ judged }) => judged !== undefined)
  const truths = labelled.values.map(({ truth }) => truth)
  const judged = labelled.values.map((value) => classOf(value.judged)!)
  const rightShare = (part: Tally<Compared>, hit = right): Estimate => share(part, hit, resampling, nothing)
  const because = (why: string) => (labelled.total < 2 ? tooFew(labelled.total) : why)
  const oneClass = because('judge and truth name one and the same class throughout')
  const one = labelled.total < 2
  const steps = stepsOf([...truths, ...judged])
  const onSteps = (values: readonly Class[]) => values.map((value) => steps!.placeOf(value)!)
  const classes = estimates(
    labelled,
    {
      kappa: { of: one ? never : cohenKappaOf(truths, judged), why: oneClass },
      ...(steps
        ? {
            kappaQuadratic: {
              of: one
                ? never
                : cohenKappaOf(onSteps(truths), onSteps(judged), {
                    weights: 'quadratic',
                    classes: steps.places,
                  }),
              why: oneClass,
            },
          }
        : {}),
    },
    resampling,
  )
  // These look at all values in every resample: of scores with distributions there are as many as items.
  const pairs = labelled.map<readonly [Class, Class]>(
    (pair) => JSON.stringify(pair),
    (value) => [value.truth, classOf(value.judged)!],
  )
  const [so, said] = [pairs.values.map(([truth]) => truth), pairs.values.map(([, value]) => value)]
  const byClass = estimates(
    pairs,
    {
      balancedAccuracy: { of: (times) => balancedAccuracy(so, said, times), why: nothing },
      matthews: {
        of: (times) => matthewsCorrelation(so, said, times),
        why: because('judge or truth names one class only'),
      },
    },
    resampling,
  )

  return {
    truth: name,
    n: labelled.total,
    asked: tally.total,
    leftOut,
    accuracy: rightShare(labelled),
    ...classes,
    ...byClass,
    ...classification(truths, judged, labelled.times),
    ...correlations(labelled, resampling, because),
    ...calibration(labelled, right, resampling),
    ...lengths(labelled, resampling),
    chance: chanceAgreement(truths, judged, labelled.times) ?? null,
    confusion: confusionOf(truths, judged, labelled.times),
    baselines: baselines(labelled, resampling),
    otherwise: [
      ...(labelled.total < tally.total ? [{ rule: 'none counted wrong', accuracy: rightShare(tally) }] : []),
      ...underTies(labelled, right, rightShare),
      ...underRules(labelled, resampling),
    ],
  }
}

const nothing = 'no item has both a truth and a label'
const never = () => undefined

/** Where classes stand on a scale with equal steps; `undefined` where they have no order. */
function stepsOf(
  values: readonly Class[],
): { readonly places: readonly number[]; placeOf(value: Class): number | undefined } | undefined {
  if (values.length === 0) return undefined
  if (values.every(isSeat)) {
    const places = new Map<Class, number>([
      ['A', 1],
      ['tie', 2],
      ['B', 3],
    ])
    return { places: [1, 2, 3], placeOf: (value) => places.get(value) }
  }
  const numbers = values.filter((value) => typeof value === 'number' && Number.isInteger(value)) as number[]
  if (numbers.length < values.length) return undefined
  const [low, high] = numbers.reduce(
    ([low, high], n) => [Math.min(low, n), Math.max(high, n)],
    [Infinity, -Infinity],
  )
  if (high - low > 1000) return undefined
  return {
    places: Array.from({ length: high - low + 1 }, (_, i) => low + i),
    placeOf: (value) => value as number,
  }
}

/** Precision, recall and F1; absent where nothing is compared, or scores between whole numbers make no classes. */
function classification(
  truths: readonly Class[],
  judged: readonly Class[],
  times: ArrayLike<number>,
): Pick<TruthFindings, 'classification'> {
  const isClass = (value: Class) => typeof value === 'string' || Number.isInteger(value)
  if (truths.length === 0 || ![...truths, ...judged].every(isClass)) return {}
  const { classes, macro, micro, weighted } = precisionRecall(truths, judged, { times })
  const numbers = ({ precision, recall, f1 }: PrecisionRecall) => ({
    precision: precision ?? null,
    recall: recall ?? null,
    f1: f1 ?? null,
  })
  return {
    classification: {
      macro: numbers(macro),
      micro: numbers(micro),
      weighted: numbers(weighted),
      perClass: Object.fromEntries(
        classes.map((one) => [String(one.class), { ...numbers(one), support: one.support }]),
      ),
      zeroDivision: 0,
    },
  }
}

function calibration(
  labelled: Tally<Compared>,
  right: (value: Compared) => number,
  resampling: Resampling,
): Pick<TruthFindings, 'calibration'> {
  const sure = labelled.where((value) => value.sure !== undefined)
  if (sure.total === 0) return {}
  const truth = sure.values.map(right)
  const confidence = sure.values.map((value) => value.sure!)
  const found = estimates(
    sure,
    {
      expected: { of: (times) => calibrationError(truth, confidence, { times })?.expected, why: nothing },
      brier: { of: (times) => brierScore(truth, confidence, times), why: nothing },
    },
    resampling,
  )
  return {
    calibration: { ...found, bins: calibrationError(truth, confidence, { times: sure.times })?.bins ?? [] },
  }
}

/** How often judge and truth prefer the longer response, on the same pairs; ties left out on each side. */
function lengths(tally: Tally<Compared>, resampling: Resampling): Pick<TruthFindings, 'length'> {
  const { values } = tally
  if (!values.some(({ longer }) => longer === 'A' || longer === 'B')) return {}
  const prefers = (of: (value: Compared) => Class | undefined, isLength: (longer: Class) => boolean) =>
    share(
      tally.where((value) => value.longer !== undefined && isLength(value.longer) && decided(of(value))),
      (value) => (value.longer === 'tie' ? 0.5 : of(value) === value.longer ? 1 : 0),
      resampling,
      'every pair is a tie or of equal length',
    )
  const both = (isLength: (longer: Class) => boolean) => ({
    prefersLonger: prefers(({ judged }) => judged, isLength),
    truthPrefersLonger: prefers(({ truth }) => truth, isLength),
  })
  return { length: { ...both(decided), equalAsHalf: both(() => true) } }
}

const decided = (value: Class | undefined): boolean => value === 'A' || value === 'B'
const tooFew = (n: number): string => (n === 0 ? nothing : 'there is one item only')

/** More different pairs of scores than this make a bootstrap of Kendall's tau too slow. */
const mostForKendall = 5000

function correlations(
  tally: Tally<Compared>,
  resampling: Resampling,
  because: (why: string) => string,
): Pick<TruthFindings, 'spearman' | 'pearson' | 'kendall' | 'mae'> {
  const { values } = tally
  const isScore = ({ judged, truth }: Compared) => typeof judged === 'number' && typeof truth === 'number'
  if (values.length === 0 || !values.every(isScore)) return {}
  const truth = values.map((value) => value.truth as number)
  const judged = values.map((value) => value.expected ?? (value.judged as number))
  const constant = (column: readonly number[]) => new Set(column).size < 2
  const why = because(`${constant(judged) ? 'the judge gives' : 'the truth is'} the same score throughout`)
  const tau = { of: kendallTauOf(truth, judged), why }
  const found = estimates(
    tally,
    {
      spearman: { of: spearmanOf(truth, judged), why },
      pearson: { of: (times) => pearson(truth, judged, times), why },
      mae: { of: (times) => meanAbsoluteError(truth, judged, times), why: nothing },
      ...(values.length <= mostForKendall ? { kendall: tau } : {}),
    },
    resampling,
  )
  if (values.length <= mostForKendall) return found
  const value = tau.of(tally.times) ?? null
  const method = `no interval: more than ${mostForKendall} different pairs of scores`
  return {
    ...found,
    kendall: { value, low: null, high: null, method, n: tally.total, ...(value === null ? { why } : {}) },
  }
}

/** What rules get that look at nothing but the labels' frequency, the length, the place. */
function baselines(tally: Tally<Compared>, resampling: Resampling): TruthFindings['baselines'] {
  const of = (name: string, said: (value: Compared) => Class | undefined) => ({
    name,
    accuracy: share(tally, (value) => (said(value) === value.truth ? 1 : 0), resampling, nothing),
  })
  const commonest = mostFrequentTruth(tally)
  const isPair = tally.values.length > 0 && tally.values.every(({ longer }) => longer !== undefined)
  return [
    of('most frequent truth', () => commonest),
    ...(isPair && tally.values.every(({ truth }) => isSeat(truth))
      ? [of('longer answer', ({ longer }) => longer), of('first answer', () => 'A')]
      : []),
  ]
}

function mostFrequentTruth(tally: Tally<Compared>): Class | undefined {
  const count = new Map<Class, number>()
  for (const [i, { truth }] of tally.values.entries()) {
    count.set(truth, (count.get(truth) ?? 0) + tally.times[i]!)
  }
  return [...count].reduce<[Class, number] | undefined>(
    (most, one) => (most && most[1] >= one[1] ? most : one),
    undefined,
  )?.[0]
}

function underTies(
  labelled: Tally<Compared>,
  right: (value: Compared) => number,
  rightShare: (part: Tally<Compared>, hit?: (value: Compared) => number) => Estimate,
): TruthFindings['otherwise'] {
  const isTie = (value: Class | undefined) => value === 'tie'
  const isPair = labelled.values.every(({ truth }) => isSeat(truth))
  const someTruthTies = labelled.values.some(({ truth }) => isTie(truth))
  const someJudgedTies = labelled.values.some(({ judged }) => isTie(judged))
  const someTies = someTruthTies || someJudgedTies
  if (!isPair || !someTies) return []
  const half = (value: Compared) => (isTie(value.judged) !== isTie(value.truth) ? 0.5 : right(value))
  return [
    ...(someTruthTies
      ? [{ rule: 'ties dropped', accuracy: rightShare(labelled.where(({ truth }) => !isTie(truth))) }]
      : []),
    ...(someTruthTies && someJudgedTies
      ? [
          {
            rule: 'where neither ties',
            accuracy: rightShare(labelled.where(({ judged, truth }) => !isTie(judged) && !isTie(truth))),
          },
        ]
      : []),
    { rule: 'ties as half', accuracy: rightShare(labelled, half) },
  ]
}

function underRules(tally: Tally<Compared>, resampling: Resampling): TruthFindings['otherwise'] {
  const rules = new Set(tally.values.flatMap(({ under }) => Object.keys(under ?? {}) as CombineRule[]))
  return Array.from(rules, (rule) => {
    const part = tally.where(({ under }) => under?.[rule] !== undefined)
    return {
      rule,
      accuracy: share(
        part,
        ({ under, truth }) => (under?.[rule] === truth ? 1 : 0),
        resampling,
        'this rule leaves no label',
      ),
    }
  })
}

/** Of values that are not whole numbers a table would have as many rows as there are items: it stays empty. */
function confusionOf(
  truths: readonly Class[],
  judged: readonly Class[],
  times: ArrayLike<number>,
): TruthFindings['confusion'] {
  if ([...truths, ...judged].some((value) => typeof value === 'number' && !Number.isInteger(value))) return {}
  const counts = byName<Record<string, number>>()
  for (const [i, truth] of truths.entries()) {
    const row = (counts[truth] ??= byName())
    row[judged[i]!] = (row[judged[i]!] ?? 0) + times[i]!
  }
  return inOrder(Object.fromEntries(Object.entries(counts).map(([truth, row]) => [truth, inOrder(row)])))
}

const isSeat = (value: Class): value is Seat => value === 'A' || value === 'B' || value === 'tie'
