import { shuffled } from '../base/shuffled.ts'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bradleyTerry } from '../metrics/bradley-terry.ts'
import { kendallTau } from '../metrics/kendall-tau.ts'
import type { PairTable } from '../metrics/pair-table.ts'
import { informativePairs, surenessOfOrder } from './informative-pairs.ts'

const systems = ['s', 't', 'u']
const tableOf = (wins: number[][], ties: number[][] = wins.map((row) => row.map(() => 0))): PairTable => ({
  systems: systems.slice(0, wins.length),
  wins,
  ties,
})
const plenty = () => 1000

describe('the pairs that tell most', () => {
  it('are those whose order is open, not those that are told apart', () => {
    const played = tableOf([
      [0, 30, 30],
      [0, 0, 15],
      [0, 15, 0],
    ])
    expect(informativePairs(played, plenty, 4)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ])
  })

  it('are those that have not met, where all else is equal', () =>
    expect(
      informativePairs(
        tableOf([
          [0, 5, 0],
          [5, 0, 0],
          [0, 0, 0],
        ]),
        plenty,
        1,
      )[0],
    ).toContain(2))

  it('are spread, as if each choice had been played', () => {
    const chosen = informativePairs(tableOf(systems.map(() => [0, 0, 0])), plenty, 3)
    expect(new Set(chosen.map(String)).size).toBe(3)
  })

  it('are no more than are left', () => {
    const fresh = tableOf(systems.map(() => [0, 0, 0]))
    expect(informativePairs(fresh, (i, j) => (i === 0 && j === 1 ? 2 : 0), 5)).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(informativePairs(fresh, () => 0, 5)).toEqual([])
  })

  it('are chosen where all games so far were ties, too', () =>
    expect(
      informativePairs(
        tableOf(
          systems.map(() => [0, 0, 0]),
          [
            [0, 9, 9],
            [9, 0, 0],
            [9, 0, 0],
          ],
        ),
        plenty,
        1,
      ),
    ).toEqual([[1, 2]]))
})

describe('how sure the order is', () => {
  it('grows with the games of the least certain neighbours', () => {
    const after = (n: number) =>
      surenessOfOrder(
        tableOf([
          [0, 2 * n],
          [n, 0],
        ]),
      )!
    expect(after(1)).toBeLessThan(after(10))
    expect(after(10)).toBeLessThan(after(100))
    expect(after(100)).toBeGreaterThan(0.99)
  })

  it('is a coin where neighbours are equal', () =>
    expect(
      surenessOfOrder(
        tableOf([
          [0, 7],
          [7, 0],
        ]),
      ),
    ).toBeCloseTo(0.5, 6))

  it('is not defined for one system', () => expect(surenessOfOrder(tableOf([[0]]))).toBeUndefined())
})

/** Mean Kendall's tau of the fitted order with the planted one, over some tournaments of so many games. */
function accuracy(way: 'all' | 'adaptive', n: number, games: number, tournaments: number): number {
  let sum = 0
  for (let seed = 0; seed < tournaments; seed++) {
    const random = seededRandom(`${n}/${seed}`)
    const planted = shuffled(
      Array.from({ length: n }, (_, i) => (4 * i) / (n - 1)),
      seededRandom(seed),
    )
    const zeros = () => planted.map(() => new Float64Array(n))
    const [wins, ties] = [zeros(), zeros()]
    const table = { systems: planted.map((_, i) => String(i).padStart(3, '0')), wins, ties }
    const play = (i: number, j: number) => {
      const isWin = random() < 1 / (1 + Math.exp(planted[j]! - planted[i]!))
      wins[isWin ? i : j]![isWin ? j : i]!++
    }
    const all = planted.flatMap((_, i) => planted.slice(i + 1).map((_, k) => [i, i + 1 + k] as const))
    const order = shuffled(
      Array.from({ length: games }, (_, k) => all[k % all.length]!),
      seededRandom(seed),
    )
    if (way === 'all') for (const [i, j] of order) play(i, j)
    else {
      for (let i = 0; i < n; i++) play(i, (i + 1) % n)
      for (let played = n; played < games; played += n)
        for (const [i, j] of informativePairs(table, plenty, n)) play(i, j)
    }
    const fit = bradleyTerry(table, { ties: 'half', prior: 0.5 })!
    sum += kendallTau(fit.strengths, planted)!
  }
  return sum / tournaments
}

it('a tournament that chooses its games needs two thirds of the games of all pairs for the same order', () => {
  const all = accuracy('all', 8, 240, 60)
  const adaptive = accuracy('adaptive', 8, 160, 60)
  expect(all).toBeGreaterThan(0.9)
  expect(adaptive).toBeGreaterThan(all)
})
