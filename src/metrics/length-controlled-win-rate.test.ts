import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrap } from './bootstrap.ts'
import { fitLengthControl, type LengthControlData } from './fit-length-control.ts'
import { golden } from './golden.ts'
import { lengthControlledWinRate, type LengthControlWeights } from './length-controlled-win-rate.ts'
import { sampleOf } from './sample.ts'

const even: LengthControlWeights = { length: 0, difficulty: 0, constant: 0 }

describe('from given weights', () => {
  it('is one half for the baseline against itself', () =>
    expect(lengthControlledWinRate(even, [-2, 0, 5])).toEqual({ value: 0.5, standardError: 0 }))

  it('is the mean chance, and does not depend on the weight of length', () => {
    const weights = { length: -3, difficulty: 2, constant: -1 }
    const chances = [-1, 0.5].map((x) => 1 / (1 + Math.exp(1 - 2 * x)))
    const found = lengthControlledWinRate(weights, [-1, 0.5])!
    expect(found.value).toBeCloseTo((chances[0]! + chances[1]!) / 2, 15)
    expect(found.standardError).toBeCloseTo(Math.abs(chances[0]! - chances[1]!) / 2, 15)
    expect(lengthControlledWinRate({ ...weights, length: 9 }, [-1, 0.5])).toEqual(found)
  })

  it('of two models, adds up to 1 both ways round', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 1 }), (difficulties) => {
        const [a, b] = [
          { ...even, constant: 1, difficulty: 0.4 },
          { ...even, constant: -0.5, difficulty: 1.5 },
        ]
        const there = lengthControlledWinRate(a, difficulties, { against: b })!
        const back = lengthControlledWinRate(b, difficulties, { against: a })!
        return Math.abs(there.value + back.value - 1) < 1e-12
      }),
    ))

  it('is undefined where no instruction counts, and has no error of one', () => {
    expect(lengthControlledWinRate(even, [])).toBeUndefined()
    expect(lengthControlledWinRate(even, [1, 2], { times: [0, 0] })).toBeUndefined()
    expect(lengthControlledWinRate(even, [1])!.standardError).toBeUndefined()
  })

  it('counts an instruction given twice as two', () =>
    expect(lengthControlledWinRate({ ...even, difficulty: 1 }, [1, 3], { times: [2, 1] })).toEqual(
      lengthControlledWinRate({ ...even, difficulty: 1 }, [1, 1, 3]),
    ))
})

interface Case {
  readonly baseline: number[]
  readonly model: number[]
  readonly preferences: number[]
  readonly difficulties: number[] | null
  readonly weights: Readonly<Record<string, number[]>>
  readonly best_c: number
}
const { made_by, tolerance, cases } = golden<Case>('length-control')
const dataOf = ({ baseline, model, preferences, difficulties }: Case): LengthControlData => ({
  preferences,
  baselineLengths: baseline,
  modelLengths: model,
  ...(difficulties ? { difficulties } : {}),
})

describe(`fitted, as ${made_by}`, () => {
  const fits = cases.flatMap((one) =>
    Object.entries(one.weights).map(
      ([c, weights]) => [one.preferences.length, Number(c), weights, one] as const,
    ),
  )
  it.each(fits)('agrees on %i instructions at c = %f', (_n, c, [length, constant, difficulty = 0], one) => {
    const found = fitLengthControl(dataOf(one), { c })!.weights
    expect(Math.abs(found.length - length!)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(length!)))
    expect(Math.abs(found.constant - constant!)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(constant!)))
    expect(Math.abs(found.difficulty - difficulty)).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(difficulty)),
    )
  })

  it.each(cases.map((one) => [one.preferences.length, one] as const))('chooses the same c on %i', (_n, one) =>
    expect(fitLengthControl(dataOf(one))!.c / one.best_c).toBeCloseTo(1, 12),
  )
})

/** A judge who likes length, on a model as good as the baseline. */
function biased(n: number, seed: number): LengthControlData {
  const random = seededRandom(seed)
  const baselineLengths = Array.from({ length: n }, () => 500 + 1000 * random())
  const modelLengths = baselineLengths.map((length) => length + 300 * random())
  const preferences = modelLengths.map((length, i) => {
    const longer = (length - baselineLengths[i]!) / 100
    return Number(random() < 1 / (1 + Math.exp(-1.2 * longer)))
  })
  return { preferences, baselineLengths, modelLengths }
}

