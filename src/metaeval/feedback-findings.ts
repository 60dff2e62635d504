import { byName } from '../base/by-name.ts'
import { AssizeError } from '../base/errors.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { signature } from '../domain/signature.ts'
import { mean } from '../metrics/mean.ts'
import { Tally } from '../metrics/tally.ts'
import { latestRevisions } from './annotator-label.ts'
import { annotatorsOf, mustBeAmong } from './chosen-truth.ts'
import { estimates, resamplesText, share, usualResampling, withWilson, type Resampling } from './estimate.ts'
import type { Estimate, NoneCounts } from './findings.ts'
import { feedbackCriterion, feedbackReason } from './feedback-pairs.ts'
import type { RatedRow } from './rating-table.ts'
import { kindsOf, unitsOf } from './units.ts'

/** Whose feedback is preferred, and what it is like; every door shows this and nothing else. */
export interface FeedbackFindings {
  readonly annotators: readonly string[]
  /** The two judges, by name in order. */
  readonly first: string
  readonly second: string
  /** Votes: one an item and annotator. */
  readonly votes: number
  readonly none: NoneCounts
  readonly leftOut: Readonly<Record<string, number>>
  /** Of the first judge's feedback: shares of votes. */
  readonly win: Estimate
  readonly tie: Estimate
  readonly lose: Estimate
  /** Wins and half the ties, minus a half: above 0 the first is preferred. */
  readonly lead: Estimate
  /** How often the side shown first is preferred, ties left out: 0.5 where sides do not matter. */
  readonly firstShown: Estimate
  readonly tags: readonly FeedbackTag[]
  readonly signature: string
}

/** How often something is said of feedback. */
export interface FeedbackTag {
  readonly tag: string
  /** Share of the tags about the first judge's feedback, and about the second's. */
  readonly ofFirst: Estimate
  readonly ofSecond: Estimate
  /** Share of the tags about feedback that won its vote, and about what lost; ties are in neither. */
  readonly ofWinners: Estimate
  readonly ofLosers: Estimate
}

export interface FeedbackFindingsOptions {
  readonly annotators?: readonly string[]
  readonly combine?: CombineRule
  readonly resampling?: Resampling
  readonly source: string
  readonly version: string
}

const otherCriterion = 'ratings on a criterion that is not about feedback'

interface Tagged {
  readonly tag: string
  readonly judge: 'first' | 'second'
  /** Whether this feedback won its vote by the same annotator; absent for a tie or where there is no vote. */
  readonly won?: boolean
}

/**
 * Votes on two judges' feedback, with what was said of each.
 *
 * A tag is a category on `feedback-reason`: with a `response` it is about that feedback; without
 * one it says why the winner won. Several tags of one annotator are told apart by `sample`.
 *
 * @throws AssizeError `metaeval/no-feedback` where items do not name two judges as writers.
 */
