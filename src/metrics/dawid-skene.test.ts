import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrapEach } from './bootstrap-each.ts'
import { dawidSkene } from './dawid-skene.ts'
import { golden } from './golden.ts'
import type { LatentTruth } from './latent-truth.ts'
import { oneCoin } from './one-coin.ts'
import { sampleOf } from './sample.ts'

interface Fit {
  readonly model: 'dawidSkene' | 'oneCoin'
  readonly prior: number
  readonly rounds: number
  readonly source: string
  readonly log_likelihood: number
  readonly prevalence: number[]
  readonly confusion: number[][][]
  readonly posterior: number[][]
}
interface Case {
  readonly ratings: (number | null)[][]
  readonly fits: Fit[]
}
const { made_by, tolerance, cases } = golden<Case>('latent-truth')
const models = { dawidSkene, oneCoin }
const names = ['dawidSkene', 'oneCoin'] as const
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - b[i]!)))
const flat = (confusion: LatentTruth['confusion']) =>
  confusion.flatMap((rows) => rows.flatMap((row) => [...row]))

describe(`as ${made_by}`, () => {
  const fits = cases.flatMap(({ ratings, fits }) =>
    fits.map((fit) => [fit.model, fit.source, ratings.length, fit.rounds, fit.prior, ratings, fit] as const),
  )
  it.each(fits)(
    '%s is that of %s on %i items after %i rounds, prior %f',
    (model, _s, _n, rounds, prior, ratings, fit) => {
      const found = models[model](ratings, { prior, rounds, tolerance: -Infinity })!
      expect(found.rounds).toBe(rounds)
      expect(furthest(found.prevalence, fit.prevalence)).toBeLessThanOrEqual(tolerance)
      expect(furthest(flat(found.confusion), fit.confusion.flat(2))).toBeLessThanOrEqual(tolerance)
      expect(
        furthest(found.posterior.slice(0, fit.posterior.flat().length), fit.posterior.flat()),
      ).toBeLessThanOrEqual(tolerance)
      expect(Math.abs(found.logLikelihood / fit.log_likelihood - 1)).toBeLessThanOrEqual(tolerance)
    },
  )
})

/** Ratings of known truth. `accuracy[annotator]` is how often each is right; errors are spread evenly. */
function simulated(items: number, accuracy: readonly number[], classes: number, seed: number) {
  const random = seededRandom(seed)
  const truth = Array.from({ length: items }, () => Math.floor(random() * classes))
  const ratings = truth.map((right) =>
    accuracy.map((p) =>
      random() < p ? right : (right + 1 + Math.floor(random() * (classes - 1))) % classes,
    ),
  )
  return { truth, ratings }
}

