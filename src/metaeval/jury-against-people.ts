import type { Rating } from '../domain/rating.ts'
import { compareAnnotators, type Comparison } from './comparison.ts'
import type { Estimate } from './findings.ts'
import { jury, juryName, juryRules, type JuryOptions, type JuryRule, type JuryVerdict } from './jury.ts'
import { metaEvaluation } from './meta-evaluation.ts'
import { RatingTable, type RatedRow } from './rating-table.ts'

/** The rules and the members of a jury beside each other, against people on the same things. */
export interface JuryAgainstPeople {
  /** A person, or `majority`. */
  readonly truth: string
  readonly voters: readonly string[]
  readonly kind: 'class' | 'score'
  /** The jury under each rule that fits, then its members. */
  readonly rows: readonly JuryRow[]
  /** The jury under the rule asked for, minus each: under plain majority (mean), and the best of its members. */
  readonly differences: readonly Comparison[]
}

export interface JuryRow {
  readonly name: string
  /** Absent for a member. */
  readonly rule?: JuryRule
  readonly accuracy: Estimate
  /** The same where what has no label counts as wrong. */
  readonly noneWrong: Estimate
  readonly kappa: Estimate
  /** Scores only. */
  readonly mae?: Estimate
  readonly spearman?: Estimate
}

/**
 * Measures a jury against people under every rule that fits its labels, beside its members.
 *
 * Learnt weights are fitted crosswise, so no rule has seen what it is measured on.
 *
 * @param options  with `people`.
 */
export function juryAgainstPeople(
  items: readonly { readonly item: string; readonly row: RatedRow }[],
  options: JuryOptions & { readonly people: readonly string[] },
): JuryAgainstPeople {
  const { members, people, resampling, source, version, combine } = options
  const facts = new Map(items.map(({ item, row }) => [item, row.facts]))
  const table = new RatingTable({ factsOf: (item) => facts.get(item) })
  const wanted = new Set([...members, ...people])
  for (const { item, row } of items)
    for (const cell of row.cells) if (wanted.has(cell.annotator)) table.add({ item, ...cell })

  const { name: _, ...unnamed } = options
  const juries = rulesThatFit(options, items).map((rule) => {
    const { verdicts } = jury(items, { ...unnamed, rule })
    const name = juryName(rule, members)
    for (const rating of juryRatings(verdicts, name)) table.add(rating)
    return { rule, name }
  })
  const truth = people.length === 1 ? people[0]! : 'majority'
  const measured = [...juries.map(({ name }) => name), ...members]
  const about = {
    truth,
    voters: people,
    source,
    version,
    ...(combine ? { combine } : {}),
    ...(resampling ? { resampling } : {}),
  }
  const { annotators } = metaEvaluation(table.rows, { ...about, annotators: measured })
  const rows = measured.flatMap((name): JuryRow[] => {
    const found = annotators[name]?.truth
    if (!found) return []
    const rule = juries.find((one) => one.name === name)?.rule
    return [
      {
        name,
        ...(rule ? { rule } : {}),
        accuracy: found.accuracy,
        noneWrong:
          found.otherwise.find(({ rule }) => rule === 'none counted wrong')?.accuracy ?? found.accuracy,
        kappa: found.kappa,
        ...(found.mae ? { mae: found.mae } : {}),
        ...(found.spearman ? { spearman: found.spearman } : {}),
      },
    ]
  })
  const kind = rows.some(({ mae }) => mae) ? 'score' : 'class'
  const chosen = juryName(options.rule, members)
  const plain = juryName(kind === 'score' ? 'mean' : 'majority', members)
  const best = rows
    .filter(({ rule }) => rule === undefined)
    .toSorted((a, b) => (b.noneWrong.value ?? 0) - (a.noneWrong.value ?? 0))[0]?.name
  return {
    truth,
    voters: people,
    kind,
    rows,
    differences: [plain, best].flatMap((other) =>
      other === undefined || other === chosen
        ? []
        : compareAnnotators(table.rows, { ...about, annotators: [chosen, other] }).comparisons,
    ),
  }
}

/** What a jury concluded, as ratings by one annotator, without who said what. */
export function* juryRatings(verdicts: Iterable<JuryVerdict>, annotator: string): Generator<Rating> {
  for (const { item, criterion, response, label } of verdicts)
    yield {
      item,
      annotator,
      label,
      ...(criterion === '' ? {} : { criterion }),
      ...(response === undefined ? {} : { response }),
    }
}

function rulesThatFit(
  { rule, order }: JuryOptions,
  items: readonly { readonly row: RatedRow }[],
): readonly JuryRule[] {
  const kinds = new Set(items.flatMap(({ row }) => row.cells.map(({ label }) => label.kind)))
  const others = juryRules.filter((one) => {
    if (one === rule || one === 'one-coin') return false
    if (one === 'median') return order !== undefined || !kinds.has('category')
    return true
  })
  return [rule, ...others]
}
