import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seededRandom } from '../src/base/random.ts'
import { bleu } from '../src/metrics/bleu.ts'
import { bootstrap } from '../src/metrics/bootstrap.ts'
import { chrf } from '../src/metrics/chrf.ts'
import { cohenKappa } from '../src/metrics/cohen-kappa.ts'
import { corpusScore } from '../src/metrics/corpus-score.ts'
import { fleissKappa } from '../src/metrics/fleiss-kappa.ts'
import { kendallTau } from '../src/metrics/kendall-tau.ts'
import { krippendorffAlpha, krippendorffAlphaOf } from '../src/metrics/krippendorff-alpha.ts'
import { ratingMatrix } from '../src/metrics/rating-matrix.ts'
import { rouges } from '../src/metrics/rouges.ts'
import { sampleOf } from '../src/metrics/sample.ts'
import { sentenceScore } from '../src/metrics/sentence-score.ts'
import { spearman } from '../src/metrics/spearman.ts'
import type { TextMetric } from '../src/metrics/text-metric.ts'
import { load, record, round, spread } from './record.ts'
import { runProgram } from './run-program.ts'

// How long does each number take, beside the implementation that people use today, and is it the same number?
//
//   node bench/metrics.bench.ts --work <folder> [--peers <folder>] [--runs 5] [--date YYYY-MM-DD]
//
// --peers holds bench_stats.py, which makes the data and times the peers; --work is where its
// setup.sh has put them (`setup.sh stats`). CPU seconds of one thread, on inputs that are in
// memory and coded already. The peers' script runs twice, and the less of each two times counts.
// Ours runs --runs times and for half a second at least, or the median of a few milliseconds would be
// the compiler's; the first call, which still compiles, is shown on its own too.

const { values: given } = parseArgs({
  options: {
    work: { type: 'string', default: process.env.BENCH_WORK },
    peers: { type: 'string', default: fileURLToPath(new URL('../../shared/bench', import.meta.url)) },
    runs: { type: 'string', default: '5' },
    date: { type: 'string' },
  },
})
if (!given.work || !existsSync(join(given.work, 'venv-stats'))) {
  console.error('Give the folder where `setup.sh stats` of --peers has run as --work.')
  process.exit(2)
}
const loadBefore = load()
const work = resolve(given.work)
const runs = Number(given.runs)

interface Peers {
  readonly versions: Readonly<Record<string, string>>
  readonly results: Readonly<Record<string, { readonly value: unknown; readonly cpuSecs: number }>>
}
const peers = [await peersRun(), await peersRun()]
const theirs = peers[0]!.results
const sentences = json('expected_sentence_scores.json') as Record<'bleu' | 'chrf' | 'rouge', unknown>

/** A number, or several, that we and a peer find in the same data. */
interface Race {
  readonly statistic: string
  readonly size: string
  /** Its name in the peers' results. */
  readonly peer: string
  /** So many times as fast as the peer we are to be. */
  readonly target: number
  readonly ours: () => Value
  /** The peer's value, where it is not just what its results hold. */
  readonly value?: unknown
  /** How far the two may lie apart, as a share of the greater; 1e-9 where it is absent. */
  readonly tolerance?: number
}
type Value = number | undefined | readonly Value[]

const pairs = lines('corpus.jsonl').map((line) => JSON.parse(line) as Record<'hyp' | 'ref', string>)
const hypotheses = pairs.map(({ hyp }) => hyp)
const references = pairs.map(({ ref }) => [ref])
const corpus = (metric: TextMetric) => corpusScore(metric, hypotheses, references)?.score
const eachSentence = (metric: TextMetric) =>
  hypotheses.map((text, i) => sentenceScore(metric, text, references[i]!)?.score)
const eachRouge = (stemmer: boolean) => {
  const { stats } = rouges(['rouge1', 'rouge2', 'rougeL'], { stemmer })
  return hypotheses.map((text, i) => stats(text, references[i]!).map((row) => row[3]!))
}

