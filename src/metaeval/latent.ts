import { seededRandom } from '../base/random.ts'
import type { Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { bootstrapEach } from '../metrics/bootstrap-each.ts'
import { Tally } from '../metrics/tally.ts'
import { annotatorsOf } from './chosen-truth.ts'
import type { Class } from './comparable.ts'
import { resamplesText, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import { fitLatent, latentLabel, latentModels, type LatentModel, type LatentUnits } from './latent-labels.ts'
import type { RatedRow } from './rating-table.ts'
import { classesBy } from './units.ts'

/** What a model says of annotators whose truth nobody knows; every door shows this and nothing else. */
export interface LatentFindings {
  readonly model: LatentModel
  readonly items: number
  /** By annotator, the probability of saying the true class. */
  readonly competence: Readonly<Record<string, Estimate>>
  /** How frequent each class is among the true ones. */
  readonly prevalence: Readonly<Record<string, number>>
  /** By annotator and true class, the probability of each class said. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>
  /** The mean over items of how undecided their truth is left, in bits. */
  readonly difficulty: number | null
  /** Items whose most probable class is less probable than this, by limit. */
  readonly undecided: Readonly<Record<'0.6' | '0.8' | '0.95', number>>
  /** Whether the classes may have changed their names: annotators are no better than chance. */
  readonly isBelowChance: boolean
  readonly converged: boolean
  readonly why?: string
  readonly signature: string
}

export interface LatentOptions {
  readonly model: LatentModel
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/** A fit in every resample costs: of so many, the interval is wide but honest. */
const resamplesOfFits = 200
/** Units times annotators times classes beyond which so many fits take minutes. */
const mostForResampling = 1e6

/**
 * Fits a model of latent truth to everybody's labels: people and judges alike.
 * Intervals of competence are by bootstrap over items (or clusters), each resample
 * fitted anew from the whole's fit.
 */
export function latentFindings(
  rows: readonly RatedRow[],
  { model, resampling = usualResampling, source, version }: LatentOptions,
): { readonly findings: LatentFindings; readonly fitted: LatentUnits } {
  const annotators = annotatorsOf(rows)
  const fitted = fitLatent(model, rows, annotators)
  const { units, fit } = fitted
  const items = units.reduce((sum, { row }) => sum + row.times, 0)
  const resamples = Math.min(resampling.resamples, resamplesOfFits)
  const common = {
    model,
    items,
    signature: signature({
      latent: source,
      model,
      resamples: resamplesText({ ...resampling, resamples }),
      annotators: annotators.length,
      n: items,
      v: version,
    }),
  }
  if (!fit) {
    const findings: LatentFindings = {
      ...common,
      competence: {},
      prevalence: {},
      confusion: {},
      difficulty: null,
      undecided: { '0.6': 0, '0.8': 0, '0.95': 0 },
      isBelowChance: false,
      converged: false,
      why: 'fewer than two annotators labelled anything',
    }
    return { findings, fitted }
  }

  const { classes, posterior, difficulty } = fit
  const named = (values: ArrayLike<number>) =>
    Object.fromEntries(classes.map((name, k) => [String(name), values[k]!]))
  const undecided = { '0.6': 0, '0.8': 0, '0.95': 0 }
  let bits = 0
  for (const [i, { row }] of units.entries()) {
    let most = 0
    for (let k = 0; k < classes.length; k++) most = Math.max(most, posterior[i * classes.length + k]!)
    for (const limit of ['0.6', '0.8', '0.95'] as const)
      if (most < Number(limit)) undecided[limit] += row.times
    bits += difficulty[i]! * row.times
  }
  return {
    fitted,
    findings: {
      ...common,
      competence: competenceOf(fitted, model, resamples, resampling.seed),
      prevalence: named(fit.prevalence),
      confusion: Object.fromEntries(
        annotators.map((name, i) => [
          name,
          Object.fromEntries(classes.map((truth, k) => [String(truth), named(fit.confusion[i]![k]!)])),
        ]),
      ),
      difficulty: items > 0 ? bits / items : null,
      undecided,
      isBelowChance: fit.isBelowChance,
      converged: fit.converged,
    },
  }
}

function competenceOf(
  { units, annotators, coding, fit }: LatentUnits,
  model: LatentModel,
  resamples: number,
  seed: number,
): Record<string, Estimate> {
  const tally = new Tally<readonly (Class | null)[]>((row) => JSON.stringify(row))
  for (const { row, unit } of units) {
    tally.add([classesBy(unit, annotators, coding)], row.facts.cluster, row.times)
  }
  const { classes, prevalence, confusion, accuracy } = fit!
  const isTooLarge = tally.values.length * annotators.length * fit!.classes.length > mostForResampling
  const intervals = isTooLarge
    ? undefined
    : bootstrapEach(
        tally.sample(),
        (times) =>
          latentModels[model](tally.values, {
            classes,
            times,
            start: { prevalence, confusion },
            tolerance: 1e-6,
          })?.accuracy.map((value) => value ?? NaN),
        { random: seededRandom(seed), resamples },
      )
  const kinds = tally.isClustered ? 'clusters' : 'items'
  const whyNoInterval = isTooLarge
    ? `${tally.values.length} different items by ${annotators.length} annotators with ${fit!.classes.length} classes take too long to fit again and again`
    : 'not defined in some resamples'
  return Object.fromEntries(
    annotators.map((name, i): [string, Estimate] => {
      const value = accuracy[i] ?? null
      const n = tally.values.reduce((sum, row, j) => (row[i] === null ? sum : sum + tally.times[j]!), 0)
      const interval = intervals?.[i]
      if (value === null)
        return [
          name,
          { value, low: null, high: null, method: 'none: not defined', n, why: 'labelled nothing' },
        ]
      return [
        name,
        interval && Number.isFinite(interval.low) && Number.isFinite(interval.high)
          ? {
              value,
              low: interval.low,
              high: interval.high,
              method: `95 % percentile bootstrap, ${resamples} resamples of ${kinds}, seed ${seed}, each fitted anew`,
              n,
            }
          : { value, low: null, high: null, method: `no interval: ${whyNoInterval}`, n },
      ]
    }),
  )
}

/** The label that a model gives to each unit of an item's row. */
export function latentLabelsOf({
  units,
  coding,
  fit,
}: LatentUnits): Map<
  RatedRow,
  { readonly criterion: string; readonly response?: string; readonly label: Label; readonly bits: number }[]
> {
  const found = new Map<RatedRow, { criterion: string; response?: string; label: Label; bits: number }[]>()
  if (!fit) return found
  for (const [i, { row, unit }] of units.entries()) {
    const own = found.get(row) ?? []
    found.set(row, own)
    own.push({
      criterion: unit.criterion,
      ...(unit.response === undefined ? {} : { response: unit.response }),
      label: latentLabel(fit, i, coding),
      bits: fit.difficulty[i]!,
    })
  }
  return found
}
