import { AssizeError } from '../base/errors.ts'
import type { Label } from '../domain/label.ts'
import { isAbout, latestRevisions } from './annotator-label.ts'
import { isLatentModel, latentTruths } from './latent-labels.ts'
import type { RatedRow } from './rating-table.ts'
import { truthAmong, type TruthAbout } from './truth.ts'
import { kindsOf, responsesOf } from './units.ts'

/** Everybody who rated something, in order. */
export const annotatorsOf = (rows: readonly RatedRow[]): string[] =>
  [...new Set(rows.flatMap(({ cells }) => cells.map(({ annotator }) => annotator)))].sort()

/**
 * Those of some annotators who have a vote in a majority where none were named:
 * all, but for those who only score the responses that others of them choose
 * between, as metrics do.
 */
export function votersAmong(rows: readonly RatedRow[], names: readonly string[]): string[] {
  const asked = new Set(names)
  const cells = rows.flatMap((row) => row.cells.filter(({ annotator }) => asked.has(annotator)))
  const chosen = new Set(
    cells.filter(({ label }) => label.kind === 'preference').map(({ criterion }) => criterion),
  )
  const isChosen = (criterion: string | undefined) =>
    chosen.size > 0 && (criterion === undefined || chosen.has(undefined) || chosen.has(criterion))
  const voters = new Set<string>()
  for (const { annotator, label, response, criterion } of cells) {
    const scores = response !== undefined && (label.kind === 'score' || label.kind === 'none')
    if (!scores || !isChosen(criterion)) voters.add(annotator)
  }
  return names.filter((name) => voters.has(name))
}

/** A truth chosen among what rows of ratings hold. */
export interface ChosenTruth {
  readonly voters?: readonly string[]
  /** What is true about a judgment, without the votes of those who are measured. */
  about(
    row: RatedRow,
    measured: readonly string[],
    criterion: string,
  ): (response: string | undefined, judged: Label['kind']) => TruthAbout
  kinds(criterion: string): ReadonlySet<Label['kind']>
}

/**
 * @param truth  an annotator's name, `majority`, `dawid-skene`, `one-coin`, or else a column of the items.
 * @throws AssizeError `metaeval/no-such-truth`
 */
export function truthIn(
  rows: readonly RatedRow[],
  everybody: readonly string[],
  { truth, voters: chosen }: { readonly truth: string; readonly voters?: readonly string[] },
): ChosenTruth {
  const isColumn = truth !== 'majority' && !isLatentModel(truth) && !everybody.includes(truth)
  if (isColumn) {
    const kinds = new Set(rows.flatMap(({ facts }) => (facts.truth ? [facts.truth.kind] : [])))
    if (kinds.size === 0) throw noSuchTruth(truth, everybody)
    return {
      kinds: () => kinds,
      about:
        ({ facts }) =>
        () =>
          facts.truth ? { label: facts.truth } : { leftOut: 'no truth' },
    }
  }
  const isVote = truth === 'majority' || isLatentModel(truth)
  const voters = isVote ? (chosen ?? votersAmong(rows, everybody)) : [truth]
  const votes = new Set(voters)
  const kinds = kindsOf(
    rows.map((row) => ({ ...row, cells: row.cells.filter(({ annotator }) => votes.has(annotator)) })),
  )
  const latent = latentTruths(rows, voters)
  return {
    ...(isVote ? { voters } : {}),
    kinds: (criterion) => kinds.get(criterion) ?? kinds.get('') ?? new Set(),
    about(row, measured, criterion) {
      if (isLatentModel(truth)) return latent(truth, measured)(row, criterion)
      const others = row.cells.filter(
        ({ annotator }) => votes.has(annotator) && !(isVote && measured.includes(annotator)),
      )
      const near = latestRevisions(others).filter((cell) => isAbout(cell, criterion))
      const responses = responsesOf(row)
      return (response, judged) => truthAmong(near, responses, response, judged)
    },
  }
}

/** @throws AssizeError `metaeval/no-such-annotator` */
export function mustBeAmong(everybody: readonly string[], names: readonly string[]): void {
  const name = names.find((one) => !everybody.includes(one))
  if (name === undefined) return
  throw new AssizeError('metaeval/no-such-annotator', {
    message: `No rating is by ${name}; the annotators are ${everybody.join(', ') || 'none at all'}.`,
    remedy: 'Name them as they stand in the ratings; a run has its own name.',
  })
}

/** @throws AssizeError `metaeval/truth-is-measured`: whoever is the truth agrees with it throughout. */
export function mustNotBeTruth(truth: string | undefined, measured: readonly string[]): void {
  if (truth === undefined || !measured.includes(truth)) return
  throw new AssizeError('metaeval/truth-is-measured', {
    message: `${truth} is the truth, and agrees with itself whatever it says.`,
    remedy: `Take ${truth} from those that are measured, or choose another truth: \`--truth majority\`.`,
  })
}

function noSuchTruth(name: string, everybody: readonly string[]): AssizeError {
  return new AssizeError('metaeval/no-such-truth', {
    message: `There is no truth called ${name}: no rating is by it, and no item has a label in such a column.`,
    remedy: `Use --truth majority, one of ${everybody.join(', ') || 'the annotators'}, or a column of the items (give their file with --items).`,
  })
}
