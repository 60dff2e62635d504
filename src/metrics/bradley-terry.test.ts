import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrapEach } from './bootstrap-each.ts'
import { bradleyTerry, tieRules, whyUnranked, type BradleyTerry } from './bradley-terry.ts'
import type { Game } from './game.ts'
import { golden } from './golden.ts'
import { pairTable, pairTableOf, type PairTable } from './pair-table.ts'
import { sampleOf } from './sample.ts'

interface Fit {
  readonly strengths: number[]
  readonly tie: number
  readonly standard_errors: number[]
  readonly log_likelihood: number
}
interface Case extends Record<'davidson' | 'half' | 'drop' | 'prior', Fit> {
  readonly wins: number[][]
  readonly ties: number[][]
  readonly choix: number[]
}
const { made_by, tolerance, cases } = golden<Case>('bradley-terry')
const named = (n: number) => Array.from({ length: n }, (_, i) => `s${i}`)
const tableOf = (wins: number[][], ties: number[][] = wins.map((row) => row.map(() => 0))): PairTable => ({
  systems: named(wins.length),
  wins,
  ties,
})
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)))

describe.each(['davidson', 'half', 'drop', 'prior'] as const)(`%s, as ${made_by}`, (rule) => {
  it.each(cases.map((one) => [one.wins.length, one] as const))('agrees on %i systems', (_n, one) => {
    const options = rule === 'prior' ? { prior: 0.5 } : { ties: rule }
    const found = bradleyTerry(tableOf(one.wins, one.ties), options)!
    expect(furthest(found.strengths, one[rule].strengths)).toBeLessThanOrEqual(tolerance)
    expect(furthest(found.standardErrors, one[rule].standard_errors)).toBeLessThanOrEqual(tolerance)
    expect(found.tie).toBeCloseTo(one[rule].tie, 9)
    expect(Math.abs(found.logLikelihood / one[rule].log_likelihood - 1)).toBeLessThanOrEqual(1e-12)
  })
})

it.each(cases.map((one) => [one.wins.length, one] as const))(
  'is choix of %i systems without ties',
  (_n, one) => {
    const found = bradleyTerry(tableOf(one.wins))!
    const centre = one.choix.reduce((sum, x) => sum + x, 0) / one.choix.length
    expect(
      furthest(
        found.strengths,
        one.choix.map((x) => x - centre),
      ),
    ).toBeLessThanOrEqual(1e-6)
  },
)

it('puts odds of three to one at half a logarithm either side, and at 191 points of Elo', () => {
  const found = bradleyTerry(tableOf([[0, 3], [1, 0]]))! // prettier-ignore
  expect(found.strengths[0]! - found.strengths[1]!).toBeCloseTo(Math.log(3), 12)
  expect(found.elo[0]! - found.elo[1]!).toBeCloseTo(400 * Math.log10(3), 10)
  expect([...found.ranks]).toEqual([1, 2])
  // Wald's error of a log odds: sqrt(1/3 + 1/1), and half of it for one side.
  expect(found.standardErrors[0]).toBeCloseTo(Math.sqrt(4 / 3) / 2, 12)
})

it('of two equals who tie in half of their games, gives the tie parameter 2', () => {
  const found = bradleyTerry(tableOf([[0, 5], [5, 0]], [[0, 10], [10, 0]]))! // prettier-ignore
  expect(found.tie).toBeCloseTo(2, 12)
  expect([...found.ranks]).toEqual([1.5, 1.5])
})

