import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineRules, type CombineRule } from '../domain/combine-rule.ts'
import { none, type Label, type Preference } from '../domain/label.ts'
import { combine, ruleFor, type Game } from './combine.ts'

const responses = [{ id: 'gpt' }, { id: 'llama' }]
const winner = { A: 'gpt', B: 'llama', tie: null } as const
type Said = keyof typeof winner | 'none'
const label = (said: Said): Label =>
  said === 'none' ? none('unparsed') : { kind: 'preference', winner: winner[said] }
const pair = (AB: Said, BA: Said): Game[] => [
  { order: 'AB', label: label(AB) },
  { order: 'BA', label: label(BA) },
]
const said = (labels: readonly Label[]) =>
  labels.map((one) =>
    one.kind === 'preference' ? (one.winner ?? 'tie') : one.kind === 'none' ? `none:${one.why}` : one.value,
  )
const score = (value: number): Label => ({ kind: 'score', value })
const category = (value: string): Label => ({ kind: 'category', value })

describe('two orders of a pair', () => {
  it.each<[CombineRule, Said, Said, string]>([
    ['agree-or-tie', 'A', 'A', 'gpt'],
    ['agree-or-tie', 'A', 'B', 'tie'],
    ['agree-or-tie', 'A', 'tie', 'tie'],
    ['agree-or-tie', 'A', 'none', 'none:unparsed'],
    ['agree-or-none', 'B', 'B', 'llama'],
    ['agree-or-none', 'tie', 'tie', 'tie'],
    ['agree-or-none', 'A', 'B', 'none:inconsistent'],
    ['agree-or-none', 'A', 'tie', 'none:inconsistent'],
    ['agree-or-none', 'none', 'B', 'none:unparsed'],
    ['average', 'A', 'A', 'gpt'],
    ['average', 'A', 'B', 'tie'],
    ['average', 'A', 'tie', 'tie'],
    ['average', 'A', 'none', 'gpt'],
    ['average', 'none', 'none', 'none:unparsed'],
    ['sign-of-sum', 'A', 'A', 'gpt'],
    ['sign-of-sum', 'A', 'B', 'tie'],
    ['sign-of-sum', 'A', 'tie', 'gpt'],
    ['sign-of-sum', 'none', 'B', 'llama'],
    ['sign-of-sum', 'none', 'none', 'none:unparsed'],
    ['first-order-only', 'A', 'B', 'gpt'],
    ['first-order-only', 'none', 'B', 'none:unparsed'],
  ])('%s makes %s and %s %s', (rule, AB, BA, made) =>
    expect(said(combine(pair(AB, BA), rule, responses))).toEqual([made]),
  )

  it('each keeps them both', () =>
    expect(said(combine(pair('A', 'none'), 'each', responses))).toEqual(['gpt', 'none:unparsed']))

  it('names the response, whether the label named it by id or by seat', () => {
    const bySeat: Game[] = [
      { order: 'AB', label: { kind: 'preference', winner: 'B' } },
      { order: 'BA', label: { kind: 'preference', winner: 'B' } },
    ]
    expect(said(combine(bySeat, 'sign-of-sum', responses))).toEqual(['llama'])
    expect(said(combine(bySeat, 'average', responses))).toEqual(['llama'])
  })

  it('averages probabilities where both games have some', () => {
    const games: Game[] = [
      {
        order: 'AB',
        label: { kind: 'preference', winner: 'gpt', probabilities: { A: 0.9, B: 0.1, tie: 0 } },
      },
      {
        order: 'BA',
        label: { kind: 'preference', winner: 'llama', probabilities: { A: 0.3, B: 0.7, tie: 0 } },
      },
    ]
    const [made] = combine(games, 'average', responses) as Preference[]
    expect(made!.winner).toBe('gpt')
    expect(made!.probabilities!.A).toBeCloseTo(0.6, 12)
    expect(made!.probabilities!.B).toBeCloseTo(0.4, 12)
  })

  it('is a tie where the averaged probabilities are equal but for rounding', () => {
    const games: Game[] = [
      {
        order: 'AB',
        label: { kind: 'preference', winner: 'gpt', probabilities: { A: 0.1 + 0.2, B: 0.1, tie: 0 } },
      },
      {
        order: 'BA',
        label: { kind: 'preference', winner: 'llama', probabilities: { A: 0.1, B: 0.3, tie: 0 } },
      },
    ]
    expect(said(combine(games, 'average', responses))).toEqual(['tie'])
  })
})

