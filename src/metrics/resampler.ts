import { sfc32 } from '../base/random.ts'
import { drawBinomial } from './draw-binomial.ts'
import type { Sample } from './sample.ts'
import { startStream } from './streams.ts'

/** A sample in columns, which can be shared among threads; cluster i holds what stands from start[i] up to start[i + 1]. */
export interface SampleColumns {
  readonly observations: number
  readonly alike: Uint32Array
  readonly start: Uint32Array
  readonly holds: Uint32Array
  readonly times: Float64Array
}

export function columnsOf({ observations, clusters }: Sample): SampleColumns {
  const start = new Uint32Array(clusters.length + 1)
  for (const [i, { holds }] of clusters.entries()) start[i + 1] = start[i]! + holds.length
  return {
    observations,
    alike: Uint32Array.from(clusters, (cluster) => cluster.alike),
    start,
    holds: Uint32Array.from(clusters.flatMap((cluster) => cluster.holds)),
    times: Float64Array.from(clusters.flatMap((cluster) => cluster.times)),
  }
}

/** Draws clusters of one sample again and again, always into the same two columns. */
export class Resampler {
  /** How many clusters there are. */
  readonly clusters: number
  /** How often each kind of cluster stands in what was drawn last. */
  readonly drawn: Uint32Array
  /** How often each observation does. */
  readonly times: Float64Array
  readonly #sample: SampleColumns
  readonly #state = new Int32Array(4)
  readonly #draw: () => void
  readonly #before: Float64Array
  /** Each cluster is one observation, in order. */
  readonly #isPlain: boolean

  constructor(sample: SampleColumns) {
    const { alike, start, observations } = sample
    this.#sample = sample
    this.clusters = alike.reduce((sum, n) => sum + n, 0)
    this.drawn = new Uint32Array(alike.length)
    this.times = new Float64Array(observations)
    let longest = 0
    for (let i = 0; i < alike.length; i++) longest = Math.max(longest, start[i + 1]! - start[i]!)
    this.#before = new Float64Array(longest)
    this.#isPlain =
      alike.length === observations &&
      sample.holds.every((observation, i) => observation === i && sample.times[i] === 1)
    // A binomial draw costs about ten plain ones.
    this.#draw =
      alike.length * 10 < this.clusters
        ? drawByKind(alike, this.clusters, this.drawn, this.#state)
        : drawOneByOne(alike, this.clusters, this.drawn, this.#state)
  }

  /** As many clusters as there are, with replacement, by the stream at that place among the seeds. */
  draw(seeds: Int32Array, stream: number): void {
    startStream(this.#state, seeds, stream)
    this.#draw()
    this.#count()
  }

  /** The sample as it is. */
  takeAll(): void {
    this.drawn.set(this.#sample.alike)
    this.#count()
  }

  /** What `find` gives with one cluster of a kind less. */
  without(kind: number, find: () => number): number {
    const { start, holds, times } = this.#sample
    const from = start[kind]!
    const end = start[kind + 1]!
    // Put back from a copy: adding what was taken away may leave a rounding error.
    for (let at = from; at < end; at++) {
      this.#before[at - from] = this.times[holds[at]!]!
      this.times[holds[at]!]! -= times[at]!
    }
    const found = find()
    for (let at = end - 1; at >= from; at--) this.times[holds[at]!] = this.#before[at - from]!
    return found
  }

  #count(): void {
    const { drawn, times } = this
    if (this.#isPlain) return times.set(drawn)
    const { start, holds, times: each } = this.#sample
    times.fill(0)
    for (let i = 0; i < drawn.length; i++) {
      const n = drawn[i]!
      if (n === 0) continue
      const end = start[i + 1]!
      for (let at = start[i]!; at < end; at++) times[holds[at]!]! += n * each[at]!
    }
  }
}

function drawOneByOne(
  alike: Uint32Array,
  clusters: number,
  drawn: Uint32Array,
  state: Int32Array,
): () => void {
  const kindOf = new Uint32Array(clusters)
  let at = 0
  for (let i = 0; i < alike.length; i++) {
    kindOf.fill(i, at, at + alike[i]!)
    at += alike[i]!
  }
  return () => {
    drawn.fill(0)
    for (let i = 0; i < clusters; i++) drawn[kindOf[Math.floor(sfc32(state) * clusters)]!]!++
  }
}

/** How often each kind of cluster comes is multinomial: one binomial after another of what is left. */
function drawByKind(alike: Uint32Array, clusters: number, drawn: Uint32Array, state: Int32Array): () => void {
  const random = () => sfc32(state)
  return () => {
    let draws = clusters
    let left = clusters
    for (let i = 0; i < alike.length; i++) {
      drawn[i] = drawBinomial(draws, alike[i]! / left, random)
      draws -= drawn[i]!
      left -= alike[i]!
    }
  }
}
