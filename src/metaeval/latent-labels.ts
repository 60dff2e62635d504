import type { Label } from '../domain/label.ts'
import { dawidSkene } from '../metrics/dawid-skene.ts'
import type { LatentTruth } from '../metrics/latent-truth.ts'
import { oneCoin } from '../metrics/one-coin.ts'
import type { RatedRow } from './rating-table.ts'
import type { TruthAbout } from './truth.ts'
import { classesBy, codingOf, kindsOf, unitsOf, type Coding, type Unit } from './units.ts'

/** Models that infer the truth and how well each annotator knows it from their labels alone. */
export const latentModels = { 'dawid-skene': dawidSkene, 'one-coin': oneCoin } as const
export type LatentModel = keyof typeof latentModels

export const isLatentModel = (name: string): name is LatentModel => Object.hasOwn(latentModels, name)

/** Units with what a model makes of them. */
export interface LatentUnits {
  readonly units: readonly { readonly row: RatedRow; readonly unit: Unit }[]
  readonly annotators: readonly string[]
  readonly coding: Coding
  /** `undefined` where fewer than two annotators labelled anything. */
  readonly fit: LatentTruth | undefined
}

/** Fits a model to the labels of some annotators. */
export function fitLatent(
  model: LatentModel,
  rows: readonly RatedRow[],
  annotators: readonly string[],
): LatentUnits {
  const kinds = kindsOf(rows)
  const units = rows.flatMap((row) => unitsOf(row, kinds).map((unit) => ({ row, unit })))
  const coding = codingOf(units.map(({ unit }) => unit))
  const ratings = units.map(({ unit }) => classesBy(unit, annotators, coding))
  const fit = latentModels[model](ratings, { times: units.map(({ row }) => row.times) })
  return { units, annotators, coding, fit }
}

/** The truth by a model, fitted once for each set of annotators who have no vote. */
export function latentTruths(rows: readonly RatedRow[], voters: readonly string[]) {
  const fitted = new Map<string, Map<RatedRow, Map<string, Label>>>()
  return (model: LatentModel, measured: readonly string[]) => {
    const others = voters.filter((name) => !measured.includes(name))
    const key = others.join('\n')
    let labels = fitted.get(key)
    if (!labels) fitted.set(key, (labels = labelsOf(fitLatent(model, rows, others))))
    return (row: RatedRow, criterion: string) =>
      (response: string | undefined): TruthAbout => {
        const label = labels.get(row)?.get(JSON.stringify([criterion, response ?? null]))
        return label && label.kind !== 'none' ? { label } : { leftOut: 'no truth' }
      }
  }
}

function labelsOf({ units, annotators, coding, fit }: LatentUnits): Map<RatedRow, Map<string, Label>> {
  const found = new Map<RatedRow, Map<string, Label>>()
  if (!fit) return found
  for (const [i, { row, unit }] of units.entries()) {
    if (!annotators.some((name) => isLabelled(unit.labels.get(name)))) continue
    const own = found.get(row) ?? new Map<string, Label>()
    found.set(row, own)
    own.set(JSON.stringify([unit.criterion, unit.response ?? null]), latentLabel(fit, i, coding))
  }
  return found
}

const isLabelled = (label: Label | undefined): boolean => label !== undefined && label.kind !== 'none'

/** The most probable class of a unit as a label, with the probability of each. */
export function latentLabel(
  { classes, truth, posterior }: LatentTruth,
  unit: number,
  { kind }: Coding,
): Label {
  const value = truth[unit]!
  const at = unit * classes.length
  const distribution = Object.fromEntries(classes.map((name, k) => [String(name), posterior[at + k]!]))
  switch (kind) {
    case 'score':
      return { kind, value: Number(value), distribution }
    case 'category':
      return { kind, value: String(value), distribution }
    case 'preference': {
      const { A = 0, B = 0, tie = 0 } = distribution
      const winner = value === 'tie' ? null : String(value)
      return { kind, winner, ...(A + B + tie > 0.999 ? { probabilities: { A, B, tie } } : {}) }
    }
    default:
      return kind satisfies never
  }
}
