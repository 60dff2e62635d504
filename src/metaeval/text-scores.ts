import { seededRandom } from '../base/random.ts'
import { mean } from '../metrics/mean.ts'
import { pairedBootstrap } from '../metrics/paired-bootstrap.ts'
import { pairedRandomisation } from '../metrics/paired-randomisation.ts'
import { sampleOf } from '../metrics/sample.ts'
import { SegmentRows } from '../metrics/segment-rows.ts'
import type { TextMetric } from '../metrics/text-metric.ts'
import { estimatesOf, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'

/** A metric as a user names it. */
export interface NamedMetric {
  /** `bleu`, `rouge1` */
  readonly name: string
  readonly metric: TextMetric
  /** What scores an item by itself, from the same rows: BLEU then leaves out orders that the text is too short for. */
  readonly alone: TextMetric
}

/** What one metric found about one column of texts. */
export interface TextFindings {
  readonly metric: string
  /** Which column was scored. */
  readonly hypothesis: string
  /** All texts together. */
  readonly score: Estimate
  /** What the score is made of. */
  readonly details: Readonly<Record<string, number>>
  /** Each item by itself. */
  readonly perItem: { readonly mean: Estimate; readonly signature: string }
  /** Texts that were scored. */
  readonly n: number
  /** Items that they are of. */
  readonly items: number
  readonly signature: string
}

/** Two columns of texts by one metric. */
export interface TextComparison {
  readonly metric: string
  readonly first: string
  readonly second: string
  /** The second's score less the first's. */
  readonly difference: Estimate
  /** How likely so large a difference is by chance; null where it is not defined. */
  readonly pairedBootstrap: { readonly p: number | null }
  readonly pairedRandomisation: { readonly p: number | null; readonly trials: number }
}

/** As many as sacrebleu's `--paired-ar` makes. */
const trials = 10_000

/** Rows of texts as they come, by metric and column; then what they come to. Memory: one row of numbers a text. */
export class TextScores {
  readonly #metrics: readonly NamedMetric[]
  readonly #hypotheses: readonly string[]
  /** `#rows[hypothesis][metric]` */
  readonly #rows: readonly (readonly SegmentRows[])[]
  readonly #clusterOf: (string | number)[] = []
  readonly #referenceCounts = new Set<number>()
  #isClustered = false
  #items = 0

  /** @param hypotheses  the columns that are scored, by name. */
  constructor(metrics: readonly NamedMetric[], hypotheses: readonly string[]) {
    this.#metrics = metrics
    this.#hypotheses = hypotheses
    this.#rows = hypotheses.map(() => metrics.map(({ metric }) => new SegmentRows(metric.width)))
  }

  get n(): number {
    return this.#clusterOf.length
  }

  /**
   * @param rows        `rows[hypothesis][metric]` of one item.
   * @param references  how many references it has.
   * @param cluster     what it is drawn with; absent where it stands for itself.
   */
  add(rows: readonly (readonly Float64Array[])[], references: number, cluster: string | undefined): void {
    this.#items++
    this.#add(rows, references, cluster)
  }

  /**
   * All texts of one item, where there is one column: they are drawn together.
   *
   * @param texts  `texts[text][metric]`
   */
  addTexts(
    texts: readonly (readonly Float64Array[])[],
    references: number,
    cluster: string | undefined,
  ): void {
    this.#items++
    for (const text of texts) this.#add([text], references, cluster)
  }

  #add(rows: readonly (readonly Float64Array[])[], references: number, cluster: string | undefined): void {
    for (const [i, row] of rows.entries()) for (const [j, one] of row.entries()) this.#rows[i]![j]!.add(one)
    this.#clusterOf.push(cluster ?? this.n)
    this.#isClustered ||= cluster !== undefined
    this.#referenceCounts.add(references)
  }

  findings(version: string, resampling: Resampling): TextFindings[] {
    const [only] = this.#referenceCounts
    const references = this.#referenceCounts.size === 1 ? only! : 'var'
    return this.#hypotheses.flatMap((hypothesis, i) =>
      this.#metrics.map(({ name, metric, alone }, j) => {
        const rows = this.#rows[i]![j]!
        const each = Float64Array.from({ length: rows.length }, (_, k) => alone.scoreOf(rows.row(k))!.score)
        const sum = new Float64Array(metric.width)
        const found = estimatesOf(
          this.#observed(),
          {
            score: {
              of: (times) => metric.scoreOf(rows.sum(times, sum))?.score,
              why: 'there is nothing to score',
            },
            mean: { of: (times) => mean(each, times), why: 'there is nothing to score' },
          },
          resampling,
        )
        return {
          metric: name,
          hypothesis,
          score: found.score,
          details: metric.scoreOf(rows.sum())?.parts ?? {},
          perItem: { mean: found.mean, signature: alone.signature(version, references) },
          n: rows.length,
          items: this.#items,
          signature: metric.signature(version, references),
        }
      }),
    )
  }

  /** Each column after the first against the first. */
  comparisons({ seed, resamples }: Resampling): TextComparison[] {
    const { n, clusters, sample } = this.#observed()
    const [first, ...others] = this.#hypotheses.keys()
    if (first === undefined || others.length === 0) return []
    const drawn = sample()
    return others.flatMap((other) =>
      this.#metrics.map(({ name, metric }, j) => {
        const [a, b] = [this.#rows[first]![j]!, this.#rows[other]![j]!]
        const random = seededRandom(seed)
        const boot = pairedBootstrap(metric, a, b, { random, resamples, sample: drawn })
        const swaps = pairedRandomisation(metric, a, b, { random, trials, clusterOf: this.#clusterOf })
        const isHonest = clusters.n >= 2 && boot !== undefined
        return {
          metric: name,
          first: this.#hypotheses[first]!,
          second: this.#hypotheses[other]!,
          difference: {
            value: boot?.difference ?? null,
            low: isHonest ? boot.low : null,
            high: isHonest ? boot.high : null,
            method: isHonest
              ? `95 % paired bootstrap, ${resamples} resamples of ${clusters.n} ${clusters.many}, seed ${seed}`
              : `no interval: there is one ${clusters.one} only`,
            n,
            ...(boot ? {} : { why: 'there is nothing to score' }),
          },
          pairedBootstrap: { p: boot?.p ?? null },
          pairedRandomisation: { p: swaps?.p ?? null, trials },
        }
      }),
    )
  }

  #observed() {
    const isClustered = this.#isClustered
    const different = isClustered ? new Set(this.#clusterOf).size : this.n
    return {
      n: this.n,
      times: new Uint8Array(this.n).fill(1),
      clusters: isClustered
        ? { n: different, one: 'cluster', many: 'clusters' }
        : { n: different, one: 'item', many: 'items' },
      sample: () => sampleOf(this.#clusterOf),
    }
  }
}
