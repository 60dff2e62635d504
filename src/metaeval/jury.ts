import { byName } from '../base/by-name.ts'
import { AssizeError } from '../base/errors.ts'
import { hashOf } from '../base/hash.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { labelText, none, type Label } from '../domain/label.ts'
import { signature } from '../domain/signature.ts'
import { entropy } from '../metrics/entropy.ts'
import type { LatentTruth } from '../metrics/latent-truth.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import type { Class } from './comparable.ts'
import { estimate, resamplesText, share, usualResampling, type Resampling } from './estimate.ts'
import type { Estimate, NoneCounts } from './findings.ts'
import { votes } from './jury-vote.ts'
import { crossFit, inverseErrorWeights, logOddsWeights, weighed, type Weighable } from './jury-weights.ts'
import { latentLabel, latentModels } from './latent-labels.ts'
import type { RatedRow } from './rating-table.ts'
import { majorityOf } from './truth.ts'
import { classesBy, codingOf, kindsOf, responsesOf, unitsOf, type Coding, type Unit } from './units.ts'

/**
 * The rules that make several annotators one.
 *
 * `majority`, `mean` and `median` are those of `votes`; `weighted` weighs members by how far they
 * agree with people (or by weights that are given); `dawid-skene` and `one-coin` infer the truth
 * and the members' accuracies from their labels alone.
 */
export const juryRules = ['majority', 'mean', 'median', 'weighted', 'dawid-skene', 'one-coin'] as const
export type JuryRule = (typeof juryRules)[number]