describe('is undefined, and says why,', () => {
  it.each([
    ['of one system', tableOf([[0]]), 'fewer than two systems'],
    ['of no games', tableOf([[0, 0], [0, 0]]), 'No game counts'],
    ['where every game is a tie', tableOf([[0, 0], [0, 0]], [[0, 3], [3, 0]]), 'Every game is a tie'],
    ['of somebody who never lost', tableOf([[0, 2, 2], [0, 0, 1], [0, 1, 0]]), 's0 never lost to any'],
    ['of somebody who met nobody', tableOf([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), 's2 met none'],
    [
      'where ties hold together what wins drive apart',
      tableOf([[0, 3], [0, 0]], [[0, 2], [2, 0]]),
      'no circle of games has more wins than ties',
    ],
  ])('%s', (_name, table, why) => {
    expect(bradleyTerry(table)).toBeUndefined()
    expect(whyUnranked(table)).toContain(why)
  }) // prettier-ignore

  it('but answers with a prior, except where nobody ever won', () => {
    const prior = 0.1
    expect(bradleyTerry(tableOf([[0, 2], [0, 0]]), { prior })!.ranks[0]).toBe(1) // prettier-ignore
    expect(bradleyTerry(tableOf([[0, 0], [0, 0]], [[0, 3], [3, 0]]), { prior })).toBeUndefined() // prettier-ignore
  })
})

it('climbs no further where ties hold together what wins drive apart', () => {
  // The likelihood at ever greater strengths: it nears 3 log 3/5 + 2 log 2/5 and never gets there.
  const at = (s: number, tie: number) =>
    3 * Math.log(1 / (1 + tie / s)) + 2 * Math.log(tie / s / (1 + tie / s))
  expect(at(1e6, (1e6 * 2) / 3)).toBeCloseTo(3 * Math.log(3 / 5) + 2 * Math.log(2 / 5), 12)
})

it('refuses what is no count', () =>
  expect(() => bradleyTerry(tableOf([[0, -1], [1, 0]]))).toThrow(TypeError)) // prettier-ignore

const outcome = fc.constantFrom('A', 'B', 'tie')
const seats = fc.constantFrom(['w', 'x'], ['w', 'y'], ['x', 'y'], ['y', 'z'], ['z', 'w'])
const games = fc.array(
  fc.tuple(seats, outcome).map(([[a, b], outcome]): Game => ({ a: a!, b: b!, outcome })),
  { minLength: 1, maxLength: 40 },
)
const near = (found: BradleyTerry | undefined, other: BradleyTerry | undefined) =>
  found === undefined || other === undefined
    ? found === other
    : furthest(found.strengths, other.strengths) < 1e-6 &&
      Math.abs(found.tie - other.tie) < 1e-6 * (1 + found.tie)

describe.each(tieRules)('laws (%s)', (ties) => {
  it('answers exactly where it does not say why not', () =>
    fc.assert(
      fc.property(games, (played) => {
        const table = pairTable(played)
        const found = bradleyTerry(table, { ties })
        const isFinite = found?.strengths.every((strength) => Math.abs(strength) < 50) ?? true
        return (found === undefined) === (whyUnranked(table, { ties }) !== undefined) && isFinite
      }),
    ))

  it('does not care which of two systems is named first', () =>
    fc.assert(
      fc.property(games, (played) => {
        const turned = played.map(({ a, b, outcome }): Game => ({
          a: b,
          b: a,
          outcome: outcome === 'A' ? 'B' : outcome === 'B' ? 'A' : 'tie',
        }))
        return near(bradleyTerry(pairTable(played), { ties }), bradleyTerry(pairTable(turned), { ties }))
      }),
    ))

  it('turns round when every outcome is turned round', () =>
    fc.assert(
      fc.property(games, (played) => {
        const { systems, wins, ties: tied } = pairTable(played)
        const lost = wins.map((_, i) => wins.map((row) => row[i]!))
        const found = bradleyTerry({ systems, wins, ties: tied }, { ties })
        const other = bradleyTerry({ systems, wins: lost, ties: tied }, { ties })
        return near(found, other && { ...other, strengths: other.strengths.map((s) => -s) })
      }),
    ))

  it('counts a game given twice as two, with errors that shrink by the root', () =>
    fc.assert(
      fc.property(games, (played) => {
        const once = bradleyTerry(pairTable(played), { ties })
        const twice = bradleyTerry(
          pairTable(
            played,
            played.map(() => 2),
          ),
          { ties },
        )
        const errors = once?.standardErrors.map((error) => error / Math.SQRT2)
        return (
          near(once, twice) && (!twice || furthest(errors!, twice.standardErrors) < 1e-5 * (1 + errors![0]!))
        )
      }),
    ))
})

it('with no ties, is the same under every rule for ties', () => {
  const table = pairTable(
    ['A', 'B', 'A'].flatMap((outcome) =>
      [['x', 'y'], ['y', 'z'], ['z', 'x']].map(([a, b]) => ({ a: a!, b: b!, outcome: outcome as 'A' | 'B' })),
    ), // prettier-ignore
  )
  const [davidson, half, drop] = tieRules.map((ties) => bradleyTerry(table, { ties }))
  expect(half).toEqual(davidson)
  expect(drop).toEqual(davidson)
})

it('takes a probability for so much of a win and of a loss', () => {
  const soft = pairTable([{ a: 'x', b: 'y', outcome: 0.75 }])
  expect(bradleyTerry(soft)!.strengths[0]).toBeCloseTo(Math.log(3) / 2, 12)
})

it('has intervals by resampling that hold the truth and are as wide as its standard errors say', () => {
  const random = seededRandom(5)
  const truth = [0.8, 0.2, -0.3, -0.7]
  const played = Array.from({ length: 2400 }, (_, i): Game => {
    const [a, b] = [i % 4, (i + 1 + (Math.floor(i / 4) % 3)) % 4]
    const [win, loss] = [Math.exp(truth[a]!), Math.exp(truth[b]!)]
    const at = random() * (win + loss + 0.6 * Math.sqrt(win * loss))
    return { a: `s${a}`, b: `s${b}`, outcome: at < win ? 'A' : at < win + loss ? 'B' : 'tie' }
  })
  const of = pairTableOf(played)
  const found = bradleyTerry(of())!
  const intervals = bootstrapEach(
    sampleOf([...played.keys()]),
    (times) => bradleyTerry(of(times))?.strengths,
    {
      random: seededRandom(0),
      resamples: 400,
    },
  )!
  for (const [i, { low, high }] of intervals.entries()) {
    expect(truth[i]).toBeGreaterThan(low)
    expect(truth[i]).toBeLessThan(high)
    expect((high - low) / (2 * 1.96 * found.standardErrors[i]!)).toBeCloseTo(1, 0)
  }
})