export function feedbackFindings(
  rows: readonly RatedRow[],
  options: FeedbackFindingsOptions,
): FeedbackFindings {
  const { resampling = usualResampling, combine: rule } = options
  const everybody = annotatorsOf(rows)
  mustBeAmong(everybody, options.annotators ?? [])
  const annotators = options.annotators ?? everybody
  const judges = judgesIn(rows)
  const [first, second] = judges
  const wanted = new Set(annotators)
  const votes = new Tally<{ readonly vote: 'win' | 'tie' | 'lose'; readonly shown?: 'first' | 'second' }>(
    (one) => JSON.stringify(one),
  )
  const tags = new Tally<Tagged>((one) => JSON.stringify(one))
  const none: Partial<Record<string, number>> = {}
  const leftOut = byName()
  const of = rows.map((row) => ({
    ...row,
    cells: latestRevisions(row.cells).filter(({ annotator }) => wanted.has(annotator)),
  }))
  const isTag = ({ criterion, label }: RatedRow['cells'][number]) =>
    criterion === feedbackReason || (criterion === undefined && label.kind === 'category')
  const isVote = (cell: RatedRow['cells'][number]) =>
    !isTag(cell) && (cell.criterion ?? feedbackCriterion) === feedbackCriterion
  const voting = of.map((row) => ({ ...row, cells: row.cells.filter(isVote) }))
  for (const { cells, times } of of) {
    const others = cells.filter((cell) => !isTag(cell) && !isVote(cell)).length * times
    if (others > 0) leftOut[otherCriterion] = (leftOut[otherCriterion] ?? 0) + others
  }
  const kinds = kindsOf(voting)

  for (const [i, row] of voting.entries()) {
    const writers = row.facts.responses?.map(({ writer }) => writer) ?? []
    const won = new Map<string, string | null>()
    const own: Parameters<typeof votes.add>[0][number][] = []
    for (const { labels } of unitsOf(row, kinds, rule)) {
      for (const [annotator, label] of labels) {
        if (label.kind === 'none') none[label.why] = (none[label.why] ?? 0) + row.times
        else if (label.kind !== 'preference')
          leftOut['no preference between two responses'] =
            (leftOut['no preference between two responses'] ?? 0) + row.times
        else {
          const seat = label.winner === null ? undefined : label.winner === 'A' ? 0 : 1
          const winner = seat === undefined ? null : writers[seat]!
          won.set(annotator, winner)
          own.push({
            vote: winner === null ? 'tie' : winner === first ? 'win' : 'lose',
            ...(seat === undefined ? {} : { shown: seat === 0 ? ('first' as const) : ('second' as const) }),
          })
        }
      }
    }
    votes.add(own, row.facts.cluster, row.times)

    const tagged = of[i]!.cells.filter(isTag).flatMap(({ annotator, label, response }): Tagged[] => {
      if (label.kind !== 'category') return []
      const winner = won.get(annotator)
      const seat = row.facts.responses?.findIndex(({ id }) => id === response) ?? -1
      const judge = response === undefined ? winner : writers[seat]
      if (judge === undefined || judge === null) return []
      return [
        {
          tag: label.value,
          judge: judge === first ? 'first' : 'second',
          ...(winner === undefined || winner === null ? {} : { won: winner === judge }),
        },
      ]
    })
    tags.add(tagged, row.facts.cluster, row.times)
  }
  const why = 'nobody voted'
  const lead = votes.values.map(({ vote }) => (vote === 'win' ? 0.5 : vote === 'lose' ? -0.5 : 0))
  const counted = (value: string) => share(votes, ({ vote }) => Number(vote === value), resampling, why)
  return {
    annotators,
    first,
    second,
    votes: votes.total,
    none: none as NoneCounts,
    leftOut,
    win: counted('win'),
    tie: counted('tie'),
    lose: counted('lose'),
    ...estimates(votes, { lead: { of: (times) => mean(lead, times), why } }, resampling),
    firstShown: share(
      votes.where(({ shown }) => shown !== undefined),
      ({ shown }) => Number(shown === 'first'),
      resampling,
      'every vote is a tie',
    ),
    tags: tagsOf(tags, resampling),
    signature: signature({
      feedback: options.source,
      judges: judges.join(','),
      annotators: annotators.length,
      combine: rule ?? 'default',
      resamples: resamplesText(resampling),
      n: votes.total,
      none: Object.values(none).reduce<number>((sum, n) => sum + n!, 0),
      tags: tags.total,
      v: options.version,
    }),
  }
}

function tagsOf(tally: Tally<Tagged>, resampling: Resampling): FeedbackTag[] {
  const names = [...new Set(tally.values.map(({ tag }) => tag))]
  const count = (name: string) =>
    tally.values.reduce((sum, { tag }, i) => (tag === name ? sum + tally.times[i]! : sum), 0)
  const shareIn = (name: string, isIn: (one: Tagged) => boolean) => {
    const hit = tally.values.map((one) => Number(one.tag === name))
    const part = tally.values.map((one) => Number(isIn(one)))
    const statistic = (times: ArrayLike<number>) => {
      let [n, all] = [0, 0]
      for (let i = 0; i < hit.length; i++) {
        all += part[i]! * times[i]!
        n += hit[i]! * part[i]! * times[i]!
      }
      return all > 0 ? n / all : undefined
    }
    const within = tally.where(isIn)
    const { it } = estimates(tally, { it: { of: statistic, why: 'nothing of these was tagged' } }, resampling)
    return withWilson({ ...it, n: within.total }, within)
  }
  return names
    .sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1))
    .map((tag) => ({
      tag,
      ofFirst: shareIn(tag, ({ judge }) => judge === 'first'),
      ofSecond: shareIn(tag, ({ judge }) => judge === 'second'),
      ofWinners: shareIn(tag, ({ won }) => won === true),
      ofLosers: shareIn(tag, ({ won }) => won === false),
    }))
}

function judgesIn(rows: readonly RatedRow[]): readonly [string, string] {
  const writers = new Set(
    rows.flatMap(({ facts }) => (facts.responses ?? []).flatMap(({ writer }) => writer ?? [])),
  )
  const [first, second, ...more] = [...writers].sort()
  if (first === undefined || second === undefined || more.length > 0)
    throw new AssizeError('metaeval/no-feedback', {
      message: `Feedback of two judges is compared; the items name ${writers.size === 0 ? 'none' : [...writers].sort().join(', ')} as writers.`,
      remedy:
        'Give the items that `assize feedback <run> <run> -o pairs.jsonl` wrote: `assize feedback votes.csv --items pairs.jsonl`.',
    })
  return [first, second]
}