export interface JuryOptions {
  readonly rule: JuryRule
  /** Two annotators or more. */
  readonly members: readonly string[]
  /** How the orders and samples of one member become one label before members are combined. */
  readonly combine?: CombineRule
  /** Fewer members with a label than this make the jury abstain; more than half of them where it is absent. */
  readonly least?: number
  /** `weighted`: whose majority weights are learnt from. */
  readonly people?: readonly string[]
  /** `weighted`: weights by member, in place of people. */
  readonly weights?: Readonly<Record<string, number>>
  /** `weighted`: in how many parts it is fitted crosswise; 5 where it is absent. */
  readonly folds?: number
  /** Categories from lowest to highest, which a median needs. */
  readonly order?: readonly string[]
  /** The jury's name as an annotator; by its rule and members where it is absent. */
  readonly name?: string
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

/** What a jury concluded about one thing, with who said what. */
export interface JuryVerdict {
  readonly item: string
  readonly criterion: string
  readonly response?: string
  readonly cluster?: string
  readonly label: Label
  /** By member, as `labelText`; a member who was not asked is not here. */
  readonly said: Readonly<Record<string, string>>
  /** How many members have a label. */
  readonly read: number
  /** Entropy of the members' labels in bits: 0 where they are unanimous. */
  readonly entropy: number | null
  /** Share of the pairs of members that say different things (0-1); of scores how far apart two are on average. */
  readonly disagreement: number | null
}

export interface JuryMember {
  readonly name: string
  readonly labelled: number
  readonly none: NoneCounts
  /** Things that others of the jury were asked about, and this one was not. */
  readonly notAsked: number
  /** How often it says what the jury says, where both have a label; of scores how far it is from it. */
  readonly withJury: Estimate
  /** `weighted`: the mean weight over the folds, and the lowest and highest; null where nothing is known of it. */
  readonly weight?: { readonly value: number; readonly low: number; readonly high: number } | null
}

export interface JuryFindings {
  readonly annotator: string
  readonly rule: JuryRule
  readonly kind: Coding['kind']
  readonly members: readonly JuryMember[]
  readonly items: number
  /** Things judged: items, times criteria, times responses where these are scored one by one. */
  readonly judgments: number
  readonly labels: Readonly<Record<string, number>>
  readonly none: NoneCounts
  /** Things without a label because too few members have one: how many, by how many have one. */
  readonly tooFew: Readonly<Record<string, number>>
  readonly least: number
  /** Share of things on which all members that have a label say the same. */
  readonly unanimous: Estimate
  /** Mean entropy of the members' labels, in bits. */
  readonly entropy: Estimate
  /** `weighted`: how many things people labelled, in how many parts it was fitted; none where weights were given. */
  readonly fitted?: { readonly labelled: number; readonly folds: number }
  readonly signature: string
}

export interface Jury {
  readonly verdicts: readonly JuryVerdict[]
  readonly findings: JuryFindings
}

/**
 * Makes several annotators one: judges, people, samples of one judge.
 *
 * @param items  every item with its ratings; see `RatingTable.byItem`.
 * @throws AssizeError `metaeval/no-jury`, `metaeval/rule-does-not-fit`, `metaeval/nothing-to-weigh-by`,
 *   `metaeval/mixed-labels`
 */
export function jury(
  items: Iterable<{ readonly item: string; readonly row: RatedRow }>,
  options: JuryOptions,
): Jury {
  const { rule, members, resampling = usualResampling } = options
  if (new Set(members).size < 2) throw noJury(members)
  const least = options.least ?? Math.floor(members.length / 2) + 1
  const things = thingsOf(items, options)
  if (things.length === 0) throw noJury(members)
  const coding = codingOf(things.map(({ unit }) => unit))
  if (rule === 'median' && coding.kind === 'category' && !options.order) throw noOrder()
  const annotator = options.name ?? juryName(rule, members)

  const groups = Map.groupBy(things, ({ unit }) => unit.criterion)
  const decided = new Map<Thing, Label>()
  let fitted: { labelled: number; folds: number } | undefined
  const weights = new Map<string, number[]>()
  for (const group of groups.values()) {
    const decision = decide(group, coding, options, least)
    for (const [thing, label] of decision.labels) decided.set(thing, label)
    if (decision.fitted)
      fitted = {
        labelled: (fitted?.labelled ?? 0) + decision.fitted.labelled,
        folds: Math.max(fitted?.folds ?? 0, decision.fitted.folds),
      }
    for (const [name, values] of decision.weights)
      weights.set(name, [...(weights.get(name) ?? []), ...values])
  }

  const verdicts = things.map((thing) => verdictOf(thing, decided.get(thing)!, members, coding))
  const labels = byName()
  const noneCounts: Partial<Record<string, number>> = {}
  const tooFew = byName()
  for (const { label, read } of verdicts) {
    if (label.kind === 'none') noneCounts[label.why] = (noneCounts[label.why] ?? 0) + 1
    else {
      const text = label.kind === 'score' ? String(Math.round(label.value)) : labelText(label, seats)
      labels[text] = (labels[text] ?? 0) + 1
    }
    if (read < least) tooFew[read] = (tooFew[read] ?? 0) + 1
  }
  const spread = new Tally<{ entropy: number }>(({ entropy }) => String(entropy))
  for (const { read, entropy, cluster } of verdicts)
    if (read > 1 && entropy !== null) spread.add([{ entropy }], cluster)
  const bits = spread.values.map((value) => value.entropy)
  const alone = 'no two members have a label'
  return {
    verdicts,
    findings: {
      annotator,
      rule,
      kind: coding.kind,
      members: members.map((name) => ({
        name,
        ...memberCounts(name, things),
        withJury: withJury(name, things, decided, coding, resampling),
        ...(rule === 'weighted' ? { weight: rangeOf(weights.get(name) ?? []) } : {}),
      })),
      items: new Set(things.map(({ item }) => item)).size,
      judgments: things.length,
      labels,
      none: noneCounts as NoneCounts,
      tooFew,
      least,
      unanimous: share(spread, ({ entropy }) => (entropy === 0 ? 1 : 0), resampling, alone),
      entropy: estimate(spread, (times) => mean(bits, times), resampling, alone),
      ...(fitted ? { fitted } : {}),
      signature: signature({
        jury: options.source,
        rule,
        members: members.join(','),
        combine: options.combine ?? 'default',
        least,
        people: rule === 'weighted' && !options.weights ? options.people?.join(',') : undefined,
        weights: options.weights
          ? members.map((name) => `${name}=${options.weights![name] ?? 0}`).join(',')
          : undefined,
        folds: fitted ? `${fitted.folds}@${resampling.seed}` : undefined,
        order: options.order?.join(','),
        resamples: resamplesText(resampling),
        n: things.length,
        none: Object.values(noneCounts).reduce<number>((sum, n) => sum + n!, 0),
        v: options.version,
      }),
    },
  }
}

/** `jury:majority(a,b,c)`; of many members how many, and four digits of the hash of their names. */
export function juryName(rule: JuryRule, members: readonly string[]): string {
  const all = members.join(',')
  const whom = all.length <= 60 ? all : `${members.length} annotators#${hashOf(members).slice(0, 4)}`
  return `jury:${rule}(${whom})`
}

/** One thing that members may have labelled. */
interface Thing {
  readonly item: string
  readonly unit: Unit
  readonly truth?: Label
}

function thingsOf(
  items: Iterable<{ readonly item: string; readonly row: RatedRow }>,
  { members, people = [], combine: rule }: JuryOptions,
): Thing[] {
  const wanted = new Set([...members, ...people])
  const found = [...items].map(({ item, row }) => ({ item, row }))
  const filtered = new Map<RatedRow, RatedRow>()
  for (const { row } of found)
    if (!filtered.has(row))
      filtered.set(row, { ...row, cells: row.cells.filter(({ annotator }) => wanted.has(annotator)) })
  const kinds = kindsOf([...filtered.values()])
  const unitsOfRow = new Map<RatedRow, Omit<Thing, 'item'>[]>()
  for (const [row, own] of filtered) {
    const units = unitsOf(own, kinds, rule).flatMap((unit): Omit<Thing, 'item'>[] => {
      const said = members.flatMap((name) => {
        const label = unit.labels.get(name)
        return label ? [[name, label] as const] : []
      })
      if (said.length === 0) return []
      const votes = people.flatMap((name) => unit.labels.get(name) ?? [])
      const truth = majorityOf(votes, responsesOf(own))
      return [
        {
          unit: { ...unit, labels: new Map(said) },
          ...(truth.leftOut === undefined ? { truth: truth.label } : {}),
        },
      ]
    })
    unitsOfRow.set(row, units)
  }
  return found.flatMap(({ item, row }) => unitsOfRow.get(row)!.map((thing) => ({ item, ...thing })))
}

interface Decision {
  readonly labels: ReadonlyMap<Thing, Label>
  readonly fitted?: { readonly labelled: number; readonly folds: number }
  readonly weights: ReadonlyMap<string, readonly number[]>
}

/** What the jury says of all things of one criterion. */
function decide(things: readonly Thing[], coding: Coding, options: JuryOptions, least: number): Decision {
  const { rule, members } = options
  const read = ({ unit }: Thing) =>
    [...unit.labels.values()]
      .filter((label) => label.kind !== 'none')
      .map((label) => ofOneKind(label, coding))
  const enough = things.filter((thing) => read(thing).length >= least)
  const labels = new Map<Thing, Label>(things.map((thing) => [thing, none('abstained')]))
  const nothingYet = { labels, weights: new Map<string, number[]>() }
  switch (rule) {
    case 'majority':
    case 'mean':
    case 'median':
      for (const thing of enough) labels.set(thing, votes[rule](read(thing), coding, options.order))
      return nothingYet
    case 'dawid-skene':
    case 'one-coin': {
      if (enough.length === 0) return nothingYet
      const fit = latentModels[rule](enough.map(({ unit }) => classesBy(unit, members, coding)))
      if (!fit) return nothingYet
      for (const [i, thing] of enough.entries())
        labels.set(thing, isUndecided(fit, i) ? none('inconsistent') : latentLabel(fit, i, coding))
      return nothingYet
    }
    case 'weighted':
      return weigh(things, enough, labels, coding, options)
    default:
      return rule satisfies never
  }
}

/** Whether two classes are (but for rounding) equally probable: which comes first would be chance. */
function isUndecided({ classes, posterior }: LatentTruth, unit: number): boolean {
  const own = posterior.slice(unit * classes.length, (unit + 1) * classes.length).sort()
  return own.length > 1 && own.at(-1)! - own.at(-2)! < 1e-9
}

/** A category that is a number, or says yes or no, is a score among scores. */
function ofOneKind(label: Label, { kind, classOf }: Coding): Label {
  const value = kind === 'score' && label.kind === 'category' ? classOf(label) : undefined
  return typeof value === 'number' ? { kind: 'score', value } : label
}

function weigh(
  things: readonly Thing[],
  enough: readonly Thing[],
  labels: Map<Thing, Label>,
  coding: Coding,
  { members, people = [], weights: given, folds = 5, resampling = usualResampling }: JuryOptions,
): Decision {
  const weighable = things.map(({ item, unit, truth }): Weighable => {
    const known = truth && coding.classOf(truth)
    return {
      cluster: unit.facts.cluster === undefined ? `item ${item}` : `cluster ${unit.facts.cluster}`,
      said: classesBy(unit, members, coding),
      ...(known === undefined ? {} : { truth: known }),
    }
  })
  const classes = classesIn(weighable)
  const placeOf = new Map(things.map((thing, i) => [thing, i]))
  if (given) {
    const fixed = members.map((name) => given[name] ?? 0)
    for (const thing of enough)
      labels.set(thing, weighed(weighable[placeOf.get(thing)!]!.said, fixed, classes, coding))
    return { labels, weights: new Map(members.map((name, i) => [name, [fixed[i]!]])) }
  }
  const rule = coding.kind === 'score' ? inverseErrorWeights : logOddsWeights(classes.length)
  const fit = crossFit(weighable, members.length, rule, { folds, seed: resampling.seed })
  if (!fit) throw nothingToWeighBy(people)
  for (const thing of enough) {
    const i = placeOf.get(thing)!
    labels.set(thing, weighed(weighable[i]!.said, fit.weights[fit.foldOf[i]!]!, classes, coding))
  }
  return {
    labels,
    fitted: { labelled: fit.labelled, folds: fit.weights.length },
    weights: new Map(
      members.map((name, i) => [name, fit.weights.flatMap((weights) => weights[i] ?? [])] as const),
    ),
  }
}

function classesIn(things: readonly Weighable[]): Class[] {
  const found = new Set<Class>()
  for (const { said, truth } of things) {
    for (const one of said) if (one !== null) found.add(one)
    if (truth !== undefined) found.add(truth)
  }
  return [...found].sort()
}

const seats = [{ id: 'A' }, { id: 'B' }]

function verdictOf(
  { item, unit }: Thing,
  label: Label,
  members: readonly string[],
  coding: Coding,
): JuryVerdict {
  const said = byName<string>()
  const counts = new Map<Class, number>()
  for (const name of members) {
    const own = unit.labels.get(name)
    if (!own) continue
    said[name] = labelText(own, seats)
    const value = coding.classOf(own)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const read = [...counts.values()].reduce((sum, n) => sum + n, 0)
  return {
    item,
    criterion: unit.criterion,
    ...(unit.response === undefined ? {} : { response: unit.response }),
    ...(unit.facts.cluster === undefined ? {} : { cluster: unit.facts.cluster }),
    label,
    said,
    read,
    entropy: entropy([...counts.values()]) ?? null,
    disagreement: distance(counts, read, coding),
  }
}

/** How far two of those who have a label are apart on average; null where there are no two. */
function distance(counts: ReadonlyMap<Class, number>, read: number, { kind }: Coding): number | null {
  if (read < 2) return null
  const entries = [...counts]
  let sum = 0
  for (const [i, [a, n]] of entries.entries()) {
    for (const [b, m] of entries.slice(i + 1))
      sum += n * m * (kind === 'score' ? Math.abs(Number(a) - Number(b)) : 1)
  }
  return sum / ((read * (read - 1)) / 2)
}

function memberCounts(name: string, things: readonly Thing[]) {
  const counts: Partial<Record<string, number>> = {}
  let [labelled, notAsked] = [0, 0]
  for (const { unit } of things) {
    const label = unit.labels.get(name)
    if (!label) notAsked++
    else if (label.kind === 'none') counts[label.why] = (counts[label.why] ?? 0) + 1
    else labelled++
  }
  return { labelled, none: counts as NoneCounts, notAsked }
}

function withJury(
  name: string,
  things: readonly Thing[],
  decided: ReadonlyMap<Thing, Label>,
  coding: Coding,
  resampling: Resampling,
): Estimate {
  const tally = new Tally<{ off: number }>(({ off }) => String(off))
  for (const thing of things) {
    const [own, all] = [thing.unit.labels.get(name), decided.get(thing)!]
    const [a, b] = [own && coding.classOf(own), coding.classOf(all)]
    if (a === undefined || b === undefined) continue
    const off = coding.kind === 'score' ? Math.abs(Number(a) - Number(b)) : a === b ? 0 : 1
    tally.add([{ off }], thing.unit.facts.cluster)
  }
  const why = 'it and the jury labelled nothing in common'
  if (coding.kind !== 'score') return share(tally, ({ off }) => 1 - off, resampling, why)
  const offs = tally.values.map(({ off }) => off)
  return estimate(tally, (times) => mean(offs, times), resampling, why)
}

function rangeOf(values: readonly number[]): JuryMember['weight'] {
  if (values.length === 0) return null
  return {
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
  }
}

function noJury(members: readonly string[]): AssizeError {
  return new AssizeError('metaeval/no-jury', {
    message:
      new Set(members).size < 2
        ? `A jury has two members or more; here ${members.length === 0 ? 'is none' : `is only ${members[0]}`}.`
        : `None of ${members.join(', ')} labelled anything.`,
    remedy: 'Name more runs or ratings; samples of one judge become members with `--repeats raters`.',
  })
}

function noOrder(): AssizeError {
  return new AssizeError('metaeval/rule-does-not-fit', {
    message: 'Categories have no median, as they have no order.',
    remedy: 'Give their order, lowest first, with --labels, or use `--rule majority`.',
  })
}

function nothingToWeighBy(people: readonly string[]): AssizeError {
  return new AssizeError('metaeval/nothing-to-weigh-by', {
    message:
      people.length === 0
        ? 'Weights are learnt from people, and nobody was named.'
        : `${people.join(', ')} labelled things of fewer than two clusters that the members labelled too: nothing is left to learn weights from.`,
    remedy:
      'Give people’s ratings of the same items with --people, or the weights themselves with --weights.',
  })
}
