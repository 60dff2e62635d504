import type { IntraclassForm } from '../metrics/intraclass-correlation.ts'
import type { Scale } from '../metrics/krippendorff-alpha.ts'
import type { Estimate, NoneCounts } from './findings.ts'

/** How far annotators agree with each other; every door shows this and nothing else. */
export interface AgreementFindings {
  readonly items: number
  readonly annotators: readonly string[]
  readonly ratings: number
  readonly none: NoneCounts
  readonly scale: Scale
  /** Things with labels of two annotators or more, on which all below stands: items, times criteria. */
  readonly units: number
  /** Things that one annotator alone labelled. */
  readonly single: number
  /** Mean over pairs of annotators of the share of their common units on which they say the same. */
  readonly percent: Estimate
  readonly cohen: readonly PairAgreement[]
  /** Pairs of annotators beyond those listed. */
  readonly pairsLeftOut: number
  readonly fleiss: Estimate
  readonly krippendorff: Readonly<Record<Scale, Estimate>>
  /** Preferences: of all pairs of votes on one unit, the share that are equal, with ties and without them (MT-Bench's setups S1 and S2). */
  readonly votes?: { readonly withTies: Estimate; readonly withoutTies: Estimate }
  /** Gwet's AC1. */
  readonly gwet: Estimate
  readonly brennanPrediger: Estimate
  /** Scores: intraclass correlation in Shrout and Fleiss' six forms, on the units that all of them scored. */
  readonly icc?: { readonly units: number; readonly leftOut: number } & Readonly<
    Record<IntraclassForm, Estimate>
  >
  /** Units on which all say the same. */
  readonly unanimous: number
  /** Units on which more than half say the same, by what they say. */
  readonly majority: Readonly<Record<string, number>>
  readonly noMajority: number
  readonly perAnnotator: readonly AnnotatorAgreement[]
  /** For each class: of the labels that name it, the share that another annotator of the unit gave too (specific agreement). */
  readonly perCategory: Readonly<Record<string, Estimate>>
  readonly by?: Readonly<Record<string, AgreementFindings>>
  readonly signature: string
}

export interface PairAgreement {
  readonly a: string
  readonly b: string
  readonly items: number
  readonly percent: Estimate
  readonly kappa: Estimate
  /** Where the classes have an order. */
  readonly weighted?: { readonly linear: Estimate; readonly quadratic: Estimate }
  /** What chance alone would agree on, from both base rates; kappa is small where this is large. */
  readonly chance: number | null
}

export interface AnnotatorAgreement {
  readonly annotator: string
  /** Units that this annotator labelled. */
  readonly units: number
  readonly none: NoneCounts
  /** Base rates: how often each label was given. */
  readonly labels: Readonly<Record<string, number>>
  /** Mean over the others of the share of common units on which both say the same. */
  readonly percent: Estimate
  /** Krippendorff's alpha on the chosen scale if this annotator were not there. */
  readonly alphaWithout: Estimate
}
