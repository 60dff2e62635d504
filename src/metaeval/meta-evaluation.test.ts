import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { ItemIndex, type ItemColumns } from './item-index.ts'
import { metaEvaluation, type MetaOptions } from './meta-evaluation.ts'
import { RatingTable } from './rating-table.ts'
import type { Slicing } from './slicing.ts'

const options = { source: 'test', version: '0', resampling: { seed: 0, resamples: 50 } }

const prefer = (winner: string): Label => ({ kind: 'preference', winner: winner === 'tie' ? null : winner })
const rate = (
  item: string,
  annotator: string,
  said: string | number | Label,
  more: Partial<Rating> = {},
): Rating => ({
  item,
  annotator,
  label:
    typeof said === 'number'
      ? { kind: 'score', value: said }
      : typeof said === 'string'
        ? prefer(said)
        : said,
  ...more,
})
const pair = (id: string, a: string, b: string, more: Partial<Item> = {}): Item => ({
  id,
  instruction: 'Say it.',
  responses: [
    { id: 'x', text: a },
    { id: 'y', text: b },
  ],
  criteria: [],
  metadata: {},
  ...more,
})

function measure(
  ratings: readonly Rating[],
  more: Partial<MetaOptions> = {},
  {
    items,
    columns = {},
    slicing,
  }: { items?: readonly Item[]; columns?: ItemColumns; slicing?: Slicing } = {},
) {
  const index = new ItemIndex(columns)
  for (const item of items ?? []) index.add(item)
  const table = new RatingTable({
    ...(items ? { factsOf: (id: string) => index.get(id) } : {}),
    keep: ['group'],
    columns,
  })
  for (const rating of ratings) table.add(rating)
  return metaEvaluation(table.rows, { ...options, truth: 'majority', ...more }, slicing)
}

const people = [
  ...['a', 'b', 'c'].map((name) => rate('1', name, 'A')),
  ...['a', 'b'].map((name) => rate('2', name, 'B')),
  rate('2', 'c', 'tie'),
  rate('3', 'a', 'A'),
  rate('3', 'b', 'B'),
  rate('3', 'c', 'tie'),
]
const judge = ['A', 'A', 'B'].map((said, i) => rate(`${i + 1}`, 'judge', said))
const voters = ['a', 'b', 'c']

describe('against the majority', () => {
  it('measures a judge where there is one, and counts the rest', () => {
    const { truth } = measure([...people, ...judge], { voters }).annotators['judge']!
    expect(truth).toMatchObject({ n: 2, asked: 2, accuracy: { value: 0.5 }, leftOut: { 'no majority': 1 } })
    expect(truth?.confusion).toEqual({ A: { A: 1 }, B: { A: 1 } })
  })

  it('gives nobody a vote on their own labels', () => {
    const { annotators } = measure([...people, ...judge], { voters })
    // Without c, a and b are one against one on item 3, and agree on the others.
    expect(annotators['c']?.truth).toMatchObject({ n: 2, accuracy: { value: 0.5 } })
    // Without a, item 2 has B against a tie: no majority.
    expect(annotators['a']?.truth).toMatchObject({ n: 1, leftOut: { 'no majority': 2 } })
  })

  it('leaves the vote to those who choose, not to a metric that scores responses', () => {
    const scores = [
      ...['1', '2', '3'].map((item) => rate(item, 'bleu', 90, { response: 'A' })),
      ...['1', '2', '3'].map((item) => rate(item, 'bleu', 10, { response: 'B' })),
    ]
    const found = measure([...people, ...scores])
    expect(found.voters).toEqual(voters)
    // The higher score is what it prefers: A on both items that have a majority.
    expect(found.annotators['bleu']?.truth).toMatchObject({ n: 2, confusion: { A: { A: 1 }, B: { A: 1 } } })
    expect(measure([...people, ...scores], { voters: ['a', 'bleu'] }).voters).toEqual(['a', 'bleu'])
  })

  it('counts equal scores of a metric as a tie', () => {
    const scores = ['A', 'B'].map((response) => rate('1', 'chrf', 50, { response }))
    expect(measure([...people, ...scores]).annotators['chrf']?.truth?.confusion).toEqual({ A: { tie: 1 } })
  })

  it('lets everybody vote where nobody chooses between responses', () => {
    const scores = ['a', 'b', 'c'].map((name) => rate('1', name, 4, { response: 'A' }))
    expect(measure(scores).voters).toEqual(voters)
  })

  it('lets those vote on one criterion who choose on none', () => {
    const scores = [rate('1', 'd', 4, { response: 'A', criterion: 'style' })]
    const chosen = people.map((one) => ({ ...one, criterion: 'help' }))
    expect(measure([...chosen, ...scores]).voters).toEqual(['a', 'b', 'c', 'd'])
  })

  it('shows what people reach beside the judge that was asked for', () => {
    const found = measure([...people, ...judge], { voters, annotators: ['judge'] })
    expect(Object.keys(found.annotators)).toEqual(['judge'])
    expect(Object.keys(found.ceiling ?? {})).toEqual(voters)
  })
})