describe.each(names)('%s', (name) => {
  const fit = models[name]

  it('recovers the accuracies behind simulated labels, and most of the truth', () => {
    const accuracy = [0.9, 0.8, 0.7, 0.6, 0.55]
    const { truth, ratings } = simulated(4000, accuracy, 3, 1)
    const found = fit(ratings)!
    expect(found.converged).toBe(true)
    expect(furthest(found.accuracy as number[], accuracy)).toBeLessThan(0.03)
    const right = found.truth.filter((value, i) => value === truth[i]).length / 4000
    const majority = ratings.filter((row, i) => [0, 1, 2].every((c) => c === truth[i] || row.filter((x) => x === c).length < row.filter((x) => x === truth[i]).length)).length / 4000 // prettier-ignore
    expect(right).toBeGreaterThan(0.93)
    expect(right).toBeGreaterThan(majority)
  })

  it('reads an annotator who says the opposite the other way round', () => {
    const { truth, ratings } = simulated(2000, [0.9, 0.85, 0.8, 0.05], 2, 2)
    const found = fit(ratings)!
    expect(found.accuracy[3]).toBeCloseTo(0.05, 1)
    expect(found.isBelowChance).toBe(false)
    const without = fit(ratings.map((row) => row.slice(0, 3)))!
    const right = (one: LatentTruth) => one.truth.filter((value, i) => value === truth[i]).length
    expect(right(found)).toBeGreaterThan(right(without))
  })

  it('is told by what most say, and cannot tell a crowd that is wrong together', () => {
    const { truth, ratings } = simulated(1000, [0.1, 0.15, 0.2, 0.9], 2, 3)
    const found = fit(ratings)!
    expect(found.truth.filter((value, i) => value !== truth[i]).length).toBeGreaterThan(900)
    expect(found.accuracy[3]).toBeLessThan(0.2)
  })

  it('leaves gaps out, and gives an item without labels the prevalence', () => {
    const ratings = [['A', 'A', null], ['B', null, 'B'], [null, 'A', 'A'], ['A', 'B', 'A'], [null, null, null]] // prettier-ignore
    const found = fit(ratings)!
    expect(Array.from(found.posterior.subarray(8))).toEqual([...found.prevalence])
    const without = fit(ratings.slice(0, 4))!
    expect(furthest(found.prevalence, without.prevalence)).toBeLessThan(1e-9)
  })

  it('is certain where all agree', () => {
    const found = fit([['A', 'A', 'A'], ['B', 'B', 'B'], ['A', 'A', 'A']], { prior: 0 })! // prettier-ignore
    expect(found.accuracy).toEqual([1, 1, 1])
    expect([...found.difficulty]).toEqual([0, 0, 0])
    expect(found.prevalence[0]).toBeCloseTo(2 / 3, 12)
  })

  it('says the one class where there is no other', () => {
    const found = fit([['A', 'A'], ['A', 'A']])! // prettier-ignore
    expect(found).toMatchObject({
      truth: ['A', 'A'],
      accuracy: [1, 1],
      isBelowChance: false,
      logLikelihood: 0,
    })
  })

  it.each([
    ['no items', []],
    ['one annotator', [['A'], ['B']]],
    ['one annotator beside one who rated nothing', [['A', null], ['B', null]]],
  ])('is undefined of %s', (_name, ratings) => expect(fit(ratings)).toBeUndefined()) // prettier-ignore

  it('has no accuracy of an annotator who rated nothing', () =>
    expect(fit([['A', 'A', null], ['B', 'B', null]])!.accuracy[2]).toBeUndefined()) // prettier-ignore

  it('knows a class that nobody said, where the scale has it', () => {
    const found = fit([['A', 'A', 'B'], ['B', 'B', 'B']], { classes: ['A', 'B', 'C'] })! // prettier-ignore
    expect(found.classes).toEqual(['A', 'B', 'C'])
    expect(found.prevalence[2]).toBeGreaterThan(0)
    expect(found.prevalence[2]).toBeLessThan(0.01)
    expect(() => fit([['A', 'X']], { classes: ['A', 'B'] })).toThrow(TypeError)
  })

  it('says when it was stopped before it had converged', () =>
    expect(fit(simulated(200, [0.8, 0.7, 0.6], 3, 4).ratings, { rounds: 2 })).toMatchObject({
      rounds: 2,
      converged: false,
    }))

  it('does not lose what many annotators say to underflow', () => {
    const row = (right: number) => Array.from({ length: 600 }, (_, i) => (i % 4 === 0 ? 1 - right : right))
    const found = fit([row(0), row(1), row(0).toReversed(), row(1).toReversed()])!
    expect(found.truth).toEqual([0, 1, 0, 1])
    expect(Number.isFinite(found.logLikelihood)).toBe(true)
  })

  it('begins where it is told, and stays if that was the end', () => {
    const { ratings } = simulated(300, [0.8, 0.7, 0.9], 2, 5)
    const found = fit(ratings)!
    const again = fit(ratings, { start: found })!
    expect(again.rounds).toBeLessThan(3)
    expect(furthest(again.posterior, found.posterior)).toBeLessThan(1e-4)
    expect(() => fit([[0, 1, 2, 0]], { start: found })).toThrow(TypeError)
  })

  const label = fc.option(fc.constantFrom('A', 'B', 'C'), { nil: null, freq: 6 })
  const tables = fc.array(fc.array(label, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 15 })
  const classes = ['A', 'B', 'C']

  it.each([0, 0.01])('never makes the labels less likely by going on (prior %f)', (prior) =>
    fc.assert(
      fc.property(tables, (table) => {
        const heights = [0, 1, 2, 5, 20].map((rounds) =>
          fit(table, { prior, rounds, classes, tolerance: -Infinity }),
        )
        if (heights[0] === undefined) return heights.every((one) => one === undefined)
        // With a prior it is the two together that rise.
        const height = (one: LatentTruth) => one.logLikelihood + logPrior(one, prior)
        return heights.every((one, i) => i === 0 || height(one!) >= height(heights[i - 1]!) - 1e-9)
      }),
    ),
  )
  const logPrior = ({ prevalence, confusion }: LatentTruth, prior: number) => {
    if (prior === 0) return 0
    const logs = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, x) => sum + prior * Math.log(x), 0)
    const coins = confusion.flatMap((rows) => [rows[0]![0]!, 1 - rows[0]![0]!])
    return logs(prevalence) + logs(name === 'oneCoin' ? coins : flat(confusion))
  }

  const close = (a: LatentTruth | undefined, b: LatentTruth | undefined) =>
    a === undefined || b === undefined ? a === b : Math.abs(a.logLikelihood - b.logLikelihood) < 1e-6
  // Few rounds: between classes that are quite alike, more would let a rounding error decide.
  const some = { rounds: 6, tolerance: -Infinity, classes }

  it('does not care about the order of items or annotators', () =>
    fc.assert(
      fc.property(tables, (table) => {
        const found = fit(table, some)
        const turned = fit(
          table.map((row) => row.toReversed()),
          some,
        )
        const other = turned?.accuracy.toReversed()
        const same =
          found?.accuracy.every((x, i) => x === other![i] || Math.abs(x! - other![i]!) < 1e-6) ?? true
        return close(found, fit(table.toReversed(), some)) && close(found, turned) && same
      }),
    ))

  it('does not care what the classes are called', () =>
    fc.assert(
      fc.property(tables, (table) => {
        const renamed = table.map((row) =>
          row.map((x) => (x === null ? null : { A: 'C', B: 'A', C: 'B' }[x])),
        )
        return close(fit(table, some), fit(renamed, some))
      }),
    ))

  it('counts an item given twice as two', () =>
    fc.assert(
      fc.property(tables, fc.array(fc.nat(3), { minLength: 15, maxLength: 15 }), (table, times) => {
        const long = table.flatMap((row, i) => Array.from({ length: times[i]! }, () => row))
        return close(fit(table, { ...some, times: times.slice(0, table.length) }), fit(long, some))
      }),
    ))
})

