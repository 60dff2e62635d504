import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { approximateRandomisation } from './approximate-randomisation.ts'
import { golden } from './golden.ts'
import { mean } from './mean.ts'
import { normalCdf } from './normal-distribution.ts'
import { pairedPermutationTest } from './paired-permutation-test.ts'
import { permutationTest } from './permutation-test.ts'
import type { Alternative } from './test-result.ts'

type Case = { a: number[]; b: number[] } & Record<Alternative, number>
const alternatives = ['two-sided', 'greater', 'less'] as const
const random = () => seededRandom(0)
const paired = golden<Case>('paired-permutation-test')
const unpaired = golden<Case>('permutation-test')

describe(`as ${paired.made_by}`, () => {
  describe.each(paired.cases.map((one) => [one.a.length, one] as const))('%i pairs', (_, { a, b, ...ps }) => {
    it.each(alternatives)('agrees on %s', (alternative) => {
      const found = pairedPermutationTest(a, b, { random: random(), alternative })!
      expect(Math.abs(found.p - ps[alternative])).toBeLessThanOrEqual(paired.tolerance)
      expect(found.exact).toBe(true)
    })
  })
  describe.each(unpaired.cases.map((one) => [one.a.length, one.b.length, one] as const))(
    '%i and %i values',
    (_n, _m, { a, b, ...ps }) => {
      it.each(alternatives)('agrees on %s', (alternative) => {
        const found = permutationTest(a, b, { random: random(), alternative })!
        expect(Math.abs(found.p - ps[alternative])).toBeLessThanOrEqual(unpaired.tolerance)
        expect(found.exact).toBe(true)
      })
    },
  )
})

const scores = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 6 }), { minLength, maxLength })
const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
  minLength: 1,
  maxLength: 10,
})

describe('the unpaired test', () => {
  it('rejects no more often than it says, also with groups of different sizes', () =>
    fc.assert(
      fc.property(scores(4, 7), fc.integer({ min: 1, max: 6 }), (pool, size) => {
        fc.pre(size < pool.length)
        // Where there is no difference, each division of the pool is as likely as any other.
        const ps = divisions(pool, size).map(([a, b]) => permutationTest(a, b, { random: random() })!.p)
        for (const alpha of [0.05, 0.2, 0.5]) {
          const rejected = ps.filter((p) => p <= alpha + 1e-12).length / ps.length
          expect(rejected).toBeLessThanOrEqual(alpha + 1e-9)
        }
      }),
      { numRuns: 40 },
    ))

  it('does not care which group comes first, and turns its sign', () =>
    fc.assert(
      fc.property(scores(1, 4), scores(1, 9), (a, b) => {
        const one = permutationTest(a, b, { random: random() })!
        const other = permutationTest(b, a, { random: random() })!
        expect(other.p).toBeCloseTo(one.p, 12)
        expect(other.statistic).toBeCloseTo(-one.statistic, 12)
      }),
    ))

  it('ignores the zero and the unit', () =>
    fc.assert(
      fc.property(scores(2, 4), scores(1, 7), (a, b) => {
        const moved = (values: number[]) => values.map((value) => 1e6 + value / 10)
        const one = permutationTest(a, b, { random: random() })!
        expect(permutationTest(moved(a), moved(b), { random: random() })!.p).toBeCloseTo(one.p, 12)
      }),
    ))

  it('draws divisions where there are too many, and comes near the normal p', () => {
    const a = Array.from({ length: 25 }, (_, i) => ((i * 7) % 10) + 0.8)
    const b = Array.from({ length: 60 }, (_, i) => (i * 3) % 10)
    const found = permutationTest(a, b, { random: random(), permutations: 40_000 })!
    expect(found).toMatchObject({ exact: false, n: 85, method: 'permutation, 40000 divisions' })
    const all = [...a, ...b]
    const centre = mean(all)!
    const variance = all.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 84
    const z = found.statistic / Math.sqrt(variance * (1 / 25 + 1 / 60))
    expect(Math.abs(z)).toBeGreaterThan(0.5)
    expect(Math.abs(found.p - 2 * normalCdf(-Math.abs(z)))).toBeLessThan(0.01)
  })

  it('takes any statistic', () => {
    const most = (values: Float64Array) => Math.max(...values)
    const found = permutationTest([9, 1, 1], [2, 2, 2], {
      random: random(),
      statistic: (a, b) => most(a) - most(b),
    })!
    expect(found.statistic).toBe(7)
    // The 9 is in either group, always 7 or 8 above the other.
    expect(found.p).toBe(1)
  })

  it('is undefined where a group is empty or the statistic is not defined', () => {
    expect(permutationTest([], [1], { random: random() })).toBeUndefined()
    expect(permutationTest([1], [], { random: random() })).toBeUndefined()
    expect(permutationTest([1], [2], { random: random(), statistic: () => undefined })).toBeUndefined()
  })
})