describe('against a column', () => {
  const items = [
    pair('1', 'long answer', 'short', { metadata: { gold: 'x', set: 'easy' } }),
    pair('2', 'short', 'a longer answer', { metadata: { gold: 'y', set: 'hard' } }),
    pair('3', 'same', 'size', { metadata: { gold: 'tie', set: 'hard' } }),
    pair('4', 'no gold', 'here', { metadata: {} }),
  ]
  const columns = { truth: 'gold', by: ['set'] }
  const said = [
    rate('1', 'judge', 'x'),
    rate('2', 'judge', 'x'),
    rate('3', 'judge', 'B'),
    rate('4', 'judge', 'B'),
  ]

  it('of the items, whose responses have names', () => {
    const { truth } = measure(said, { truth: 'gold' }, { items, columns }).annotators['judge']!
    expect(truth).toMatchObject({ n: 3, accuracy: { value: 1 / 3 }, leftOut: { 'no truth': 1 } })
    expect(truth?.confusion).toEqual({ A: { A: 1 }, B: { A: 1 }, tie: { B: 1 } })
  })

  it('of the ratings themselves, where there are no items', () => {
    const labelled = said.slice(0, 3).map((rating, i) => ({
      ...rating,
      label: prefer('A'),
      metadata: { gold: ['A', 'B', 'tie'][i] },
    }))
    expect(measure(labelled, { truth: 'gold' }, { columns }).annotators['judge']?.truth).toMatchObject({
      n: 3,
      accuracy: { value: 1 / 3 },
    })
  })

  it('parted by another column', () => {
    const { by } = measure(
      said,
      { truth: 'gold' },
      { items, columns, slicing: { by: 'column', column: 'set' } },
    )
    expect(by?.['easy']?.annotators['judge']?.truth?.accuracy.value).toBe(1)
    expect(by?.['hard']?.annotators['judge']?.truth).toMatchObject({ n: 2, accuracy: { value: 0 } })
  })

  it('knows how often judge and truth prefer the longer response', () => {
    const { truth } = measure(said, { truth: 'gold' }, { items, columns }).annotators['judge']!
    expect(truth?.length).toMatchObject({
      prefersLonger: { value: 0.5, n: 2 },
      truthPrefersLonger: { value: 1, n: 2 },
      // The judge names one of two that are equally long; the truth calls them a tie.
      equalAsHalf: { prefersLonger: { value: 0.5, n: 3 }, truthPrefersLonger: { value: 1, n: 2 } },
    })
    expect(truth?.baselines.map(({ name, accuracy }) => [name, accuracy.value])).toEqual([
      ['most frequent truth', 1 / 3],
      ['longer answer', expect.closeTo(1, 12)],
      ['first answer', 1 / 3],
    ])
  })
})

it('says what rules that do not read would get where nobody but the truth rated anything', () => {
  const items = [pair('1', 'long answer', 'short'), pair('2', 'short', 'a longer answer')]
  const said = [rate('1', 'gold', 'x'), rate('2', 'gold', 'x')]
  const { annotators, baselines } = measure(said, { truth: 'gold' }, { items })
  expect(annotators).toEqual({})
  expect(baselines).toMatchObject([
    { name: 'most frequent truth', accuracy: { value: 1, n: 2 } },
    { name: 'longer answer', accuracy: { value: 0.5, n: 2 } },
    { name: 'first answer', accuracy: { value: 1, n: 2 } },
  ])
})

it('gives the accuracy where neither side ties', () => {
  const said = [
    ['A', 'A'],
    ['A', 'B'],
    ['tie', 'A'],
    ['B', 'tie'],
    ['tie', 'tie'],
  ] as const
  const ratings = said.flatMap(([gold, judge], i) => [
    rate(`${i}`, 'gold', gold),
    rate(`${i}`, 'judge', judge),
  ])
  const { otherwise } = measure(ratings, { truth: 'gold' }).annotators['judge']!.truth!
  expect(otherwise.find(({ rule }) => rule === 'where neither ties')?.accuracy).toMatchObject({
    value: 0.5,
    n: 2,
  })
})

