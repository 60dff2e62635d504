import { byName } from '../base/by-name.ts'
import type { Answer } from '../domain/answer.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { none, type Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import type { Verdict } from '../domain/verdict.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { cascadeCurve, type CascadeCurve } from './cascade-curve.ts'
import { comparable } from './comparable.ts'
import { estimates, resamplesText, usualResampling, withWilson, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import { judgmentsOf, ruleOf, type Judged } from './judgments.ts'
import { added, nothingSpent, spentOn, timesSpent, type Spent } from './spent.ts'
import type { Truth } from './truth.ts'
import { ruleText, surenessOf, unsureBy, type SureSignal, type Sureness, type UnsureRule } from './unsure.ts'

/** What a cascade concluded about one thing. */
export interface CascadeVerdict {
  readonly item: string
  readonly criterion: string
  readonly response?: string
  readonly cluster?: string
  readonly label: Label
  /** Whose label it is. */
  readonly by: 'first' | 'second'
  /** Why the item went on to the second judge; empty where it did not. */
  readonly unsure: readonly string[]
}

export interface CascadeFindings {
  readonly annotator: string
  readonly first: string
  readonly second: string
  readonly unsure: readonly string[]
  readonly items: number
  /** Items that went on to the second judge, and how often by each rule. */
  readonly sent: number
  readonly because: Readonly<Record<string, number>>
  /** Rules that could not be told, on how many items: what they look at is not known there. */
  readonly notKnown: Readonly<Record<string, number>>
  /** Items sent on that the second judge has not answered. */
  readonly waiting: number
  readonly spent: {
    readonly first: Spent
    /** On the items sent on. */
    readonly second: Spent
    readonly cascade: Spent
    /** The second judge on all items: measured where it judged them all, else its mean on those it judged. */
    readonly secondOnAll: Spent | null
    readonly isMeasured: boolean
  }
  readonly truth?: CascadeAccuracy
  readonly curve?: CascadeCurve
  readonly signature: string
}

/** Shares that are right; a thing without a label counts as wrong, so that all stand on the same things. */
export interface CascadeAccuracy {
  readonly truth: string
  readonly n: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly first: Estimate
  readonly cascade: Estimate
  /** Cascade minus first. */
  readonly gain: Estimate
  /** On the things sent on: each of the two alone. */
  readonly sentFirst: Estimate
  readonly sentSecond: Estimate
  /** Where the second judge judged everything: it alone, and the cascade minus it. */
  readonly second?: Estimate
  readonly loss?: Estimate
  /** Things without a label. */
  readonly none: { readonly first: number; readonly cascade: number }
}

export interface CascadeOptions {
  readonly first: string
  readonly second: string
  readonly unsure: readonly UnsureRule[]
  readonly truth?: Truth
  readonly combine?: CombineRule
  /** Every answer behind a verdict: its own, and those to questions put before it; its own where it is absent. */
  readonly answersOf?: (verdict: Verdict) => Promise<readonly (Answer | undefined)[]>
  /** The signal whose limit is tried out; only where the second judge judged everything. */
  readonly curve?: SureSignal
  /** With `curve`: how much less right than the second judge alone a limit may be (0-1). */
  readonly within?: number
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

export interface Cascade {
  readonly verdicts: readonly CascadeVerdict[]
  readonly findings: CascadeFindings
}

/** One thing judged by the first, and perhaps by the second. */
export interface CascadeThing {
  readonly cluster?: string
  readonly item: string
  readonly sureness: Sureness
  /** Whether the item goes on. */
  readonly sent: boolean
  readonly first: 0 | 1
  /** Absent where the second judge did not judge the item. */
  readonly second?: 0 | 1
}

/**
 * A cheap judge first, the costly one where it is unsure: what comes out, what it took, and how
 * often it is right.
 *
 * An item goes on as a whole where the first judge is unsure of any of its criteria; the second
 * judge's labels then stand for it, also where it gave none.
 *
 * @param judged  what the first judge said, item by item.
 * @param second  the second judge's verdicts by item.
 */
export async function cascade(
  judged: AsyncIterable<Judged> | Iterable<Judged>,
  second: ReadonlyMap<string, readonly Verdict[]>,
  options: CascadeOptions,
): Promise<Cascade> {
  const { unsure: rules, truth, combine: rule, resampling = usualResampling } = options
  const verdicts: CascadeVerdict[] = []
  const things: CascadeThing[] = []
  const labelled = { first: 0, cascade: 0 }
  const because = byName()
  const notKnown = byName()
  const leftOut = byName()
  const costs: { item: string; sent: boolean; first: Spent; second?: Spent }[] = []
  let [items, sentItems, waiting, judgedBySecond] = [0, 0, 0, 0]

  const { answersOf = ({ answer }) => Promise.resolve([answer]) } = options
  const spent = async (verdicts: readonly Verdict[]) =>
    spentOn((await Promise.all(verdicts.map((verdict) => answersOf(verdict)))).flat())

  for await (const group of byItem(judged)) {
    const { item } = group[0]!
    items++
    const sureness = group.map(({ verdicts }) => surenessOf(verdicts, item.responses))
    const told = sureness.map((one) => unsureBy(one, rules))
    const why = [...new Set(told.flatMap((one) => one.because))]
    for (const reason of why) because[reason] = (because[reason] ?? 0) + 1
    for (const reason of new Set(told.flatMap((one) => one.notKnown)))
      notKnown[reason] = (notKnown[reason] ?? 0) + 1
    const others = second.get(item.id)
    const sent = why.length > 0
    if (sent) sentItems++
    if (sent && !others) waiting++
    if (others) judgedBySecond++
    costs.push({
      item: item.id,
      sent,
      first: await spent(group.flatMap(({ verdicts }) => verdicts)),
      ...(others ? { second: await spent(others) } : {}),
    })
    const cluster = item.cluster === undefined ? {} : { cluster: item.cluster }
    for (const [i, { criterion, verdicts: games }] of group.entries()) {
      const kinds = truth?.kinds(criterion)
      const own = labelsOf({ item, criterion, verdicts: games }, rule, kinds)
      const other = others
        ? labelsOf(
            { item, criterion, verdicts: others.filter((verdict) => verdict.criterion === criterion) },
            rule,
            kinds,
          )
        : undefined
      // The two may judge in different settings: then the second's things stand for an item sent on.
      const final = sent ? (other ?? new Map()) : own
      for (const [response, label] of final.size > 0 ? final : own)
        verdicts.push({
          item: item.id,
          criterion,
          ...(response === undefined ? {} : { response }),
          ...cluster,
          label: sent && final.size === 0 ? none('failed') : label,
          by: sent ? 'second' : 'first',
          unsure: why,
        })
      if (!truth) continue
      for (const response of new Set([...own.keys(), ...(other?.keys() ?? [])])) {
        const [a, b] = [own.get(response), other?.get(response)]
        const kind = a && a.kind !== 'none' ? a.kind : b && b.kind !== 'none' ? b.kind : 'preference'
        const about = truth.about(item, criterion, response, kind)
        if (about.leftOut !== undefined) {
          leftOut[about.leftOut] = (leftOut[about.leftOut] ?? 0) + 1
          continue
        }
        const right = (label: Label | undefined): 0 | 1 => {
          const both = label && comparable(label, about.label, item.responses)
          return both && rounded(both.judged, both.truth) === both.truth ? 1 : 0
        }
        const isNone = (label: Label | undefined) => !label || label.kind === 'none'
        if (isNone(a)) labelled.first++
        if (isNone(sent ? b : a)) labelled.cascade++
        things.push({
          ...cluster,
          item: item.id,
          sureness: sureness[i]!,
          sent,
          first: right(a),
          ...(other ? { second: right(b) } : {}),
        })
      }
    }
  }

  const sum = (of: (one: (typeof costs)[number]) => Spent | undefined) =>
    costs.reduce((total, one) => added(total, of(one) ?? nothingSpent), nothingSpent)
  const [spentFirst, spentSecond] = [
    sum(({ first }) => first),
    sum(({ sent, second }) => (sent ? second : undefined)),
  ]
  const onJudged = sum(({ second }) => second)
  const isMeasured = judgedBySecond === items && items > 0
  const { first, second: then, curve, within = 0.01 } = options
  return {
    verdicts,
    findings: {
      annotator: cascadeName(first, then),
      first,
      second: then,
      unsure: rules.map(ruleText),
      items,
      sent: sentItems,
      because,
      notKnown,
      waiting,
      spent: {
        first: spentFirst,
        second: spentSecond,
        cascade: added(spentFirst, spentSecond),
        secondOnAll: judgedBySecond === 0 ? null : timesSpent(onJudged, items / judgedBySecond),
        isMeasured,
      },
      ...(truth ? { truth: accuracyOf(things, truth.name, leftOut, labelled, isMeasured, resampling) } : {}),
      ...(curve && truth && isMeasured
        ? { curve: cascadeCurve(things, costs, curve, { within, resampling }) }
        : {}),
      signature: signature({
        cascade: options.source,
        first,
        second: then,
        unsure: rules.map(ruleText).join(','),
        curve,
        within: curve ? within : undefined,
        combine: rule ?? 'default',
        truth: truth?.name,
        resamples: resamplesText(resampling),
        n: items,
        v: options.version,
      }),
    },
  }
}

/** `cascade:cheap>costly`. */
export const cascadeName = (first: string, second: string): string => `cascade:${first}>${second}`

async function* byItem(judged: AsyncIterable<Judged> | Iterable<Judged>): AsyncGenerator<readonly Judged[]> {
  let group: Judged[] = []
  for await (const one of judged) {
    if (group.length > 0 && group[0]!.item.id !== one.item.id) {
      yield group
      group = []
    }
    group.push(one)
  }
  if (group.length > 0) yield group
}

/** The label of each thing judged, by response where these are judged one by one. */
function labelsOf(
  judged: Judged,
  asked: CombineRule | undefined,
  kinds: ReadonlySet<Label['kind']> | undefined,
): Map<string | undefined, Label> {
  if (judged.verdicts.length === 0) return new Map()
  return new Map(
    judgmentsOf(judged, ruleOf(judged, asked, kinds)).map(({ response, label }) => [response, label]),
  )
}

const rounded = (judged: string | number, truth: string | number) =>
  typeof judged === 'number' && Number.isInteger(truth) ? Math.round(judged) : judged

function accuracyOf(
  things: readonly CascadeThing[],
  name: string,
  leftOut: Readonly<Record<string, number>>,
  none: CascadeAccuracy['none'],
  isMeasured: boolean,
  resampling: Resampling,
): CascadeAccuracy {
  const tally = new Tally<Pick<CascadeThing, 'sent' | 'first' | 'second'>>(({ sent, first, second }) =>
    JSON.stringify([sent, first, second]),
  )
  for (const { cluster, sent, first, second } of things)
    tally.add([{ sent, first, ...(second === undefined ? {} : { second }) }], cluster)
  const sent = tally.where((one) => one.sent && one.second !== undefined)
  const why = 'no item has both a truth and a label'
  const final = ({ sent, first, second }: Pick<CascadeThing, 'sent' | 'first' | 'second'>): number =>
    sent ? (second ?? 0) : first
  const of = (values: readonly number[]) => ({
    of: (times: ArrayLike<number>) => mean(values, times),
    why,
  })
  const { values } = tally
  const whole = estimates(
    tally,
    {
      first: of(values.map(({ first }) => first)),
      cascade: of(values.map(final)),
      gain: of(values.map((one) => final(one) - one.first)),
      ...(isMeasured
        ? {
            second: of(values.map(({ second }) => second ?? 0)),
            loss: of(values.map((one) => final(one) - (one.second ?? 0))),
          }
        : {}),
    },
    resampling,
  )
  const onSent = estimates(
    sent,
    {
      sentFirst: of(sent.values.map(({ first }) => first)),
      sentSecond: of(sent.values.map(({ second }) => second ?? 0)),
    },
    resampling,
  )
  return {
    truth: name,
    n: tally.total,
    leftOut,
    ...whole,
    first: withWilson(whole.first, tally),
    cascade: withWilson(whole.cascade, tally),
    sentFirst: withWilson(onSent.sentFirst, sent),
    sentSecond: withWilson(onSent.sentSecond, sent),
    none,
  }
}
