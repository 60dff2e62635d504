import { AssizeError } from '../base/errors.ts'
import { gold } from '../domain/gold.ts'
import type { Item } from '../domain/item.ts'
import type { Label, NoLabel } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import type { Run } from '../domain/run.ts'
import { isAbout, labelOf, latestRevisions, type Cell } from './annotator-label.ts'
import { classOf } from './comparable.ts'

/** What judgments are held against. */
export interface Truth {
  /** The annotator, or `majority`. */
  readonly name: string
  /** Of a majority: who has a vote in it, by name. */
  readonly voters?: readonly string[]
  /** The kinds of label that its ratings on a criterion have. */
  kinds(criterion: string): ReadonlySet<Label['kind']>
  /**
   * The truth about one judgment.
   *
   * @param judged  the judge's label; a preference also finds scores of both responses.
   * @returns the label, or why there is none: `no truth`, `no majority`, `truth none:abstained`,
   *          `truth names no response of the item`.
   */
  about(item: Item, criterion: string, response: string | undefined, judged: Label['kind']): TruthAbout
  /** How many ratings on a criterion are about items that were never asked about. */
  unused(criterion: string): number
}

export type TruthAbout =
  { readonly label: Exclude<Label, NoLabel>; readonly leftOut?: undefined } | { readonly leftOut: string }

export interface TruthChoice {
  /**
   * An annotator's name, or `majority`: what more than half of the annotators
   * who labelled it say. Where it is absent: the only annotator, or `gold`, or else the majority.
   */
  readonly truth?: string
  /** The annotator that is measured; it has no vote in a majority. */
  readonly except?: string
}

/**
 * Chooses the truth from people's ratings.
 *
 * The latest revision of the latest round counts. A rating with a criterion is
 * about that one; one without is about any, where the annotator gave nothing closer.
 * Several labels of one annotator for one thing (orders, samples) are made one
 * by the default rule of their kind.
 *
 * @returns `undefined` where nobody rated anything.
 * @throws AssizeError `metaeval/no-such-annotator`, `metaeval/nobody-else`
 */
export function chooseTruth(
  ratings: readonly Rating[],
  { truth, except }: TruthChoice = {},
): Truth | undefined {
  const everybody = new Set(ratings.map((rating) => rating.annotator))
  const others = [...everybody].filter((annotator) => annotator !== except)
  // Published sets come with judges' own verdicts beside the truth: a majority of the two is where the judge is right.
  const usual = others.length === 1 ? others[0]! : others.includes(gold) ? gold : 'majority'
  const name = truth ?? usual
  if (name !== 'majority' && !everybody.has(name)) {
    throw new AssizeError('metaeval/no-such-annotator', {
      message: `No rating is by ${name}; the annotators are ${[...everybody].sort().join(', ') || 'none at all'}.`,
      remedy: 'Name one of them with --truth, or use --truth majority.',
    })
  }

  if (truth === 'majority' && everybody.size > 0 && others.length === 0) {
    throw new AssizeError('metaeval/nobody-else', {
      message: `All ${ratings.length} ratings are by ${except}, which is what is measured: there is no majority of others.`,
      remedy: 'Give ratings of other annotators with --ratings.',
    })
  }

  const voters = new Set(name === 'majority' ? others : [name])
  const byItem = Map.groupBy(
    ratings.filter((rating) => voters.has(rating.annotator)),
    (rating) => rating.item,
  )
  if (byItem.size === 0) return undefined
  for (const [item, own] of byItem) byItem.set(item, latestRevisions(own))
  const asked = new Set<string>()

  return {
    name,
    ...(name === 'majority' ? { voters: others.sort() } : {}),

    kinds: (criterion) =>
      new Set(
        [...byItem.values()]
          .flat()
          .filter((rating) => isAbout(rating, criterion))
          .map((rating) => rating.label.kind),
      ),

    about(item, criterion, response, judged) {
      asked.add(item.id)
      const near = (byItem.get(item.id) ?? []).filter((rating) => isAbout(rating, criterion))
      return truthAmong(near, item.responses, response, judged)
    },

    unused(criterion) {
      let n = 0
      for (const [item, own] of byItem) {
        if (!asked.has(item)) n += own.filter((rating) => isAbout(rating, criterion)).length
      }
      return n
    },
  }
}

/** The truth that a run is held against; see `chooseTruth`. */
export async function truthOf({
  run,
  ratings = [],
  truth,
  annotator = run.judge.name,
}: {
  readonly run: Run
  readonly ratings?: AsyncIterable<Rating> | Iterable<Rating>
  readonly truth?: string
  readonly annotator?: string
}): Promise<Truth | undefined> {
  return chooseTruth(await Array.fromAsync(ratings), {
    ...(truth === undefined ? {} : { truth }),
    except: annotator,
  })
}

/**
 * What some annotators say of one thing by majority.
 *
 * @param near  their ratings of one item that are about one criterion, latest revisions.
 */
export function truthAmong(
  near: readonly Cell[],
  responses: readonly { readonly id: string }[],
  response: string | undefined,
  judged: Label['kind'],
): TruthAbout {
  const votes = [...Map.groupBy(near, (rating) => rating.annotator).values()]
    .map((own) => labelOf(own, responses, response, judged))
    .filter((label) => label !== undefined)
  return majorityOf(votes, responses)
}

/**
 * What more than half of some annotators say.
 *
 * @param votes  one label an annotator.
 */
export function majorityOf(
  votes: readonly Label[],
  responses: readonly { readonly id: string }[],
): TruthAbout {
  const readable = votes.filter((label) => label.kind !== 'none')
  const [first] = votes
  if (!first) return { leftOut: 'no truth' }
  if (readable.length === 0) return { leftOut: `truth none:${(first as NoLabel).why}` }

  const groups = Map.groupBy(readable, (label) => `${label.kind} ${classOf(label, responses) ?? '?'}`)
  const most = [...groups.values()].find((group) => group.length * 2 > readable.length)
  if (!most) return { leftOut: 'no majority' }
  const label = most[0]!
  if (classOf(label, responses) === undefined) return { leftOut: 'truth names no response of the item' }
  return { label }
}
