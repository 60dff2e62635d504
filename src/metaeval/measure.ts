import { byName, inOrder } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import type { Item } from '../domain/item.ts'
import type { WhyNone } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { judgeParts, type Run } from '../domain/run.ts'
import { signature } from '../domain/signature.ts'
import type { Verdict } from '../domain/verdict.ts'
import { criterionMeter, labelClass, type CriterionMeter } from './criterion-meter.ts'
import { resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { CriterionFindings, Findings } from './findings.ts'
import { judgedItems } from './judgments.ts'
import { longerOf } from './length.ts'
import { truthOf } from './truth.ts'

export interface Measurement {
  readonly run: Run
  /** As a store gives them: the latest revision of every ask, in the order of the items. */
  readonly verdicts: AsyncIterable<Verdict> | Iterable<Verdict>
  /** The run's items, in the same order. */
  readonly items: AsyncIterable<Item> | Iterable<Item>
  /** People's ratings, where there are any; nothing is held in memory without them. */
  readonly ratings?: AsyncIterable<Rating> | Iterable<Rating>
  /** An annotator's name or `majority`; where it is absent, the only annotator, `gold`, or else the majority. */
  readonly truth?: string
  /** The judge's own name among the ratings, which has no vote in a majority; the judge's name where it is absent. */
  readonly annotator?: string
  /** The rule that makes games one judgment; where it is absent, the default of each kind of label. */
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  /** What only the call that judged knows. */
  readonly call?: Partial<Call>
}

export interface Call {
  readonly seconds: number
  /** Asks that it put itself. */
  readonly put: number
  readonly resumed: number
  readonly fromCache: number
  readonly leftOut: Readonly<Record<string, number>>
}

/**
 * Measures one run: what it said, how far its orders agree, what it prefers,
 * and how far it agrees with the truth where there is one.
 *
 * Reads verdicts and items once and holds one item at a time; what it keeps
 * grows with the number of clusters and of different outcomes, not of verdicts.
 *
 * @throws AssizeError `metaeval/no-such-annotator`, `metaeval/nobody-else`; TypeError where verdicts and items are not in one order.
 */
export async function measure(measurement: Measurement): Promise<Findings> {
  const { run, verdicts, items, combine, resampling = usualResampling, call = {} } = measurement
  const { seconds = 0, put = 0, resumed = 0, fromCache = 0, leftOut = {} } = call
  const truth = await truthOf(measurement)
  const bothOrders = run.judge.settings.orders === 'both'
  const meters = new Map<string, CriterionMeter>()
  const totals = totalMeter()

  for await (const judged of judgedItems(verdicts, items)) {
    let meter = meters.get(judged.criterion)
    if (!meter) {
      meter = criterionMeter(judged.criterion, { truth, combine, bothOrders })
      meters.set(judged.criterion, meter)
    }
    const { item, criterion } = judged
    meter.add({
      ...judged,
      longer: () => longerOf(item),
      about: (response, kind) => truth?.about(item, criterion, response, kind) ?? { leftOut: 'no truth' },
    })
    totals.add(judged.item, judged.verdicts)
  }

  const criteria = Array.from(meters, ([criterion, meter]) =>
    meter.findings(resampling, truth?.unused(criterion)),
  )
  const counted = totals.findings()
  return {
    run: run.name,
    signature: signatureOf(run, criteria, counted, resampling),
    judge: run.judge,
    source: run.source,
    ...counted,
    criteria,
    seconds,
    judgmentsPerSecond: seconds > 0 ? put / seconds : 0,
    resumed,
    fromCache,
    leftOut,
  }
}

type Totals = Pick<Findings, 'items' | 'asked' | 'answered' | 'none' | 'labels' | 'tokens' | 'cost'>

/** Counts over all criteria; tokens and cost of answers from the cache were paid by another run. */
function totalMeter(): { add(item: Item, verdicts: readonly Verdict[]): void; findings(): Totals } {
  const none: Partial<Record<WhyNone, number>> = {}
  const labels = byName()
  const tokens = { prompt: 0, cached: 0, completion: 0 }
  let last: string | undefined
  let items = 0
  let asked = 0
  let answered = 0
  let cost: number | null = null

  return {
    add(item, verdicts) {
      if (item.id !== last) items++
      last = item.id
      for (const { label, answer, cached } of verdicts) {
        asked++
        if (label.kind === 'none') none[label.why] = (none[label.why] ?? 0) + 1
        else {
          answered++
          const text = labelClass(label, item.responses)
          labels[text] = (labels[text] ?? 0) + 1
        }
        if (cached) continue
        tokens.prompt += answer?.usage?.prompt ?? 0
        tokens.cached += answer?.usage?.cached ?? 0
        tokens.completion += answer?.usage?.completion ?? 0
        if (answer?.cost !== undefined) cost = (cost ?? 0) + answer.cost
      }
    },
    findings: () => ({ items, asked, answered, none, labels: inOrder(labels), tokens, cost }),
  }
}

function signatureOf(
  { judge, version }: Run,
  criteria: readonly CriterionFindings[],
  { items, asked, answered }: Totals,
  resampling: Resampling,
): string {
  const truths = new Set(criteria.map(({ truth }) => truth?.truth).filter((name) => name !== undefined))
  return signature({
    ...judgeParts(judge),
    combine: [...new Set(criteria.map(({ combine }) => combine))].join('+') || undefined,
    truth: [...truths].join('+') || undefined,
    resamples: resamplesText(resampling),
    n: items,
    none: asked - answered,
    v: version,
  })
}