describe('the paired test', () => {
  it('rejects no more often than it says', () =>
    fc.assert(
      fc.property(scores(1, 6), (differences) => {
        const none = differences.map(() => 0)
        const ps = signs(differences).map(
          (signed) => pairedPermutationTest(signed, none, { random: random() })!.p,
        )
        for (const alpha of [0.05, 0.2, 0.5]) {
          expect(ps.filter((p) => p <= alpha + 1e-12).length / ps.length).toBeLessThanOrEqual(alpha + 1e-9)
        }
      }),
      { numRuns: 40 },
    ))

  it('does not care who comes first, and turns its sign', () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const [a, b] = [given.map(([x]) => x), given.map(([, y]) => y)]
        const one = pairedPermutationTest(a, b, { random: random() })!
        const other = pairedPermutationTest(b, a, { random: random() })!
        expect(other.p).toBe(one.p)
        expect(other.statistic + one.statistic).toBe(0)
      }),
    ))

  it('is the test of cluster sums where items belong together', () => {
    const a = [3, 4, 5, 5, 2, 2]
    const b = [1, 1, 4, 5, 3, 0]
    const clustered = pairedPermutationTest(a, b, {
      random: random(),
      clusterOf: ['x', 'x', 'y', 'z', 'z', 'y'],
    })!
    const sums = pairedPermutationTest([5, 3, -1], [0, 0, 0], { random: random() })!
    expect(clustered.p).toBe(sums.p)
    expect(clustered.n).toBe(3)
    expect(clustered.statistic).toBeCloseTo(7 / 6, 12)
  })

  it('draws sign changes where there are too many, never gives 0, and is the same with the same seed', () => {
    const a = Array.from({ length: 40 }, (_, i) => i + 3)
    const b = Array.from({ length: 40 }, (_, i) => i)
    const found = pairedPermutationTest(a, b, { random: random(), permutations: 999 })!
    expect(found).toMatchObject({ p: 0.001, exact: false, statistic: 3, n: 40 })
    const near = b.map((value, i) => value + ((i * 5) % 7) - 3.2)
    expect(pairedPermutationTest(near, b, { random: random() })).toEqual(
      pairedPermutationTest(near, b, { random: random() }),
    )
  })

  it('comes near the normal p where it draws', () => {
    const differences = Array.from({ length: 60 }, (_, i) => ((i * 17) % 11) - 4.1)
    const none = differences.map(() => 0)
    const found = pairedPermutationTest(differences, none, { random: random(), permutations: 40_000 })!
    const z = (mean(differences)! * 60) / Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0))
    expect(Math.abs(z)).toBeGreaterThan(1)
    expect(Math.abs(found.p - 2 * normalCdf(-Math.abs(z)))).toBeLessThan(0.01)
  })

  it('says that equal scores do not differ, and is undefined without any', () => {
    const many = Array.from({ length: 100 }, () => 4)
    expect(pairedPermutationTest(many, many, { random: random() })).toMatchObject({
      p: 1,
      statistic: 0,
      exact: true,
    })
    expect(pairedPermutationTest([], [], { random: random() })).toBeUndefined()
  })

  it('refuses columns of different lengths', () => {
    expect(() => pairedPermutationTest([1], [], { random: random() })).toThrow(TypeError)
    expect(() => pairedPermutationTest([1], [2], { random: random(), clusterOf: [] })).toThrow(TypeError)
  })

  it.each([0, 2.5, NaN])('refuses %f permutations', (permutations) =>
    expect(() => pairedPermutationTest([1], [2], { random: random(), permutations })).toThrow(TypeError),
  )
})

describe('approximate randomisation', () => {
  const swappedMeans = (a: number[], b: number[]) => (swapped: Uint8Array) => {
    const first = a.map((value, i) => (swapped[i] ? b[i]! : value))
    const second = b.map((value, i) => (swapped[i] ? a[i]! : value))
    return mean(first)! - mean(second)!
  }

  it('is the paired permutation test where the statistic is a difference of means', () =>
    fc.assert(
      fc.property(pairs, fc.constantFrom(...alternatives), (given, alternative) => {
        const [a, b] = [given.map(([x]) => x), given.map(([, y]) => y)]
        const items = [...a.keys()]
        const one = pairedPermutationTest(a, b, { random: random(), alternative })!
        const other = approximateRandomisation(items, swappedMeans(a, b), { random: random(), alternative })!
        // Differences of 0 may come out a rounding error apart, which no relative slack forgives.
        fc.pre(one.statistic !== 0)
        expect(other.p).toBeCloseTo(one.p, 12)
        expect(other.statistic).toBeCloseTo(one.statistic, 12)
      }),
    ))

  it('swaps the items of a cluster together', () => {
    const found = approximateRandomisation(
      ['x', 'y', 'x'],
      (swapped) => {
        expect(swapped[0]).toBe(swapped[2])
        return 1
      },
      { random: random() },
    )!
    expect(found.n).toBe(2)
  })

  it('counts a swap without a statistic against a difference', () => {
    const found = approximateRandomisation(
      [0, 1],
      (swapped) => (swapped[0] ? undefined : swapped[1] ? 0 : 1),
      {
        random: random(),
      },
    )!
    expect(found.p).toBe(0.75)
  })

  it('is undefined without items, and where the difference as it is is not defined', () => {
    expect(approximateRandomisation([], () => 1, { random: random() })).toBeUndefined()
    expect(
      approximateRandomisation([0], (swapped) => (swapped[0] ? 1 : undefined), { random: random() }),
    ).toBeUndefined()
    expect(approximateRandomisation([0], () => NaN, { random: random() })).toBeUndefined()
  })

  it('draws swaps where there are too many', () => {
    const items = Array.from({ length: 30 }, (_, i) => i)
    const found = approximateRandomisation(
      items,
      (swapped) => 30 - 2 * swapped.filter((one) => one === 1).length,
      {
        random: random(),
        permutations: 500,
      },
    )!
    expect(found).toMatchObject({ exact: false, statistic: 30, p: 1 / 501 })
  })
})

function divisions(pool: readonly number[], size: number): (readonly [number[], number[]])[] {
  return Array.from({ length: 2 ** pool.length }, (_, pattern) => pattern)
    .map(
      (pattern) =>
        [pool.filter((_, i) => pattern & (1 << i)), pool.filter((_, i) => !(pattern & (1 << i)))] as const,
    )
    .filter(([a]) => a.length === size)
}

function signs(values: readonly number[]): number[][] {
  return Array.from({ length: 2 ** values.length }, (_, pattern) =>
    values.map((value, i) => (pattern & (1 << i) ? -value : value)),
  )
}