describe('fitted', () => {
  it('takes away what a judge gives for length', () => {
    const data: LengthControlData = {
      preferences: [1, 1, 1, 0, 1, 0, 0, 0, 0.5, 0.5],
      modelLengths: [9, 8, 9, 3, 7, 2, 4, 1, 6, 5],
      baselineLengths: [5, 6, 4, 7, 5, 6, 5, 5, 5, 6],
    }
    const fit = fitLengthControl(data, { c: 100 })!
    expect(fit.weights.length).toBeLessThan(-1)
    expect(lengthControlledWinRate(fit.weights, Array<number>(10).fill(0))!.value).toBeCloseTo(0.5, 1)
  })

  it('is even at a penalty that nothing is worth', () =>
    expect(fitLengthControl(biased(50, 1), { c: 1e-6 })!.weights).toEqual(even))

  it('leaves length out where all responses differ by the same', () => {
    const found = fitLengthControl(
      { preferences: [1, 1, 1, 0], baselineLengths: [4, 5, 6, 7], modelLengths: [3, 4, 5, 6] },
      { c: 1e6 },
    )!
    expect(found.lengthDeviation).toBe(0)
    expect(found.weights.length).toBe(0)
    expect(found.weights.constant).toBeCloseTo(Math.log(3), 5)
  })

  it('is undefined with fewer than two instructions', () => {
    expect(fitLengthControl({ preferences: [], baselineLengths: [], modelLengths: [] })).toBeUndefined()
    expect(fitLengthControl({ preferences: [1], baselineLengths: [3], modelLengths: [4] })).toBeUndefined()
  })

  it('refuses a preference that is no probability, and columns of unequal length', () => {
    expect(() =>
      fitLengthControl({ preferences: [2, 1], baselineLengths: [1, 2], modelLengths: [1, 2] }),
    ).toThrow(TypeError)
    expect(() =>
      fitLengthControl({ preferences: [1, 1], baselineLengths: [1], modelLengths: [1, 2] }),
    ).toThrow(TypeError)
  })

  it('does not care about the unit of length', () => {
    const { preferences, baselineLengths, modelLengths } = biased(60, 2)
    const other = fitLengthControl(
      {
        preferences,
        baselineLengths: Array.from(baselineLengths, (x) => 7 * x),
        modelLengths: Array.from(modelLengths, (x) => 7 * x),
      },
      { c: 10 },
    )!
    expect(other.weights.length).toBeCloseTo(fitLengthControl(biased(60, 2), { c: 10 })!.weights.length, 9)
  })

  it('turns round when model and baseline change places', () => {
    const { preferences, baselineLengths, modelLengths } = biased(60, 3)
    const turned = { preferences: Array.from(preferences, (p) => 1 - p), baselineLengths: modelLengths, modelLengths: baselineLengths } // prettier-ignore
    const [one, other] = [biased(60, 3), turned].map((data) => fitLengthControl(data, { c: 10 })!.weights)
    expect(other!.length).toBeCloseTo(one!.length, 9)
    expect(other!.constant).toBeCloseTo(-one!.constant, 9)
  })

  it('counts an instruction given twice as two', () => {
    const data = biased(40, 4)
    const twice = (column: ArrayLike<number>) => [...Array.from(column), ...Array.from(column)]
    const long = {
      preferences: twice(data.preferences),
      baselineLengths: twice(data.baselineLengths),
      modelLengths: twice(data.modelLengths),
    }
    const counted = fitLengthControl(data, { c: 5, times: Array<number>(40).fill(2) })!
    expect(counted.weights.length).toBeCloseTo(fitLengthControl(long, { c: 5 })!.weights.length, 9)
  })
})

const data = new URL('../../../shared/data/alpaca-eval/', import.meta.url)
const here = existsSync(data)

