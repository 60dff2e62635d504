import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { agreement } from '../metaeval/agreement.ts'
import type { AgreementFindings } from '../metaeval/agreement-findings.ts'
import { annotatorsOf } from '../metaeval/chosen-truth.ts'
import { compareAnnotators, type ComparisonFindings } from '../metaeval/comparison.ts'
import { latentFindings, type LatentFindings } from '../metaeval/latent.ts'
import { metaEvaluation, type MetaFindings } from '../metaeval/meta-evaluation.ts'
import { RatingTable, type RatedRow } from '../metaeval/rating-table.ts'
import { seededRandom } from '../base/random.ts'

/** What tests of measuring reports are given: ratings, and what the program finds in them. */

const about = { source: 'ratings.csv', version: '0', resampling: { seed: 0, resamples: 40 } }

export const score = (value: number): Label => ({ kind: 'score', value })
export const category = (value: string): Label => ({ kind: 'category', value })
export const prefer = (winner: 'A' | 'B' | 'tie'): Label => ({
  kind: 'preference',
  winner: winner === 'tie' ? null : winner,
})

/** `said(item, annotator)`; `undefined` is no rating. */
export function ratings(
  items: number,
  annotators: readonly string[],
  said: (item: number, annotator: number) => Label | undefined,
  more: Partial<Rating> = {},
): Rating[] {
  return Array.from({ length: items }, (_, item) =>
    annotators.flatMap((annotator, i): Rating[] => {
      const label = said(item, i)
      return label ? [{ item: `${item}`, annotator, label, ...more }] : []
    }),
  ).flat()
}

/** Labels of which about a share are the item's own, and the rest another. */
export function mostlyRight<T>(of: readonly T[], shares: readonly number[], seed = 1) {
  const random = seededRandom(seed)
  return (item: number, annotator: number): T =>
    of[(item + (random() < shares[annotator % shares.length]! ? 0 : 1)) % of.length]!
}

const pairs = (['A', 'B', 'tie'] as const).map(prefer)
const twelve = Array.from({ length: 12 }, (_, i) => category(`a class with a name of its own ${i}`))
const hostile = ['\u001B[31mred\u001B[0m\nline', '\u202Eright|left', 'a | b\tc']

/** Ratings of every shape that a report must stand. */
export const measuredRatings: Readonly<Record<string, readonly Rating[]>> = {
  'people and a judge': ratings(
    60,
    ['ann', 'ben', 'cho', 'judge'],
    mostlyRight(pairs, [0.95, 0.92, 0.95, 0.5]),
  ),
  'two people': ratings(30, ['ann', 'ben'], mostlyRight(pairs, [0.9, 0.8])),
  'one person': ratings(5, ['ann'], () => score(3)),
  nobody: [],
  'no labels': ratings(4, ['ann', 'ben'], () => ({ kind: 'none', why: 'unparsed' })),
  'one item': ratings(1, ['ann', 'ben', 'cho'], () => prefer('A')),
  'one label': ratings(20, ['ann', 'ben', 'cho'], () => category('yes')),
  'nothing in common': ratings(6, ['ann', 'ben'], (item, i) => (item % 2 === i ? score(item) : undefined)),
  'Korean names': ratings(
    40,
    ['김민수', '박서연', '매우 긴 이름을 가진 평가자 이준호', '심판'],
    mostlyRight(['매우 좋음', '좋음', '나쁨'].map(category), [0.9, 0.9, 0.8, 0.4]),
  ),
  'long names': ratings(
    30,
    ['a', 'b', 'c'].map((name) => name.repeat(200)),
    mostlyRight([category('l'.repeat(90)), category('m'.repeat(90))], [0.9]),
  ),
  'eight people and twelve classes': ratings(
    60,
    Array.from({ length: 8 }, (_, i) => `annotator number ${i}`),
    mostlyRight(twelve, [0.8, 0.6, 0.9]),
  ),
  'hostile names': ratings(
    20,
    hostile,
    mostlyRight(
      hostile.map((value) => category(`class ${value}`)),
      [0.8],
    ),
  ),
  'scores between whole numbers': ratings(40, ['ann', 'ben', 'cho'], (item, i) => score(item / 7 + i / 10)),
  'scores on two criteria': ['clarity', 'depth'].flatMap((criterion, seed) =>
    ratings(40, ['ann', 'ben', 'cho'], mostlyRight([1, 2, 3, 4, 5].map(score), [0.8, 0.7, 0.6], seed), {
      criterion,
    }),
  ),
  'rarely no': ratings(60, ['ann', 'ben', 'cho'], (item, i) =>
    category((item + i) % 20 === 0 ? 'no' : 'yes'),
  ),
}

function rowsOf(given: readonly Rating[]): RatedRow[] {
  const table = new RatingTable()
  for (const rating of given) table.add(rating)
  return [...table.rows]
}

const byCriterion = (given: readonly Rating[]) =>
  given.some(({ criterion }) => criterion !== undefined) ? ({ by: 'criterion' } as const) : undefined

export const agreementOf = (given: readonly Rating[]): AgreementFindings =>
  agreement(rowsOf(given), about, byCriterion(given))

/** Against the majority of all but the last annotator. */
export function metaOf(given: readonly Rating[]): MetaFindings {
  const rows = rowsOf(given)
  const voters = annotatorsOf(rows).slice(0, 3)
  return metaEvaluation(rows, { ...about, truth: 'majority', voters }, byCriterion(given))
}

/** Everybody with everybody, against the majority or one of them. */
export function comparisonOf(given: readonly Rating[], truth = 'majority'): ComparisonFindings {
  const rows = rowsOf(given)
  const annotators = annotatorsOf(rows).filter((name) => name !== truth)
  return compareAnnotators(rows, { ...about, annotators, truth })
}

/** Everybody's mean scores. */
export function meansOf(given: readonly Rating[]): ComparisonFindings {
  const rows = rowsOf(given)
  return compareAnnotators(rows, { ...about, annotators: annotatorsOf(rows) })
}

export const latentOf = (given: readonly Rating[]): LatentFindings =>
  latentFindings(rowsOf(given), { ...about, model: 'dawid-skene' }).findings
