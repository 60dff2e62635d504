import type { Random } from '../base/random.ts'
import { clusterPlaces } from './cluster-places.ts'
import type { PairedDifference } from './paired-bootstrap.ts'
import { mustBeSameLength } from './same-length.ts'
import { SegmentRows } from './segment-rows.ts'
import type { TextMetric } from './text-metric.ts'

export interface PairedRandomisationOptions {
  readonly random: Random
  /** 10,000 where it is absent. */
  readonly trials?: number
  /** `clusterOf[i]` names what segment i belongs to, whose texts are swapped together; each by itself where it is absent. */
  readonly clusterOf?: readonly (string | number)[]
}

/**
 * Two systems on the same segments, by approximate randomisation: were the two
 * alike, it would not matter whose text is whose, so each segment's two texts
 * are swapped at random, and `p` is how often the two scores then lie further apart than they did.
 *
 * It is sacrebleu's `--paired-ar`, with draws of our own: the two agree within sampling error.
 *
 * @param first   the rows of one system; `second[i]` is the other's of the same segment.
 * @returns `undefined` where there is no segment, or nothing defines a score.
 * @throws TypeError where the two differ in number.
 *
 * Riezler and Maxwell 2005, "On Some Pitfalls in Automatic Evaluation and
 * Significance Testing for MT". O(trials x segments).
 *
 * @example
 * pairedRandomisation(bleu(), rowsOfA, rowsOfB, { random: seededRandom(0) })
 */
export function pairedRandomisation(
  metric: TextMetric,
  first: SegmentRows,
  second: SegmentRows,
  { random, trials = 10_000, clusterOf }: PairedRandomisationOptions,
): PairedDifference | undefined {
  mustBeSameLength(first, second)
  if (first.length === 0) return undefined
  const a = metric.scoreOf(first.sum())
  const b = metric.scoreOf(second.sum())
  if (!a || !b) return undefined
  const difference = b.score - a.score

  // What a swap of the two texts adds to the one sum and takes from the other.
  const apart = new SegmentRows(first.width)
  for (let i = 0; i < first.length; i++) {
    const ours = first.row(i)
    apart.add(second.row(i).map((theirs, j) => theirs - ours[j]!))
  }
  const [sumA, sumB, moved] = [first.sum(), second.sum(), new Float64Array(first.width)]
  const [one, other] = [new Float64Array(first.width), new Float64Array(first.width)]
  const { places, placeOf } = clusterPlaces(clusterOf ?? Array.from({ length: first.length }, (_, i) => i))
  const swapped = new Uint8Array(places)
  const swappedTexts = new Uint8Array(first.length)
  // Sums that were put together otherwise may be off by a rounding error.
  const observed = Math.abs(difference) * (1 + 1e-12)
  let further = 0
  let defined = 0
  for (let trial = 0; trial < trials; trial++) {
    let bits = 0
    for (let k = 0; k < places; k++) {
      if (k % 32 === 0) bits = Math.floor(random() * 4294967296)
      swapped[k] = bits & 1
      bits >>>= 1
    }
    for (let i = 0; i < swappedTexts.length; i++) swappedTexts[i] = swapped[placeOf[i]!]!
    apart.sum(swappedTexts, moved)
    for (let j = 0; j < moved.length; j++) {
      one[j] = sumA[j]! + moved[j]!
      other[j] = sumB[j]! - moved[j]!
    }
    const [scoreA, scoreB] = [metric.scoreOf(one), metric.scoreOf(other)]
    if (!scoreA || !scoreB) continue
    defined++
    if (Math.abs(scoreA.score - scoreB.score) > observed) further++
  }
  return { difference, p: (further + 1) / (defined + 1) }
}