const big = columns('ratings_50k_x5_missing40.csv')
const small = ratingMatrix(flat(columns('ratings_1k_x5_missing20.csv')))
const full = columns('ratings_100k_x5_full.csv')
const [first, second] = full.map((column) => Int32Array.from(column)) as [Int32Array, Int32Array]
const [x, y, xOrdinal, yOrdinal] = numbers('pairs_100k.csv') as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
]
const bigValues = flat(big)
const [bigMatrix, fullMatrix] = [ratingMatrix(bigValues), ratingMatrix(flat(full))]
const scales = ['nominal', 'ordinal', 'interval'] as const
const thousand = sampleOf(Array.from({ length: small.units }, (_, i) => i))

const texts = { size: '20,000 pairs', target: 10 }
const twoRaters = { size: '100,000 pairs', target: 10 }
const twoColumns = { size: '100,000 pairs', target: 0.5 }
const means = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length)
const part = (peer: string, field: string) => (theirs[peer]!.value as Record<string, unknown>)[field]

const races: readonly Race[] = [
  {
    statistic: 'BLEU, corpus',
    ...texts,
    peer: 'bleu_corpus_13a',
    ours: () => corpus(bleu()),
    value: part('bleu_corpus_13a', 'score'),
  },
  {
    statistic: 'BLEU, each sentence',
    ...texts,
    peer: 'bleu_sentence_20k',
    ours: () => eachSentence(bleu({ effectiveOrder: true })),
    value: sentences.bleu,
  },
  { statistic: 'chrF, corpus', ...texts, peer: 'chrf_corpus', ours: () => corpus(chrf()) },
  {
    statistic: 'chrF++, corpus',
    ...texts,
    peer: 'chrfpp_corpus',
    ours: () => corpus(chrf({ wordOrder: 2 })),
  },
  {
    statistic: 'chrF, each sentence',
    ...texts,
    peer: 'chrf_sentence_20k',
    ours: () => eachSentence(chrf()),
    value: sentences.chrf,
  },
  {
    statistic: 'ROUGE-1, 2 and L, stemmed',
    ...texts,
    peer: 'rouge12L_stem_20k',
    ours: () => eachRouge(true),
    value: sentences.rouge,
  },
  {
    statistic: 'ROUGE-1, 2 and L',
    ...texts,
    peer: 'rouge12L_nostem_20k',
    ours: () => means(eachRouge(false)),
    value: Object.values(theirs['rouge12L_nostem_20k']!.value as object),
  },
  ...(['none', 'linear', 'quadratic'] as const).map((weights) => ({
    statistic: `Cohen's kappa${weights === 'none' ? '' : `, ${weights}`}`,
    ...twoRaters,
    peer: `cohen_kappa_${weights === 'none' ? 'unweighted' : weights}_100k`,
    ours: () => cohenKappa(first, second, { weights }),
  })),
  {
    statistic: "Fleiss' kappa",
    size: '100,000 x 5',
    target: 10,
    peer: 'fleiss_kappa_100kx5',
    ours: () => fleissKappa(fullMatrix),
  },
  ...scales.map((scale) => ({
    statistic: `alpha, ${scale}, 1,000 resamples`,
    size: '1,000 x 5',
    target: 10,
    peer: `alpha_bootstrap1000_${scale}_1kx5`,
    ours: () => {
      const { low, high } = bootstrap(thousand, krippendorffAlphaOf(small, scale), {
        random: seededRandom(0),
      })!
      return [low, high]
    },
    value: part(`alpha_bootstrap1000_${scale}_1kx5`, 'ci95'),
    // Of two intervals from other random numbers: four times the error of an end.
    tolerance: 0.1,
  })),
  ...scales.flatMap((scale) => {
    const same = { size: '50,000 x 5', target: 3, peer: `kripp_alpha_${scale}_50kx5` }
    return [
      { statistic: `alpha, ${scale}`, ...same, ours: () => krippendorffAlpha(bigMatrix, scale) },
      {
        statistic: `alpha, ${scale}, coding among it`,
        ...same,
        ours: () => krippendorffAlpha(ratingMatrix(bigValues), scale),
      },
    ]
  }),
  ...(['continuous', 'ordinal'] as const).flatMap((kind) => {
    const [a, b] = kind === 'continuous' ? [x, y] : [xOrdinal, yOrdinal]
    const [rho, tau] = [`spearman_100k_${kind}`, `kendall_tau_b_100k_${kind}`]
    return [
      {
        statistic: `Spearman, ${kind}`,
        ...twoColumns,
        peer: rho,
        ours: () => spearman(a, b),
        value: part(rho, 'stat'),
      },
      {
        statistic: `Kendall's tau-b, ${kind}`,
        ...twoColumns,
        peer: tau,
        ours: () => kendallTau(a, b),
        value: part(tau, 'stat'),
      },
    ]
  }),
]