/** AlpacaEval 2's published leaderboard (Dubois et al. 2024, arXiv:2404.04475), from its weights and difficulties. */
describe.skipIf(!here)('AlpacaEval (skipped where ../shared/data is not there)', () => {
  const text = (file: string) => (here ? readFileSync(new URL(file, data), 'utf8') : '')
  const table = (file: string) => {
    const [header = [], ...rows] = text(file)
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    return new Map(rows.map((row) => [row[0]!, Object.fromEntries(header.map((name, i) => [name, row[i]!]))]))
  }
  const leaderboard = table('v2_leaderboard.csv')
  const difficulties = here
    ? (JSON.parse(text('instruction-difficulty.json')) as { values: [string, number][] }).values.map(
        ([, x]) => x,
      )
    : []
  const models = Array.from(table('length_controlled_v1_weights.csv'), ([model, row]) => {
    const [length, difficulty, constant] = Object.values(row).slice(1).map(Number)
    return {
      model,
      weights: { length: length!, difficulty: difficulty!, constant: constant! },
      row: leaderboard.get(model),
    }
  }).filter(({ row }) => row !== undefined)
  const off = (value: number, published: string | undefined) => Math.abs(100 * value - Number(published))

  // Their published weights give 0.13 and 0.19 points less than their published rows; why is not known.
  const apart = ['NullModel', 'dbrx-instruct']

  it('has the length-controlled column of 186 of the 188 complete rows that have weights', () => {
    const whole = models.filter(({ row }) => row!.n_total === '805')
    const right = whole.filter(
      ({ weights, row }) =>
        off(lengthControlledWinRate(weights, difficulties)!.value, row!.length_controlled_winrate) < 1e-6,
    )
    expect([whole.length, right.length]).toEqual([188, 186])
    const wrong = whole.filter((one) => !right.includes(one)).map(({ model }) => model)
    expect(wrong.sort()).toEqual(apart)
  })

  it('has the standard error of every such row that gives one', () => {
    const rows = models.filter(
      ({ model, row }) => row!.lc_standard_error !== '' && row!.n_total === '805' && !apart.includes(model),
    )
    expect(rows.length).toBe(35)
    for (const { weights, row } of rows) {
      expect(
        off(lengthControlledWinRate(weights, difficulties)!.standardError!, row!.lc_standard_error),
      ).toBeLessThan(1e-6)
    }
  })

  it('where rows are missing from the file, takes the first difficulties, as the original does by row number', () => {
    const short = models.filter(({ row }) => Number(row!.n_total) < 805)
    const by = ({ weights, row }: (typeof models)[number], n: number) =>
      off(lengthControlledWinRate(weights, difficulties.slice(0, n))!.value, row!.length_controlled_winrate) <
      1e-6
    const first = short.filter((one) => by(one, Number(one.row!.n_total)))
    const all = short.filter((one) => by(one, 805))
    // The rows of the other three kept their places, as they do where a preference is null.
    expect([short.length, first.length, all.length]).toEqual([11, 8, 3])
  })

  it('comes within one point of the published 5.9 of alpaca-7b without the gamed baselines', () => {
    const rows = JSON.parse(text('alpaca-7b_v2_annotations.json')) as {
      instruction: string
      output_1: string
      output_2: string
      preference: number
    }[]
    const sha = (value: string) => createHash('sha1').update(value).digest('hex').slice(0, 12)
    const known = new Map(
      (JSON.parse(text('instruction-difficulty.json')) as { values: [string, number][] }).values,
    )
    const used: LengthControlData = {
      preferences: rows.map(({ preference }) => preference - 1),
      baselineLengths: rows.map(({ output_1 }) => [...output_1].length),
      modelLengths: rows.map(({ output_2 }) => [...output_2].length),
      difficulties: rows.map(({ instruction }) => known.get(sha(instruction))!),
    }
    const fit = fitLengthControl(used)!
    const published = Number(leaderboard.get('alpaca-7b')!.length_controlled_winrate)
    expect(
      off(lengthControlledWinRate(fit.weights, used.difficulties!)!.value, String(published)),
    ).toBeLessThan(2)

    const interval = bootstrap(
      sampleOf([...rows.keys()]),
      (times) => {
        const weights = fitLengthControl(used, { c: fit.c, times })?.weights
        return weights && lengthControlledWinRate(weights, used.difficulties!, { times })?.value
      },
      { random: seededRandom(0), resamples: 100 },
    )!
    expect(interval.low * 100).toBeLessThan(published)
    expect(interval.high * 100).toBeGreaterThan(published)
  })
})
