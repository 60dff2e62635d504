import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustedPValues } from './adjusted-p-values.ts'
import { beyondChance } from './beyond-chance.ts'
import { golden } from './golden.ts'
import { pairTable, type PairTable } from './pair-table.ts'
import { partialOrder, type Beats } from './partial-order.ts'

const tableOf = (wins: number[][]): PairTable => ({
  systems: Array.from(wins, (_, i) => 'abcdefgh'[i]!),
  wins,
  ties: wins.map((row) => row.map(() => 0)),
})
const blank = (n: number) => tableOf(Array.from({ length: n }, () => Array<number>(n).fill(0)))
const edges =
  (...pairs: [number, number][]): Beats =>
  (i, j) =>
    pairs.some(([from, to]) => from === i && to === j)

const { made_by, cases } = golden<{ wins: number[][]; beats: [number, number][] }>('beyond-chance')

describe('beyond chance', () => {
  it.each(cases.map((one) => [one.wins.length, one] as const))(
    `tells apart the same of %i as ${made_by}`,
    (n, one) => {
      const beats = beyondChance(tableOf(one.wins))
      const places = Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const)
      const found = places.filter(([i, j]) => beats(i, j)).map(String)
      expect(found.sort()).toEqual(one.beats.map(String).sort())
    },
  )

  it('is the sign test: 6 to 0 is, 5 to 0 is not', () => {
    expect(beyondChance(tableOf([[0, 6], [0, 0]]))(0, 1)).toBe(true) // p = 0.03125
    expect(beyondChance(tableOf([[0, 5], [0, 0]]))(0, 1)).toBe(false) // p = 0.0625
  }) // prettier-ignore

  it('leaves ties out', () => {
    const { systems, wins } = tableOf([[0, 6], [0, 0]]) // prettier-ignore
    expect(beyondChance({ systems, wins, ties: [[0, 500], [500, 0]] })(0, 1)).toBe(true) // prettier-ignore
  })

  it('asks more where more pairs are compared', () => {
    expect(adjustedPValues([0.03125, 1, 1], 'holm')[0]).toBeGreaterThan(0.05)
    expect(beyondChance(tableOf([[0, 6, 5], [0, 0, 5], [5, 5, 0]]))(0, 1)).toBe(false) // prettier-ignore
  })

  it('names the winner, and nobody where a pair never met or is level', () => {
    const beats = beyondChance(tableOf([[0, 0, 9], [20, 0, 0], [9, 0, 0]])) // prettier-ignore
    const found = [0, 1, 2].map((i) => [0, 1, 2].map((j) => beats(i, j)))
    expect(found).toEqual([[false, false, false], [true, false, false], [false, false, false]]) // prettier-ignore
  })
})

it('has tiers in which whoever beats somebody stands above', () => {
  const found = partialOrder(blank(4), { beats: edges([1, 0], [0, 2], [1, 2]) })
  expect(found.tiers).toEqual([['b', 'd'], ['a'], ['c']])
  expect(found).toMatchObject({ chains: 1, transitivity: 1, cycles: [], circles: [], hasMoreCycles: false })
  expect(found.beats).toEqual([['a', 'c'], ['b', 'a'], ['b', 'c']]) // prettier-ignore
})

it('names a cycle, and puts it in one tier', () => {
  const found = partialOrder(blank(4), { beats: edges([0, 1], [1, 2], [2, 0], [2, 3]) })
  expect(found.cycles).toEqual([['a', 'b', 'c']])
  expect(found.circles).toEqual([['a', 'b', 'c']])
  expect(found.tiers).toEqual([['a', 'b', 'c'], ['d']])
  // Chains: ab-bc, bc-ca, ca-ab, bc-cd; none is closed.
  expect(found).toMatchObject({ chains: 4, transitivity: 0 })
})

it('lists the shortest cycles first, each once', () => {
  const beats = edges([0, 1], [1, 2], [2, 3], [3, 0], [2, 0], [4, 5], [5, 6], [6, 4])
  expect(partialOrder(blank(7), { beats }).cycles).toEqual([
    ['a', 'b', 'c'],
    ['e', 'f', 'g'],
    ['a', 'b', 'c', 'd'],
  ])
})

it('lists no more cycles than asked for, and says that there are more', () => {
  const circular: Beats = (i, j) => i !== j && (j - i + 8) % 8 <= 4 && !((j - i + 8) % 8 === 4 && i > j)
  const found = partialOrder(blank(8), { beats: circular, cycles: 5 })
  expect(found.cycles.map((cycle) => cycle.length)).toEqual([3, 3, 3, 3, 3])
  expect(found.hasMoreCycles).toBe(true)
})

it('has no transitivity where there is no chain', () => {
  expect(partialOrder(blank(3)).transitivity).toBeUndefined()
  expect(partialOrder(blank(3)).tiers).toEqual([['a', 'b', 'c']])
  expect(partialOrder(blank(0))).toMatchObject({ tiers: [], beats: [] })
})

it('is made from games, too', () => {
  const games = Array.from({ length: 8 }, () => ({ a: 'y', b: 'x', outcome: 'A' as const }))
  expect(partialOrder(pairTable(games)).tiers).toEqual([['y'], ['x']])
})

describe('laws', () => {
  const tournament = fc.array(fc.constantFrom(-1, 0, 1), { minLength: 15, maxLength: 15 })
  const beatsOf = (signs: readonly number[]): Beats => {
    const sign = (i: number, j: number) => signs[(i * (11 - i)) / 2 + j - i - 1]!
    return (i, j) => i !== j && (i < j ? sign(i, j) === 1 : sign(j, i) === -1)
  }

  it('lists as many triangles as there are', () =>
    fc.assert(
      fc.property(tournament, (signs) => {
        const beats = beatsOf(signs)
        let triangles = 0
        for (let i = 0; i < 6; i++)
          for (let j = 0; j < 6; j++)
            for (let k = 0; k < 6; k++) if (beats(i, j) && beats(j, k) && beats(k, i)) triangles++
        const { cycles } = partialOrder(blank(6), { beats, cycles: 1000 })
        return cycles.filter((cycle) => cycle.length === 3).length === triangles / 3
      }),
    ))

  it('lists cycles that are cycles, none twice, and none exactly where every winner stands higher', () =>
    fc.assert(
      fc.property(tournament, (signs) => {
        const beats = beatsOf(signs)
        const { cycles, tiers, systems } = partialOrder(blank(6), { beats, cycles: 1000 })
        const at = (name: string) => systems.indexOf(name)
        const real = cycles.every((cycle) =>
          cycle.every((name, i) => beats(at(name), at(cycle[(i + 1) % cycle.length]!))),
        )
        const once = new Set(cycles.map((cycle) => cycle.join())).size === cycles.length
        const tier = systems.map((name) => tiers.findIndex((names) => names.includes(name)))
        const above = tier.every((high, i) => tier.every((low, j) => !beats(i, j) || high < low))
        return real && once && above === (cycles.length === 0)
      }),
    ))
})
