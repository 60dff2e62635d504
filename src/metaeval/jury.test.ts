import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import { jury, juryName, juryRules, type JuryOptions, type JuryRule } from './jury.ts'
import { crossFit, inverseErrorWeights, logOddsWeights, weighed, type Weighable } from './jury-weights.ts'
import { RatingTable } from './rating-table.ts'
import { prefers, says, scores } from './samples.ts'

const about = { source: 'test', version: '0', resampling: { seed: 0, resamples: 20 } }

/** One item a row; one label a member. */
function juryOf(
  rows: readonly Readonly<Record<string, Label>>[],
  options: Partial<JuryOptions> & { readonly rule: JuryRule },
) {
  const table = new RatingTable({ keepItems: true })
  for (const [i, row] of rows.entries())
    for (const [annotator, label] of Object.entries(row)) table.add({ item: `i${i}`, annotator, label })
  const members = options.members ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return jury(table.byItem(), { ...about, ...options, members })
}
const labelsOf = (...args: Parameters<typeof juryOf>) => juryOf(...args).verdicts.map(({ label }) => label)
const row = (...labels: readonly Label[]) =>
  Object.fromEntries(labels.map((label, i) => ['abcde'[i]!, label]))
const [A, B, tie] = [prefers('A'), prefers('B'), prefers(null)]

describe('a majority', () => {
  it('is what more than half of those with a label say, a tie among them', () =>
    expect(labelsOf([row(A, A, B), row(tie, tie, A)], { rule: 'majority' })).toEqual([A, tie]))
  it('is no label where nobody has more than half', () =>
    expect(labelsOf([row(A, B, tie), row(A, B)], { rule: 'majority' })).toEqual([
      none('inconsistent'),
      none('inconsistent'),
    ]))
  it('leaves a member without a label out, and counts it', () => {
    const { verdicts, findings } = juryOf([row(A, A, none('unparsed'))], { rule: 'majority' })
    expect(verdicts[0]).toMatchObject({ label: A, read: 2, said: { a: 'A', b: 'A', c: 'none:unparsed' } })
    expect(findings.members[2]).toMatchObject({ labelled: 0, none: { unparsed: 1 }, notAsked: 0 })
  })
  it('abstains where half of the members or fewer have a label, and says how many had', () => {
    const { verdicts, findings } = juryOf([row(A, none('refused'), none('failed'))], { rule: 'majority' })
    expect(verdicts[0]!.label).toEqual(none('abstained'))
    expect(findings).toMatchObject({ least: 2, tooFew: { 1: 1 }, none: { abstained: 1 } })
  })
  it('is content with fewer where told so', () =>
    expect(labelsOf([row(A, none('refused'), none('failed'))], { rule: 'majority', least: 1 })).toEqual([A]))
})

describe('mean and median', () => {
  it('are those of scores', () => {
    const said = [row(scores(1), scores(1), scores(4))]
    expect(labelsOf(said, { rule: 'mean' })).toEqual([scores(2)])
    expect(labelsOf(said, { rule: 'median' })).toEqual([scores(1)])
  })
  it('of preferences: the mean takes probabilities, the median the order first, tie, second', () => {
    const sure: Label = { kind: 'preference', winner: 'A', probabilities: { A: 0.9, B: 0.1, tie: 0 } }
    const unsure: Label = { kind: 'preference', winner: 'B', probabilities: { A: 0.4, B: 0.6, tie: 0 } }
    expect(labelsOf([row(sure, unsure)], { rule: 'mean' })[0]).toMatchObject({ winner: 'A' })
    expect(labelsOf([row(A, B), row(A, tie, B), row(A, tie)], { rule: 'median' })).toEqual([
      tie,
      tie,
      none('inconsistent'),
    ])
  })
  it('of categories there is a median only in a given order', () => {
    const said = [row(says('bad'), says('fair'), says('good'))]
    expect(() => labelsOf(said, { rule: 'median' })).toThrow('no median')
    expect(labelsOf(said, { rule: 'median', order: ['bad', 'fair', 'good'] })).toEqual([says('fair')])
    expect(labelsOf(said, { rule: 'mean' })).toEqual([none('inconsistent')])
  })
})

