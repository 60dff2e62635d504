import { parseArgs } from 'node:util'
import { seededRandom, type Random } from '../src/base/random.ts'
import { bootstrap } from '../src/metrics/bootstrap.ts'
import type { BootstrapMethod } from '../src/metrics/bootstrap-interval.ts'
import { clopperPearsonInterval } from '../src/metrics/clopper-pearson-interval.ts'
import { cohenKappa } from '../src/metrics/cohen-kappa.ts'
import { mean } from '../src/metrics/mean.ts'
import { normalQuantile } from '../src/metrics/normal-distribution.ts'
import { sampleOf, type Sample } from '../src/metrics/sample.ts'
import { spearmanOf } from '../src/metrics/spearman.ts'
import { Tally } from '../src/metrics/tally.ts'
import { wilsonInterval } from '../src/metrics/wilson-interval.ts'
import { load, record, round, type Target } from './record.ts'

// How often does each interval that calls itself 95 % hold the true value?
//
//   node bench/coverage.bench.ts [--simulations 1000] [--date YYYY-MM-DD]

const { values: given } = parseArgs({
  options: { simulations: { type: 'string', default: '1000' }, date: { type: 'string' } },
})
const simulations = Number(given.simulations)
const loadBefore = load()
const startedAt = process.cpuUsage()

interface Interval {
  readonly low: number
  readonly high: number
}
type Row = {
  readonly statistic: string
  readonly n: number
  readonly interval: string
  /** Of 100 simulations. */
  readonly held: number
  /** Twice the standard error of `held`, from the number of simulations. */
  readonly error: number
  readonly width: number
  /** Of 100 simulations: no interval, which counts as not held. */
  readonly none: number
  readonly simulations: number
}
const rows: Row[] = []

for (const share of [0.1, 0.5, 0.9]) {
  for (const n of [20, 50, 200]) {
    simulate(`share of ${share}`, n, share, simulations, (random) => {
      let hits = 0
      for (let i = 0; i < n; i++) if (random() < share) hits++
      const tally = new Tally<number>(String)
      for (let i = 0; i < n; i++) tally.add([i < hits ? 1 : 0])
      const sample = tally.sample()
      const statistic = (times: ArrayLike<number>) => mean(tally.values, times)
      return {
        ...byBootstrap(['percentile', 'basic', 'bca', 'studentised'], sample, statistic, random),
        Wilson: () => wilsonInterval(hits, n),
        'Clopper-Pearson': () => clopperPearsonInterval(hits, n),
      }
    })
  }
}

// The second rater repeats the first in half of the units and else draws anew: kappa is 0.5.
for (const n of [20, 50, 200]) {
  simulate("Cohen's kappa of 0.5", n, 0.5, simulations, (random) => {
    const label = () => (random() < 0.6 ? 'A' : random() < 0.7 ? 'B' : 'C')
    const tally = new Tally<readonly [string, string]>((pair) => pair.join())
    for (let i = 0; i < n; i++) {
      const first = label()
      tally.add([[first, random() < 0.5 ? first : label()]])
    }
    const a = tally.values.map(([first]) => first)
    const b = tally.values.map(([, second]) => second)
    const statistic = (times: ArrayLike<number>) => cohenKappa(a, b, { times })
    return byBootstrap(['percentile', 'basic', 'bca', 'studentised'], tally.sample(), statistic, random)
  })
}

// Of two normal columns: Pearson 1907.
const correlation = 0.6
for (const n of [20, 50, 200]) {
  const truth = (6 / Math.PI) * Math.asin(correlation / 2)
  simulate('Spearman of 0.58', n, truth, simulations / 2, (random) => {
    const a = Float64Array.from({ length: n }, () => normalQuantile(random()))
    const b = a.map((x) => correlation * x + Math.sqrt(1 - correlation ** 2) * normalQuantile(random()))
    const methods = ['percentile', 'basic', 'bca'] as const
    // The jackknife within each resample takes too long for more.
    return byBootstrap(n > 20 ? methods : [...methods, 'studentised'], each(n), spearmanOf(a, b), random)
  })
}