describe('a judgment without a label', () => {
  const unread = rate('2', 'judge', { kind: 'none', why: 'unparsed' })
  const ratings = [
    ...['1', '2'].map((item) => rate(item, 'gold', 'A')),
    rate('3', 'gold', 'tie'),
    rate('1', 'judge', 'A'),
    unread,
    rate('3', 'judge', { kind: 'none', why: 'refused' }),
  ]
  const truthOf = (none: MetaOptions['none'], ties: MetaOptions['ties'] = 'keep') =>
    measure(ratings, { truth: 'gold', ...(none ? { none } : {}), ties }).annotators['judge']!.truth!

  it('is left out and counted by default', () =>
    expect(truthOf(undefined)).toMatchObject({
      n: 1,
      asked: 3,
      accuracy: { value: 1 },
      leftOut: { 'none:unparsed': 1, 'none:refused': 1 },
    }))
  it('is wrong where that is the rule', () =>
    expect(truthOf('wrong')).toMatchObject({ n: 3, accuracy: { value: 1 / 3 }, leftOut: {} }))
  it('is a tie where that is the rule', () =>
    expect(truthOf('tie')).toMatchObject({ n: 3, accuracy: { value: 2 / 3 } }))
  it('is shown under the other rule too', () =>
    expect(truthOf(undefined).otherwise).toContainEqual(
      expect.objectContaining({
        rule: 'none counted wrong',
        accuracy: expect.objectContaining({ value: 1 / 3 }),
      }),
    ))
  it('goes with its item where what is a tie in truth is dropped', () =>
    expect(truthOf('wrong', 'drop')).toMatchObject({ n: 2, leftOut: { 'truth is a tie': 1 } }))
})

it('takes an unread sample for the score 0 where that is the rule, and a call without an answer for none', () => {
  const sample = (n: number, label: Rating['label']): Rating => ({
    ...rate('1', 'judge', 4),
    label,
    sample: n,
  })
  const ratings = [
    rate('1', 'kim', 2),
    sample(0, { kind: 'score', value: 4 }),
    sample(1, { kind: 'none', why: 'unparsed' }),
    sample(2, { kind: 'none', why: 'failed' }),
  ]
  const mae = (none?: MetaOptions['none']) =>
    measure(ratings, { truth: 'kim', ...(none ? { none } : {}) }).annotators['judge']!.truth!.mae?.value
  expect(mae()).toBe(2)
  expect(mae('zero')).toBe(0)
})

it('measures scores by rank, distance and class', () => {
  const ratings = [1, 2, 3, 4, 5].flatMap((value, i) => [
    rate(`${i}`, 'kim', value),
    rate(`${i}`, 'judge', [1, 3, 2, 4, 4][i]!),
  ])
  const { truth } = measure(ratings, { truth: 'kim' }).annotators['judge']!
  expect(truth).toMatchObject({
    accuracy: { value: 0.4 },
    mae: { value: 0.6 },
    spearman: { value: expect.closeTo(0.8720816, 6) },
    kendall: { value: expect.closeTo(0.7378648, 6) },
    pearson: { value: expect.closeTo(0.8488747, 6) },
    kappaQuadratic: { value: expect.closeTo(0.8235294, 6) },
  })
})

describe('scores of several responses', () => {
  const scored = (item: string, annotator: string, values: readonly number[], more: Partial<Rating> = {}) =>
    values.map((value, i) =>
      rate(item, annotator, value, { response: ['gpt', 'llama', 'qwen'][i]!, ...more }),
    )
  const ratings = [
    ...scored('1', 'kim', [5, 3, 1]),
    ...scored('1', 'judge', [4, 3, 2]),
    ...scored('2', 'kim', [1, 2, 3]),
    ...scored('2', 'judge', [5, 4, 3]),
    ...scored('3', 'kim', [5, 4, 4]),
    ...scored('3', 'judge', [2, 2, 2]),
  ]
  const { truth } = measure(ratings, { truth: 'kim' }).annotators['judge']!

  it('are correlated inside each item, items without variation left out and counted', () =>
    expect(truth?.grouped).toMatchObject({
      groups: 2,
      skipped: 1,
      spearman: { value: 0 },
      pearson: { value: 0 },
    }))

  it('are correlated between systems by their means', () => {
    expect(truth?.systems?.systems).toEqual({
      gpt: { judged: 11 / 3, truth: 11 / 3 },
      llama: { judged: 3, truth: 3 },
      qwen: { judged: 7 / 3, truth: 8 / 3 },
    })
    expect(truth?.systems?.spearman.value).toBeCloseTo(1, 12)
  })

  it('are grouped by cluster, where items share one', () => {
    const clustered = ['1', '2', '3', '4'].flatMap((item, i) => [
      rate(item, 'kim', [1, 2, 5, 4][i]!, { cluster: i < 2 ? 'x' : 'y' }),
      rate(item, 'judge', [1, 3, 2, 4][i]!, { cluster: i < 2 ? 'x' : 'y' }),
    ])
    expect(measure(clustered, { truth: 'kim' }).annotators['judge']?.truth?.grouped).toMatchObject({
      groups: 2,
      skipped: 0,
      kendall: { value: 0 },
    })
  })
})

