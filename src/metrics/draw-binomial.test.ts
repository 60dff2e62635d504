import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { drawBinomial } from './draw-binomial.ts'

// Both ways of drawing, and both sides of one half.
describe.each([
  [1, 0.5],
  [12, 0.3],
  [40, 0.9],
  [60, 0.4],
  [1000, 0.05],
  [5000, 0.999],
])('%i trials of chance %f', (n, p) => {
  const random = seededRandom(`${n}/${p}`)
  const draws = 100_000
  const count = new Map<number, number>()
  for (let i = 0; i < draws; i++) {
    const k = drawBinomial(n, p, random)
    count.set(k, (count.get(k) ?? 0) + 1)
  }

  it('gives every number as often as the binomial distribution does', () => {
    let chi = 0
    let cells = 0
    for (let k = 0; k <= n; k++) {
      const expected = draws * chanceOf(k, n, p)
      if (expected < 5) continue
      chi += ((count.get(k) ?? 0) - expected) ** 2 / expected
      cells++
    }
    // Chi-square has mean cells and deviation sqrt(2 cells): five deviations is one in a million.
    expect(chi).toBeLessThan(cells + 5 * Math.sqrt(2 * cells))
  })

  it('stays between none and all', () => {
    expect(Math.min(...count.keys())).toBeGreaterThanOrEqual(0)
    expect(Math.max(...count.keys())).toBeLessThanOrEqual(n)
  })
})

it('is certain where the chance is 0 or 1', () => {
  const random = seededRandom(0)
  expect([drawBinomial(9, 0, random), drawBinomial(9, 1, random), drawBinomial(0, 0.5, random)]).toEqual([
    0, 9, 0,
  ])
})

it('gives the same with the same seed', () => {
  const some = () => {
    const random = seededRandom(7)
    return Array.from({ length: 20 }, () => drawBinomial(500, 0.4, random))
  }
  expect(some()).toEqual(some())
})

function chanceOf(k: number, n: number, p: number): number {
  let log = k * Math.log(p) + (n - k) * Math.log1p(-p)
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i)
  return Math.exp(log)
}
