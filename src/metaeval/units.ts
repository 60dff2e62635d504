import { AssizeError } from '../base/errors.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { seatOf, type Label } from '../domain/label.ts'
import { isAbout, labelOf, latestRevisions } from './annotator-label.ts'
import { asNumber, type Class } from './comparable.ts'
import type { ItemFacts } from './item-index.ts'
import type { RatedRow } from './rating-table.ts'

/** What everybody said about one thing: an item, on one criterion (and response, where responses are scored one by one). */
export interface Unit {
  /** Empty where no rating names one. */
  readonly criterion: string
  /** Where the responses of an item are scored one by one. */
  readonly response?: string
  /** One entry an annotator who labelled it: the label after games were combined. */
  readonly labels: ReadonlyMap<string, Label>
  readonly facts: ItemFacts
}

export type LabelKinds = ReadonlyMap<string, ReadonlySet<Label['kind']>>

/** The kinds of label that the ratings on each criterion have. */
export function kindsOf(rows: readonly RatedRow[]): LabelKinds {
  const kinds = new Map<string, Set<Label['kind']>>()
  for (const row of rows) {
    for (const criterion of criteriaOf(row)) {
      const own = kinds.get(criterion) ?? new Set()
      kinds.set(criterion, own)
      for (const cell of row.cells) if (isAbout(cell, criterion)) own.add(cell.label.kind)
    }
  }
  return kinds
}

/** The criteria that the ratings of an item name; one without a name where they name none. */
export function criteriaOf({ cells }: RatedRow): string[] {
  const named = new Set<string>()
  for (const { criterion } of cells) if (criterion !== undefined) named.add(criterion)
  return named.size > 0 ? [...named] : ['']
}

/** An item's responses; where only ratings are known, those that they name. */
export function responsesOf({
  facts,
  cells,
}: Pick<RatedRow, 'facts' | 'cells'>): readonly { readonly id: string }[] {
  if (facts.responses) return facts.responses
  const named = new Set<string>()
  for (const { response, label } of cells) {
    if (response !== undefined) named.add(response)
    if (label.kind === 'preference' && label.winner !== null) named.add(label.winner)
  }
  const seats = named.size === 0 || [...named].every((name) => name === 'A' || name === 'B')
  return (seats ? ['A', 'B'] : [...named].sort()).map((id) => ({ id }))
}

/** What an item's ratings are about: one unit a criterion, and a response where only scores of responses are there. */
export function unitsOf(row: RatedRow, kinds: LabelKinds, rule?: CombineRule): Unit[] {
  const responses = responsesOf(row)
  const cells = latestRevisions(row.cells)
  const units: Unit[] = []
  for (const criterion of criteriaOf(row)) {
    const near = cells.filter((cell) => isAbout(cell, criterion))
    const pairs = kinds.get(criterion)?.has('preference') === true
    const named = new Set(near.map(({ response }) => response).filter((response) => response !== undefined))
    const whole = pairs || named.size === 0 || responses.length === 1
    const byAnnotator = Map.groupBy(near, ({ annotator }) => annotator)
    for (const response of whole ? [undefined] : named) {
      const labels = new Map<string, Label>()
      for (const [annotator, own] of byAnnotator) {
        const label = labelOf(own, responses, response, pairs ? 'preference' : 'score', rule)
        if (label) labels.set(annotator, seated(label, row.facts))
      }
      if (labels.size > 0)
        units.push({ criterion, ...(response === undefined ? {} : { response }), labels, facts: row.facts })
    }
  }
  return units
}

/** A preference with its seat for a winner, so that it means the same on every item. */
function seated(label: Label, { responses }: ItemFacts): Label {
  if (label.kind !== 'preference' || !responses) return label
  const seat = seatOf(responses, label.winner)
  if (seat === undefined) return label
  return { ...label, winner: seat === 'tie' ? null : seat }
}

/** How labels become classes that can be compared. */
export interface Coding {
  readonly kind: 'preference' | 'score' | 'category'
  /** `undefined` for `none`. */
  classOf(label: Label): Class | undefined
}

/** What each of some annotators said of a unit; null where one has no label. */
export function classesBy(
  { labels }: Unit,
  annotators: readonly string[],
  { classOf }: Coding,
): (Class | null)[] {
  return annotators.map((name) => {
    const label = labels.get(name)
    return (label && classOf(label)) ?? null
  })
}

/** The kinds that some labels are of, and who gave each first. */
interface KindsGiven {
  readonly by: ReadonlyMap<'preference' | 'score' | 'category', string>
  /** A category that is no number and says neither yes nor no. */
  readonly words: { readonly annotator: string; readonly value: string } | undefined
  /** Categories that are numbers go with scores; all others of different kinds cannot be compared. */
  readonly isMixed: boolean
}

function kindsGiven(units: readonly Unit[]): KindsGiven {
  const by = new Map<'preference' | 'score' | 'category', string>()
  let words: KindsGiven['words']
  for (const { labels } of units) {
    for (const [annotator, label] of labels) {
      if (label.kind === 'none') continue
      if (!by.has(label.kind)) by.set(label.kind, annotator)
      if (label.kind === 'category' && !words && asNumber(label.value) === undefined)
        words = { annotator, value: label.value }
    }
  }
  const isNumbered = by.size === 2 && !by.has('preference') && !words
  return { by, words, isMixed: by.size > 1 && !isNumbered }
}

/** Whether labels are of kinds that cannot be compared (`codingOf`). */
export const isMixed = (units: readonly Unit[]): boolean => kindsGiven(units).isMixed

/**
 * The one kind that some labels are of. Categories that are numbers, or say yes
 * or no, go with scores.
 *
 * @throws AssizeError `metaeval/mixed-labels` where they are of kinds that cannot be compared.
 */
export function codingOf(units: readonly Unit[]): Coding {
  const given = kindsGiven(units)
  if (given.isMixed) throw mixed(given)
  const { by } = given
  const kind = by.has('preference') ? 'preference' : by.has('score') ? 'score' : 'category'
  return {
    kind,
    classOf(label) {
      switch (label.kind) {
        case 'none':
          return undefined
        case 'preference':
          return label.winner ?? 'tie'
        case 'score':
          return label.value
        case 'category':
          return kind === 'score' ? asNumber(label.value) : label.value
        default:
          return label satisfies never
      }
    },
  }
}

function mixed({ by, words }: KindsGiven): AssizeError {
  const who = [...by].map(([kind, annotator]) => `${kind} (${annotator})`).join(', ')
  const which = words && by.has('score') ? ` "${words.value}" of ${words.annotator} is not a number.` : ''
  return new AssizeError('metaeval/mixed-labels', {
    message: `The ratings are of kinds that cannot be compared: ${who}.${which}`,
    remedy:
      'Measure one kind at a time: `--by criterion` where each criterion has one, or keep them in files of their own.',
  })
}
