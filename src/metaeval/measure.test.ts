import { describe, expect, it } from 'vitest'
import { sampleRun } from '../domain/samples.ts'
import { seededRandom } from '../base/random.ts'
import type { Item } from '../domain/item.ts'
import { none, type Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import type { Verdict } from '../domain/verdict.ts'
import { measure, type Measurement } from './measure.ts'
import { bothOrders, pairItem, prefers, rating, says, scores, singleItem, verdict } from './samples.ts'

const measured = (verdicts: Verdict[], items: Item[], more: Partial<Measurement> = {}) =>
  measure({ run: sampleRun(), verdicts, items, ...more })

const first = async (verdicts: Verdict[], items: Item[], more: Partial<Measurement> = {}) =>
  (await measured(verdicts, items, more)).criteria[0]!

describe('what a run said', () => {
  const items = ['p', 'q', 'r'].map((id) => pairItem(id))
  const verdicts = [
    ...bothOrders('p', prefers('A'), prefers('A')),
    ...bothOrders('q', prefers('A'), prefers('B')),
    ...bothOrders('r', none('unparsed'), prefers('B')),
  ]

  it('is counted ask by ask, and again after a rule made games judgments', async () => {
    const findings = await measured(verdicts, items)
    expect(findings).toMatchObject({
      items: 3,
      asked: 6,
      answered: 5,
      labels: { A: 3, B: 2 },
      none: { unparsed: 1 },
    })
    expect(findings.criteria).toHaveLength(1)
    expect(findings.criteria[0]).toMatchObject({
      criterion: 'helpfulness',
      kind: 'preference',
      combine: 'agree-or-tie',
      games: 6,
      judgments: 3,
      labels: { A: 1, tie: 1 },
      none: { unparsed: 1 },
      position: { pairs: 2, flips: 1, toFirst: 1 },
      prefersLonger: { value: 0, n: 1 },
    })
  })

  it('can be read under another rule without judging again', async () => {
    expect(await first(verdicts, items, { combine: 'average' })).toMatchObject({
      combine: 'average',
      labels: { A: 1, B: 1, tie: 1 },
      none: {},
    })
    expect(await first(verdicts, items, { combine: 'each' })).toMatchObject({
      judgments: 6,
      labels: { A: 3, B: 2 },
    })
  })

  it('has no truth where nobody rated', async () =>
    expect(await first(verdicts, items)).not.toHaveProperty('truth'))

  it('does not call a pair judged whose second order is still to come', async () => {
    const found = await first(verdicts.slice(0, 3), items, {
      ratings: [rating('p', prefers('A')), rating('q', prefers('A'))],
    })
    expect(found).toMatchObject({ games: 3, judgments: 1, labels: { A: 1 } })
    expect(found.truth!.leftOut).toEqual({
      'asked in one order so far': 1,
      'ratings of items that are not in the run': 1,
    })
  })

  it('takes one game for a judgment where the judge asks in one order', async () => {
    const run = { ...sampleRun(), judge: { ...sampleRun().judge, settings: { orders: 'first' } } }
    const found = await first([verdict('p', prefers('B'), { order: 'AB' })], items, { run })
    expect(found).toMatchObject({ judgments: 1, labels: { B: 1 } })
    expect(found).not.toHaveProperty('position')
  })

  it('leaves tokens and cost of cached answers to the run that paid them', async () => {
    const answer = {
      text: '',
      finish: 'stop',
      usage: { prompt: 100, cached: 40, completion: 5 },
      cost: 0.25,
    } as const
    const paid = [
      verdict('p', prefers('A'), { order: 'AB', answer }),
      verdict('p', prefers('A'), { order: 'BA', answer, cached: true }),
    ]
    expect(await measured(paid, items)).toMatchObject({
      tokens: { prompt: 100, cached: 40, completion: 5 },
      cost: 0.25,
    })
    expect((await measured(verdicts, items)).cost).toBeNull()
  })

  it('is signed with everything the numbers depend on', async () => {
    const ratings = [rating('p', prefers('A'))]
    expect((await measured(verdicts, items, { ratings })).signature).toBe(
      'judge:pairwise|protocol:pairwise@1|orders:both|rubric:helpfulness#3f9a00000000|model:scripted|mode:text|' +
        'lang:auto|temp:0|maxtokens:512|combine:agree-or-tie|truth:kim|resamples:1000@0|n:3|none:1|v:0.1.0',
    )
  })

  it('tells the rate of the asks that the call put itself', async () => {
    expect(await measured(verdicts, items, { call: { seconds: 2, put: 5, resumed: 1 } })).toMatchObject({
      seconds: 2,
      judgmentsPerSecond: 2.5,
      resumed: 1,
      fromCache: 0,
    })
    expect((await measured(verdicts, items)).judgmentsPerSecond).toBe(0)
  })

  it('refuses verdicts that are not in the order of the items', () =>
    expect(measured(verdicts, items.toReversed())).rejects.toThrow(TypeError))

  it('passes over items without verdicts', async () =>
    expect((await measured(verdicts.slice(4), items)).items).toBe(1))

  it('holds nothing of an empty run', async () =>
    expect(await measured([], [])).toMatchObject({ items: 0, asked: 0, criteria: [] }))
})

describe('against the truth', () => {
  const ids = Array.from({ length: 20 }, (_, i) => `p${i}`)
  const items = ids.map((id) => pairItem(id))
  // Truth: A, B, A, B ... and one tie at the end. The judge is right on the first twelve, flips on six, is silent on two.
  const truth = (i: number): Label => prefers(i === 19 ? null : i % 2 === 0 ? 'A' : 'B')
  const verdicts = ids.flatMap((id, i) =>
    i < 12
      ? bothOrders(id, truth(i), truth(i))
      : i < 18
        ? bothOrders(id, prefers('A'), prefers('B'))
        : bothOrders(id, none('refused'), prefers('A')),
  )
  const ratings: Rating[] = ids.map((id, i) => rating(id, truth(i)))

  it('compares labels with the truth, and counts what it could not compare', async () => {
    const found = (await first(verdicts, items, { ratings })).truth!
    expect(found).toMatchObject({
      truth: 'kim',
      n: 18,
      leftOut: { 'none:refused': 2 },
      accuracy: {
        value: 12 / 18,
        n: 18,
        method: '95 % percentile bootstrap, 1000 resamples of 18 items, seed 0',
      },
      confusion: { A: { A: 6, tie: 3 }, B: { B: 6, tie: 3 } },
      chance: 1 / 3,
    })
    expect(found.kappa.value).toBeCloseTo(0.5, 12)
    expect(found.accuracy.low).toBeLessThan(12 / 18)
    expect(found.accuracy.high).toBeGreaterThan(12 / 18)
    expect(found).not.toHaveProperty('spearman')
  })

  it('gives what rules that do not read get on the same items', async () => {
    const { baselines } = (await first(verdicts, items, { ratings })).truth!
    expect(baselines.map(({ name, accuracy }) => [name, accuracy.value, accuracy.n])).toEqual([
      ['most frequent truth', 0.5, 18],
      ['longer answer', 0.5, 18],
      ['first answer', 0.5, 18],
    ])
  })

  it('gives the headline under the other rules', async () => {
    const { otherwise } = (await first(verdicts, items, { ratings })).truth!
    expect(
      Object.fromEntries(otherwise.map(({ rule, accuracy }) => [rule, [accuracy.value, accuracy.n]])),
    ).toEqual({
      'none counted wrong': [12 / 20, 20],
      'ties as half': [15 / 18, 18],
      'agree-or-none': [1, 12],
      average: [12 / 18, 18],
      'first-order-only': [15 / 18, 18],
    })
  })

  it('drops ties of the truth in a line of their own', async () => {
    const tied = [
      ...bothOrders('p0', prefers('A'), prefers('A')),
      ...bothOrders('p19', prefers('A'), prefers('A')),
    ]
    const { otherwise } = (await first(tied, items, { ratings })).truth!
    expect(otherwise.find(({ rule }) => rule === 'ties dropped')!.accuracy).toMatchObject({ value: 1, n: 1 })
  })

  it('says why kappa is not defined', async () => {
    const same = bothOrders('p0', prefers('A'), prefers('A'))
    const alike = [...same, ...bothOrders('p2', prefers('A'), prefers('A'))]
    expect((await first(same, items, { ratings })).truth!.kappa).toMatchObject({
      value: null,
      why: 'there is one item only',
    })
    expect((await first(alike, items, { ratings })).truth!.kappa).toMatchObject({
      value: null,
      why: 'judge and truth name one and the same class throughout',
    })
  })

  it('has nothing to compare where no item has both', async () => {
    const found = (await first(verdicts, items, { ratings: [rating('elsewhere', prefers('A'))] })).truth!
    expect(found).toMatchObject({
      n: 0,
      accuracy: { value: null, why: 'no item has both a truth and a label' },
      chance: null,
      leftOut: { 'no truth': 20, 'ratings of items that are not in the run': 1 },
    })
  })

  it('resamples clusters where items name one, which widens the interval', async () => {
    const clustered = items.map((item, i) => ({ ...item, cluster: `c${Math.floor(i / 4)}` }))
    const found = (await first(verdicts, clustered, { ratings })).truth!
    expect(found.accuracy.method).toContain('1000 resamples of 5 clusters')
  })

  it('resamples the games of one item together where each stays a judgment', async () => {
    const found = (await first(verdicts, items, { ratings, combine: 'each' })).truth!
    expect(found.accuracy).toMatchObject({ n: 38 })
    expect(found.accuracy.method).toContain('resamples of 20 items')
  })

  it('gives the same numbers again', async () =>
    expect(await measured(verdicts, items, { ratings })).toEqual(
      await measured(verdicts, items, { ratings }),
    ))
})

describe('scores', () => {
  const run = { ...sampleRun(), judge: { ...sampleRun().judge, settings: {} } }
  const ids = ['a', 'b', 'c', 'd']
  const items = ids.map((id) => singleItem(id))
  const ratings = ids.map((id, i) => rating(id, scores(i + 1)))

  it('have a mean, and a rank correlation with the truth', async () => {
    const verdicts = ids.map((id, i) => verdict(id, scores([1, 2, 4, 5][i]!)))
    const found = await first(verdicts, items, { run, ratings })
    expect(found).toMatchObject({ kind: 'score', combine: 'average', mean: { value: 3, n: 4 } })
    expect(found.truth).toMatchObject({ accuracy: { value: 0.5 }, spearman: { value: 1 } })
    expect(found.truth!.baselines.map(({ name }) => name)).toEqual(['most frequent truth'])
  })

  it('of several samples are averaged, and rounded where they meet a truth of whole numbers', async () => {
    const verdicts = ids.flatMap((id, i) => [
      verdict(id, scores(i + 1), { sample: 0 }),
      verdict(id, scores(i + 1), { sample: 1 }),
      verdict(id, scores(i + 2), { sample: 2 }),
    ])
    const found = await first(verdicts, items, { run, ratings })
    expect(found).toMatchObject({ games: 12, judgments: 4 })
    expect(found.mean!.value).toBeCloseTo(2.5 + 1 / 3, 12)
    expect(found.truth!.accuracy.value).toBe(1)
  })

  it('say why there is no rank correlation', async () => {
    const verdicts = ids.map((id) => verdict(id, scores(5)))
    expect((await first(verdicts, items, { run, ratings })).truth!.spearman).toMatchObject({
      value: null,
      why: 'the judge gives the same score throughout',
    })
  })

  it('are ranked by their expected score where the labels are all the same', async () => {
    const yes = (p: number) => ({ kind: 'score' as const, value: 0, distribution: { 0: 1 - p, 1: p } })
    const verdicts = ids.map((id, i) => verdict(id, yes(0.1 + i / 10)))
    const truth = (await first(verdicts, items, { run, ratings })).truth!
    expect(truth.spearman).toMatchObject({ value: 1 })
    expect(truth.accuracy).toMatchObject({ value: 0 })
  })

  it('of 1 and 0 meet a truth of yes and no', async () => {
    const verdicts = ids.map((id, i) => verdict(id, scores(i % 2)))
    const words = ids.map((id, i) => rating(id, says(i < 3 ? (i % 2 === 1 ? 'yes' : 'no') : 'no')))
    expect((await first(verdicts, items, { run, ratings: words })).truth).toMatchObject({
      n: 4,
      accuracy: { value: 0.75 },
      confusion: { '0': { '0': 2, '1': 1 }, '1': { '1': 1 } },
    })
  })

  it('are not compared with a truth of another kind', async () => {
    const verdicts = ids.map((id) => verdict(id, scores(3)))
    const words = ids.map((id) => rating(id, says('good')))
    expect((await first(verdicts, items, { run, ratings: words })).truth).toMatchObject({
      n: 0,
      leftOut: { 'truth of another kind': 4 },
    })
  })

  const pairs = ids.map((id) => pairItem(id))
  const onePerResponse = ids.flatMap((id, i) => [
    verdict(id, scores(3), { response: 'A' }),
    verdict(id, scores(i + 1), { response: 'B' }),
  ])

  it('of both responses of a pair become a preference where the truth is one', async () => {
    const found = await first(onePerResponse, pairs, {
      run,
      ratings: ids.map((id) => rating(id, prefers('B'))),
    })
    expect(found).toMatchObject({
      kind: 'preference',
      combine: 'higher-score',
      games: 8,
      judgments: 4,
      labels: { A: 2, B: 1, tie: 1 },
      truth: { n: 4, accuracy: { value: 0.25 } },
    })
    expect(found).not.toHaveProperty('position')
  })

  it('of both responses stay scores where the truth is scores', async () => {
    const people = ids.map((id) => rating(id, scores(3), { response: 'A' }))
    expect(await first(onePerResponse, pairs, { run, ratings: people })).toMatchObject({
      kind: 'score',
      judgments: 8,
      truth: { n: 4, leftOut: { 'no truth': 4 }, accuracy: { value: 1 } },
    })
  })
})

it('compares named levels with named levels', async () => {
  const run = { ...sampleRun(), judge: { ...sampleRun().judge, settings: {} } }
  const items = ['a', 'b'].map((id) => singleItem(id))
  const found = await first([verdict('a', says('good')), verdict('b', says('poor'))], items, {
    run,
    ratings: [rating('a', says('good')), rating('b', says('fair'))],
  })
  expect(found).toMatchObject({ kind: 'category', truth: { accuracy: { value: 0.5 } } })
})

it('keeps criteria apart', async () => {
  const run = { ...sampleRun(), judge: { ...sampleRun().judge, settings: {} } }
  const verdicts = [
    verdict('a', scores(1), { criterion: 'depth' }),
    verdict('a', scores(5), { criterion: 'tone' }),
    verdict('b', scores(2), { criterion: 'depth' }),
  ]
  const { criteria, items } = await measured(verdicts, [singleItem('a'), singleItem('b')], { run })
  expect(items).toBe(2)
  expect(criteria.map(({ criterion, judgments }) => [criterion, judgments])).toEqual([
    ['depth', 2],
    ['tone', 1],
  ])
})

it('reads verdicts and items as they stream', async () => {
  const n = 5_000
  const random = seededRandom(1)
  function* items() {
    for (let i = 0; i < n; i++) yield pairItem(`p${i}`)
  }
  function* verdicts() {
    for (let i = 0; i < n; i++)
      yield* bothOrders(`p${i}`, prefers(random() < 0.7 ? 'A' : 'B'), prefers(random() < 0.7 ? 'A' : 'B'))
  }
  const found = await measure({ run: sampleRun(), items: items(), verdicts: verdicts() })
  expect(found.criteria[0]!.position!.consistency.value).toBeCloseTo(0.58, 1)
})