it('finds an annotator who errs on one class only, where one coin cannot', () => {
  const random = seededRandom(6)
  const ratings = Array.from({ length: 3000 }, () => {
    const right = random() < 0.5 ? 'good' : 'bad'
    const kind = right === 'bad' && random() < 0.6 ? 'good' : right
    const fair = () => (random() < 0.85 ? right : right === 'good' ? 'bad' : 'good')
    return [fair(), fair(), fair(), kind]
  })
  const [bad, good] = dawidSkene(ratings)!.confusion[3]!
  expect(bad![0]).toBeCloseTo(0.4, 1)
  expect(good![1]).toBeCloseTo(1, 1)
  const [coinBad, coinGood] = oneCoin(ratings)!.confusion[3]!
  expect(coinBad![0]).toBe(coinGood![1])
})

it('has intervals of competence and of difficulty by resampling distinct rows', () => {
  const accuracy = [0.9, 0.75, 0.65]
  const { ratings } = simulated(1500, accuracy, 2, 7)
  const kinds = new Map<string, number>()
  for (const row of ratings) kinds.set(row.join(), (kinds.get(row.join()) ?? 0) + 1)
  const rows = Array.from(kinds.keys(), (key) => key.split(',').map(Number))
  const counts = [...kinds.values()]
  const whole = oneCoin(rows, { times: counts })!
  expect(whole.logLikelihood).toBeCloseTo(oneCoin(ratings)!.logLikelihood, 4)

  const { clusters } = sampleOf([...rows.keys()])
  const sample = {
    observations: rows.length,
    clusters: clusters.map((one, i) => ({ ...one, alike: counts[i]! })),
  }
  const options = { random: seededRandom(0), resamples: 300 }
  const intervals = bootstrapEach(
    sample,
    (times) => {
      const found = oneCoin(rows, { times, start: whole })
      return found && [...(found.accuracy as number[]), found.difficulty[0]!]
    },
    options,
  )!
  for (const [i, truth] of [...accuracy, whole.difficulty[0]!].entries()) {
    expect(intervals[i]!.low).toBeLessThan(truth)
    expect(intervals[i]!.high).toBeGreaterThan(truth)
  }
})