describe('calibration', () => {
  const sure = (seat: string, p: number): Label => ({
    kind: 'preference',
    winner: seat,
    probabilities: { A: seat === 'A' ? p : 1 - p, B: seat === 'B' ? p : 1 - p, tie: 0 },
  })
  it('compares how sure a judge is with how often it is right', () => {
    const ratings = [0, 1, 2, 3].flatMap((i) => [
      rate(`${i}`, 'gold', 'A'),
      rate(`${i}`, 'judge', sure(i === 0 ? 'B' : 'A', 0.9)),
    ])
    expect(measure(ratings, { truth: 'gold' }).annotators['judge']?.truth?.calibration).toMatchObject({
      expected: { value: expect.closeTo(0.15, 12), n: 4 },
      brier: { value: expect.closeTo((3 * 0.01 + 0.81) / 4, 12) },
      bins: [{ n: 4, confidence: expect.closeTo(0.9, 12), accuracy: 0.75 }],
    })
  })
  it('is not there for a judge that gives no probabilities', () =>
    expect(measure([...people, ...judge], { voters }).annotators['judge']?.truth).not.toHaveProperty(
      'calibration',
    ))
})

it('sets metrics, judges and people against the same preferences', () => {
  const scored = (item: string, a: number, b: number) => [
    rate(item, 'bleu', a, { response: 'A' }),
    rate(item, 'bleu', b, { response: 'B' }),
  ]
  const found = measure(
    [
      rate('1', 'kim', 'A'),
      rate('2', 'kim', 'B'),
      ...scored('1', 0.4, 0.1),
      ...scored('2', 0.5, 0.3),
      ...judge.slice(0, 2),
    ],
    { truth: 'kim' },
  )
  expect(found.annotators['bleu']).toMatchObject({
    combine: 'higher-score',
    truth: { accuracy: { value: 0.5 } },
  })
  expect(found.annotators['judge']).toMatchObject({ truth: { accuracy: { value: 0.5 } } })
})

it('sees what the order does to a judge whose games are among the ratings', () => {
  const game = (item: string, order: 'AB' | 'BA', winner: string) => rate(item, 'judge', winner, { order })
  const { position } = measure(
    [
      game('1', 'AB', 'A'),
      game('1', 'BA', 'B'),
      game('2', 'AB', 'A'),
      game('2', 'BA', 'A'),
      rate('1', 'kim', 'A'),
      rate('2', 'kim', 'A'),
    ],
    { truth: 'kim' },
  ).annotators['judge']!
  expect(position).toMatchObject({ pairs: 2, flips: 1, toFirst: 1, consistency: { value: 0.5 } })
})

describe('latent truth', () => {
  // Three who know, one who says the opposite.
  const ratings = ['A', 'B', 'A', 'B', 'A', 'B', 'B', 'A'].flatMap((seat, i) => [
    rate(`${i}`, 'a', i === 3 ? 'A' : seat),
    rate(`${i}`, 'b', seat),
    rate(`${i}`, 'c', i === 5 ? 'A' : seat),
    rate(`${i}`, 'liar', seat === 'A' ? 'B' : 'A'),
  ])
  it.each(['dawid-skene', 'one-coin'])('by %s leaves out whoever is measured', (truth) => {
    const { annotators } = measure(ratings, { truth })
    expect(annotators['b']?.truth?.accuracy.value).toBe(1)
    expect(annotators['liar']?.truth?.accuracy.value).toBe(0)
  })
})

it.each([
  ['a truth that is not there', { truth: 'nobody' }, 'metaeval/no-such-truth'],
  ['an annotator who is not there', { annotators: ['nobody'] }, 'metaeval/no-such-annotator'],
  ['a voter who is not there', { voters: ['nobody'] }, 'metaeval/no-such-annotator'],
])('%s is an error', (_, more, code) =>
  expect(() => measure(people, more)).toThrow(expect.objectContaining({ code })),
)