const rows = races.map(({ statistic, size, peer, target, ours, value, tolerance = 1e-9 }) => {
  const seconds: number[] = []
  let found: Value
  const began = performance.now()
  while (seconds.length < runs || performance.now() - began < 500) {
    const before = process.cpuUsage()
    found = ours()
    const { user, system } = process.cpuUsage(before)
    seconds.push((user + system) / 1e6)
  }
  const apart = farthest(found, value ?? theirs[peer]!.value)
  const peerSeconds = Math.min(...peers.map(({ results }) => results[peer]!.cpuSecs))
  const times = peerSeconds / spread(seconds).median
  return {
    statistic,
    size,
    peerSeconds: round(peerSeconds),
    seconds: spread(seconds),
    firstCall: round(seconds[0]!),
    times: round(times),
    target,
    held: times >= target,
    same: apart <= tolerance,
    apart: Number(apart.toPrecision(2)),
  }
})
const wrong = rows.filter(({ same }) => !same)
for (const { statistic, apart } of wrong) console.error(`NOT THE SAME NUMBER: ${statistic}, ${apart} apart`)
record({
  name: 'metrics',
  question: 'CPU seconds of one thread for each number, beside the implementation that people use today',
  date: given.date,
  loadBefore,
  rows,
  targets: [
    ...rows.map(({ statistic, size, times, target, held }) => ({
      claim: `${statistic}, ${size}: ${target < 1 ? 'at most twice the time' : `at least ${target} times as fast`}`,
      value: times,
      holds: held,
    })),
    { claim: 'values that are not the same', value: wrong.length, holds: wrong.length === 0 },
  ],
  more: { versions: peers[0]!.versions, runs },
})
if (wrong.length > 0) process.exitCode = 1

/** What the peers' script finds, and how long each number takes it. */
async function peersRun(): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'))
  try {
    const script = join(resolve(given.peers), 'bench_stats.py')
    const env = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
    await runProgram(join(work, 'venv-stats/bin/python'), [script], { folder, cwd: work, env })
  } finally {
    rmSync(folder, { recursive: true })
  }
  return JSON.parse(readFileSync(join(work, 'results_stats.json'), 'utf8')) as Peers
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(work, 'data', file), 'utf8'))
}

function lines(file: string): string[] {
  return readFileSync(join(work, 'data', file), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
}

/** A CSV file's columns, NaN for an empty cell. */
function numbers(file: string): Float64Array[] {
  const [header, ...cells] = lines(file).map((line) => line.split(','))
  return header!.map((_, j) => Float64Array.from(cells, (row) => (row[j] === '' ? NaN : Number(row[j]))))
}

/** One column a rater. */
function columns(file: string): Float64Array[] {
  return numbers(file).slice(1)
}

function flat(raters: readonly Float64Array[]): { raters: number; values: Float64Array } {
  const values = new Float64Array(raters.length * raters[0]!.length)
  for (const [j, column] of raters.entries())
    for (const [i, one] of column.entries()) values[i * raters.length + j] = one
  return { raters: raters.length, values }
}

/** How far the two that are farthest apart are, as a share of the greater: infinitely, where they cannot be compared. */
function farthest(ours: unknown, peer: unknown): number {
  if (Array.isArray(ours) && Array.isArray(peer) && ours.length === peer.length)
    return ours.reduce<number>((most, one, i) => Math.max(most, farthest(one, peer[i])), 0)
  if (typeof ours !== 'number' || typeof peer !== 'number') return Infinity
  return ours === peer ? 0 : Math.abs(ours - peer) / Math.max(Math.abs(ours), Math.abs(peer))
}