describe('samples', () => {
  it('are made one an order, by the majority, before the orders have to agree', () => {
    const games: Game[] = [
      { order: 'AB', sample: 0, label: label('A') },
      { order: 'AB', sample: 1, label: label('B') },
      { order: 'AB', sample: 2, label: label('A') },
      { order: 'BA', sample: 0, label: label('A') },
      { order: 'BA', sample: 1, label: label('A') },
      { order: 'BA', sample: 2, label: label('none') },
    ]
    expect(said(combine(games, 'agree-or-tie', responses))).toEqual(['gpt'])
  })

  it('of a score are averaged, the readable ones', () =>
    expect(
      said(
        combine([{ label: score(4) }, { label: none('refused') }, { label: score(3) }], 'average', responses),
      ),
    ).toEqual([3.5]))

  it('of a category go by the majority, and contradict each other where two are equal', () => {
    const of = (...values: string[]) =>
      combine(
        values.map((value) => ({ label: category(value) })),
        'average',
        responses,
      )
    expect(said(of('good', 'bad', 'good'))).toEqual(['good'])
    expect(said(of('good', 'bad'))).toEqual(['none:inconsistent'])
  })
})

describe('two responses scored one by one', () => {
  const scored = (a: Label, b: Label): Game[] => [
    { response: 'gpt', label: a },
    { response: 'llama', label: b },
  ]
  it.each([
    [4, 2, 'gpt'],
    [2, 4, 'llama'],
    [3, 3, 'tie'],
  ])('%i against %i is %s', (a, b, made) =>
    expect(said(combine(scored(score(a), score(b)), 'higher-score', responses))).toEqual([made]),
  )

  it('are told apart by their expected scores where the labels are the same', () => {
    const yes = (p: number): Label => ({ kind: 'score', value: 1, distribution: { 0: 1 - p, 1: p } })
    expect(said(combine(scored(yes(0.6), yes(0.9)), 'higher-score', responses))).toEqual(['llama'])
  })

  it('are none where one has no score', () =>
    expect(said(combine(scored(score(4), none('truncated')), 'higher-score', responses))).toEqual([
      'none:truncated',
    ]))

  it('are not judged yet where one was not asked about', () =>
    expect(combine([{ response: 'gpt', label: score(4) }], 'higher-score', responses)).toEqual([]))

  it('compare the means of samples', () =>
    expect(
      said(
        combine([...scored(score(4), score(5)), ...scored(score(5), score(3))], 'higher-score', responses),
      ),
    ).toEqual(['gpt']))
})

it('takes the rule asked for where it fits the labels, else the default of their kind', () => {
  expect(ruleFor('preference')).toBe('agree-or-tie')
  expect(ruleFor('preference', 'average')).toBe('average')
  expect(ruleFor('score', 'agree-or-tie')).toBe('average')
  expect(ruleFor('score', 'each')).toBe('each')
  expect(ruleFor('category')).toBe('average')
})

const games = fc.array(
  fc.record({
    order: fc.constantFrom('AB' as const, 'BA' as const),
    sample: fc.nat(2),
    label: fc.constantFrom<Said>('A', 'B', 'tie', 'none').map(label),
  }),
  { minLength: 1, maxLength: 6 },
)
const swapped = (one: Label): Label =>
  one.kind === 'preference'
    ? { kind: 'preference', winner: one.winner === 'gpt' ? 'llama' : one.winner === 'llama' ? 'gpt' : null }
    : one

describe.each(combineRules.filter((rule) => rule !== 'higher-score'))('laws of %s', (rule) => {
  it('is fair: swapping the winners swaps nothing else', () =>
    fc.assert(
      fc.property(games, (given) => {
        const other = given.map((game) => ({ ...game, label: swapped(game.label) }))
        expect(combine(given, rule, responses).map(swapped)).toEqual(combine(other, rule, responses))
      }),
    ))

  it('leaves one game as it is', () =>
    fc.assert(
      fc.property(games, ([game]) => {
        expect(said(combine([game!], rule, responses))).toEqual(said([game!.label]))
      }),
    ))

  it('says nothing about no games', () => expect(combine([], rule, responses)).toEqual([]))
})

it('never reads a winner that is not one of the responses as a tie', () => {
  const stray: Game = { order: 'BA', label: { kind: 'preference', winner: 'claude' } }
  expect(said(combine([{ order: 'AB', label: label('A') }, stray], 'average', responses))).toEqual(['gpt'])
})