// Five items share an instruction; three in ten instructions decide for all of theirs.
for (const instructions of [20, 50, 200]) {
  simulate('share of 0.7, 5 items a cluster', instructions, 0.7, simulations, (random) => {
    const right: number[] = []
    for (let i = 0; i < instructions; i++) {
      const together = random() < 0.3
      const one = random() < 0.7 ? 1 : 0
      for (let j = 0; j < 5; j++) right.push(together ? one : random() < 0.7 ? 1 : 0)
    }
    const statistic = (times: ArrayLike<number>) => mean(right, times)
    const clusters = sampleOf(right.map((_, i) => Math.floor(i / 5)))
    return {
      ...byBootstrap(['percentile', 'bca'], clusters, statistic, random),
      'percentile, clusters ignored': byBootstrap(['percentile'], each(right.length), statistic, random)[
        'percentile'
      ]!,
    }
  })
}

const of = (interval: string, statistic = '', n = 0) =>
  rows.filter((row) => row.interval === interval && row.statistic.startsWith(statistic) && row.n >= n)
const least = (found: readonly Row[]) => Math.min(...found.map((row) => row.held))
const percentileAndBca = [...of('percentile', '', 50), ...of('bca', '', 50)]
const target = (claim: string, value: number, holds: boolean): Target => ({ claim, value, holds })
const { user, system } = process.cpuUsage(startedAt)
record({
  name: 'coverage',
  question: 'How often does each interval that calls itself 95 % hold the true value?',
  date: given.date,
  loadBefore,
  rows,
  targets: [
    target('Wilson holds at least 92 of 100', least(of('Wilson')), least(of('Wilson')) >= 92),
    target(
      'Clopper-Pearson holds at least 95 of 100, but for the error of the simulation',
      least(of('Clopper-Pearson')),
      of('Clopper-Pearson').every((row) => row.held >= 95 - row.error),
    ),
    target(
      'percentile and BCa hold at least 92 of 100 from n = 50',
      least(percentileAndBca),
      least(percentileAndBca) >= 92,
    ),
    target(
      'with 20 clusters respected at least 90 of 100',
      least(of('percentile', 'share of 0.7', 20)),
      least(of('percentile', 'share of 0.7', 20)) >= 90,
    ),
  ],
  more: { level: 95, resamples: 1000, cpuSeconds: round((user + system) / 1e6) },
})

function each(n: number): Sample {
  return sampleOf(Array.from({ length: n }, (_, i) => i))
}

function byBootstrap(
  methods: readonly BootstrapMethod[],
  sample: Sample,
  statistic: (times: Float64Array) => number | undefined,
  random: Random,
): Record<string, () => Interval | undefined> {
  return Object.fromEntries(
    methods.map((method) => [method, () => bootstrap(sample, statistic, { random, method })]),
  )
}

/** Draws data again and again, and counts how often each interval of them holds the truth. */
function simulate(
  statistic: string,
  n: number,
  truth: number,
  simulations: number,
  intervalsOf: (random: Random) => Record<string, () => Interval | undefined>,
): void {
  const random = seededRandom(`${statistic}/${n}`)
  const counts = new Map<string, { held: number; none: number; width: number }>()
  for (let simulation = 0; simulation < simulations; simulation++) {
    for (const [name, find] of Object.entries(intervalsOf(random))) {
      const count = counts.get(name) ?? { held: 0, none: 0, width: 0 }
      counts.set(name, count)
      const found = find()
      if (!found) count.none++
      else {
        count.width += found.high - found.low
        // A rounding error is no miss: a share of 0.9 may come out as 0.9000000000000001.
        if (found.low <= truth + 1e-12 && truth - 1e-12 <= found.high) count.held++
      }
    }
  }
  for (const [interval, { held, none, width }] of counts) {
    const share = held / simulations
    rows.push({
      statistic,
      n,
      interval,
      held: Number((100 * share).toFixed(1)),
      error: Number((200 * Math.sqrt((share * (1 - share)) / simulations)).toFixed(1)),
      width: round(width / (simulations - none)),
      none: Number(((100 * none) / simulations).toFixed(1)),
      simulations,
    })
  }
}