describe('weights', () => {
  const things = (n: number, said: (i: number) => Weighable['said']): Weighable[] =>
    Array.from({ length: n }, (_, i) => ({ cluster: `c${i}`, said: said(i), truth: 'A' }))

  it('are the log odds of being right, with as many labels made up as there are classes', () => {
    // 8 of 10 right; with two more, one of them right: 9 of 12.
    const [weight] = logOddsWeights(2)(
      things(10, (i) => [i < 8 ? 'A' : 'B']),
      1,
    )
    expect(weight).toBeCloseTo(Math.log(9 / 3), 12)
  })
  it('are 0 for who is as good as chance, and below 0 for who is worse', () => {
    const weights = logOddsWeights(2)(
      things(10, (i) => [i % 2 ? 'A' : 'B', 'B']),
      2,
    )
    expect(weights[0]).toBeCloseTo(0, 12)
    expect(weights[1]).toBeLessThan(0)
  })
  it('of scores are one over the mean squared error; nothing is known of who said nothing', () => {
    const known = [1, 2, 3, 4].map((truth, i): Weighable => ({
      cluster: `c${i}`,
      said: [truth, truth + 2, null],
      truth,
    }))
    const [exact, off, silent] = inverseErrorWeights(known, 3)
    expect(exact).toBeCloseTo(5 / 2, 12)
    expect(off).toBeCloseTo(5 / (16 + 2), 12)
    expect(silent).toBeNull()
  })
  it('let one good member outvote two bad ones', () => {
    const coding = { kind: 'preference', classOf: () => undefined } as const
    expect(weighed(['A', 'B', 'B'], [3, 1, 1], ['A', 'B'], coding)).toMatchObject({ winner: 'A' })
    expect(weighed(['A', 'B'], [1, 1], ['A', 'B'], coding)).toEqual(none('inconsistent'))
    expect(weighed(['A', 'B'], [0, 0], ['A', 'B'], coding)).toEqual(none('inconsistent'))
  })
  it('are never learnt from the cluster that they weigh', () => {
    const arbitrary = fc.array(
      fc.record({
        cluster: fc.integer({ min: 0, max: 6 }).map((n) => `c${n}`),
        said: fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom('A', 'B')),
        truth: fc.constantFrom('A', 'B'),
      }),
      { minLength: 8, maxLength: 30 },
    )
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 2, max: 5 }), fc.nat(), (all, folds, seed) => {
        const fit = crossFit(all, 2, logOddsWeights(2), { folds, seed })
        fc.pre(fit !== undefined)
        const own = all[0]!.cluster
        const lied = all.map((one) =>
          one.cluster === own ? { ...one, truth: one.truth === 'A' ? 'B' : 'A' } : one,
        )
        const other = crossFit(lied, 2, logOddsWeights(2), { folds, seed })!
        const weightsOf = ({ foldOf, weights }: typeof other) =>
          all.flatMap(({ cluster }, i) => (cluster === own ? [weights[foldOf[i]!]] : []))
        expect(weightsOf(other)).toEqual(weightsOf(fit!))
      }),
    )
  })
  it('need people', () =>
    expect(() => labelsOf([row(A, B)], { rule: 'weighted' })).toThrow('nobody was named'))
  it('may be given', () =>
    expect(labelsOf([row(A, B, B)], { rule: 'weighted', weights: { a: 3, b: 1, c: 1 } })[0]).toMatchObject({
      winner: 'A',
    }))
})

describe.each(juryRules.filter((rule) => rule !== 'weighted'))('by %s, a jury', (rule) => {
  const label = fc.constantFrom<Label>(A, B, tie, none('unparsed'))
  const rows = fc.array(fc.tuple(label, label, label), { minLength: 1, maxLength: 12 })
  it('does not care in which order its members are named', () =>
    fc.assert(
      fc.property(rows, (said) => {
        const there = said.map((labels) => row(...labels))
        const forth = labelsOf(there, { rule, members: ['a', 'b', 'c'] })
        const back = labelsOf(there, { rule, members: ['c', 'b', 'a'] })
        expect(back.map((one) => (one.kind === 'preference' ? one.winner : one))).toEqual(
          forth.map((one) => (one.kind === 'preference' ? one.winner : one)),
        )
      }),
      { numRuns: 30 },
    ))
  it('says what all say who say something', () =>
    expect(labelsOf([row(A, A, A), row(B, B, B)], { rule })).toMatchObject([
      { winner: 'A' },
      { winner: 'B' },
    ]))
})

it('has two members or more', () => {
  expect(() => juryOf([{ a: A }], { rule: 'majority' })).toThrow('two members')
  expect(() => juryOf([{ a: A }], { rule: 'majority', members: ['b', 'c'] })).toThrow('labelled anything')
})
it('is named by its rule and members, many of them by their number', () => {
  expect(juryName('majority', ['a', 'b'])).toBe('jury:majority(a,b)')
  const many = Array.from({ length: 30 }, (_, i) => `judge-${i}`)
  expect(juryName('mean', many)).toMatch(/^jury:mean\(30 annotators#[0-9a-f]{4}\)$/)
})
it('carries how far members disagree: entropy, and how many pairs of them differ', () => {
  const { verdicts } = juryOf([row(A, A, B, B), row(A, A)], { rule: 'majority' })
  expect(verdicts[0]).toMatchObject({ entropy: 1, disagreement: 4 / 6 })
  expect(verdicts[1]).toMatchObject({ entropy: 0, disagreement: 0 })
})
