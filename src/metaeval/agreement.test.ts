import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { cohenKappa } from '../metrics/cohen-kappa.ts'
import { distance } from '../metrics/golden.ts'
import { krippendorffAlpha, scales } from '../metrics/krippendorff-alpha.ts'
import { voteAgreement } from '../metrics/vote-agreement.ts'
import { agreement, type AgreementOptions } from './agreement.ts'
import { RatingTable } from './rating-table.ts'
import type { Slicing } from './slicing.ts'

const options: AgreementOptions = { source: 'test', version: '0', resampling: { seed: 0, resamples: 50 } }

/** `said[item][annotator]`; null is no rating. */
function measured(
  said: readonly (readonly (Label | number | string | null)[])[],
  more: Partial<AgreementOptions> = {},
) {
  return agreementOf(
    said.flatMap((row, i) =>
      row.flatMap((value, j): Rating[] =>
        value === null ? [] : [{ item: `${i}`, annotator: `r${j}`, label: labelFrom(value) }],
      ),
    ),
    more,
  )
}

function agreementOf(ratings: readonly Rating[], more: Partial<AgreementOptions> = {}, slicing?: Slicing) {
  const table = new RatingTable({ keep: ['group', 'guideline'] })
  for (const rating of ratings) table.add(rating)
  return agreement(table.rows, { ...options, ...more }, slicing)
}

function labelFrom(value: Label | number | string): Label {
  if (typeof value === 'number') return { kind: 'score', value }
  if (typeof value !== 'string') return value
  return ['A', 'B', 'tie'].includes(value)
    ? { kind: 'preference', winner: value === 'tie' ? null : value }
    : { kind: 'category', value }
}

it('gives Wikipedia’s alphas for its three coders of fifteen units', () => {
  // Wikipedia, "Krippendorff's alpha"; null is its asterisk.
  const coders = [
    [null, null, null, null, null, 3, 4, 1, 2, 1, 1, 3, 3, null, 3],
    [1, null, 2, 1, 3, 3, 4, 3, null, null, null, null, null, null, null],
    [null, null, 2, 1, 3, 4, 4, null, 2, 1, 1, 3, 3, null, 4],
  ] as const
  const found = measured(coders[0].map((_, unit) => coders.map((coder) => coder[unit]!)))
  expect(found.krippendorff.nominal.value).toBeCloseTo(0.691358, 6)
  expect(found.krippendorff.interval.value).toBeCloseTo(0.810845, 6)
  expect(found.krippendorff.ordinal.value).toBeCloseTo(0.806721, 6)
  expect([found.units, found.single]).toEqual([12, 1])
})

it('counts a preference as first < tie < second on scales with an order', () => {
  const said = [
    ['A', 'tie'],
    ['B', 'B'],
    ['A', 'A'],
    ['tie', 'B'],
    ['A', 'B'],
  ]
  const asNumbers = said.map((row) => row.map((seat) => ({ A: 1, tie: 2, B: 3 })[seat]!))
  const found = measured(said)
  for (const scale of ['ordinal', 'interval'] as const)
    expect(found.krippendorff[scale].value).toBeCloseTo(krippendorffAlpha(asNumbers, scale)!, 12)
  expect(found.krippendorff.ratio).toMatchObject({
    value: null,
    why: 'the ratio scale is for amounts from 0 up',
  })
  expect(found.cohen[0]?.weighted?.quadratic.value).toBeCloseTo(
    cohenKappa(
      asNumbers.map(([a]) => a!),
      asNumbers.map(([, b]) => b!),
      { weights: 'quadratic' },
    )!,
    12,
  )
})

it('orders categories only where an order is given', () => {
  const said = [
    ['good', 'ok'],
    ['bad', 'bad'],
    ['good', 'good'],
    ['ok', 'bad'],
  ]
  expect(measured(said).krippendorff.ordinal).toMatchObject({
    value: null,
    why: 'categories have no order; give it with --labels',
  })
  expect(measured(said).cohen[0]).not.toHaveProperty('weighted')
  expect(measured(said, { labels: ['bad', 'ok', 'good'] }).krippendorff.ordinal.value).toBeCloseTo(
    krippendorffAlpha(
      [
        [3, 2],
        [1, 1],
        [3, 3],
        [2, 1],
      ],
      'ordinal',
    )!,
    12,
  )
})

it('tells unanimity from a majority, and a majority from none', () => {
  const found = measured([
    ['x', 'x', 'x'],
    ['x', 'x', 'y'],
    ['x', 'y', 'z'],
    ['x', null, 'y'],
    ['z', null, null],
  ])
  expect(found).toMatchObject({ unanimous: 1, majority: { x: 2 }, noMajority: 2, units: 4, single: 1 })
})

it('says of each class how far it is agreed on', () => {
  const found = measured([
    ['x', 'x'],
    ['x', 'y'],
    ['y', 'y'],
    ['y', 'y'],
  ])
  expect(found.perCategory['x']?.value).toBeCloseTo(2 / 3, 12)
  expect(found.perCategory['y']?.value).toBeCloseTo(4 / 5, 12)
})

it('says what agreement would be without each annotator', () => {
  const rows = [
    [1, 1, 5],
    [2, 2, 1],
    [3, 3, 3],
    [4, 4, 2],
  ]
  const found = measured(rows)
  expect(found.perAnnotator.map(({ alphaWithout }) => alphaWithout.value)).toEqual([
    expect.closeTo(
      krippendorffAlpha(
        rows.map(([, b, c]) => [b!, c!]),
        'ordinal',
      )!,
      12,
    ),
    expect.closeTo(
      krippendorffAlpha(
        rows.map(([a, , c]) => [a!, c!]),
        'ordinal',
      )!,
      12,
    ),
    expect.closeTo(1, 12),
  ])
})

describe('intraclass correlation', () => {
  // Shrout and Fleiss 1979, table 2.
  const rows = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ]
  it('of scores has six forms, with exact intervals', () => {
    const { icc } = measured(rows)
    expect(icc?.['1,1'].value).toBeCloseTo(0.17, 2)
    expect(icc?.['2,1'].value).toBeCloseTo(0.29, 2)
    expect(icc?.['3,k'].value).toBeCloseTo(0.91, 2)
    expect(icc?.['2,1']).toMatchObject({ n: 6, method: 'exact 95 % interval by the F distribution' })
  })
  it('stands on what everybody scored, and counts the rest', () =>
    expect(measured([...rows, [5, null, 5, 5]]).icc).toMatchObject({ units: 6, leftOut: 1 }))
  it('draws clusters, where items share them', () => {
    const ratings = rows.flatMap((row, i) =>
      row.map((value, j) => rate(`${i}`, `r${j}`, value, { cluster: `c${i % 3}` })),
    )
    expect(agreementOf(ratings).icc?.['3,1'].method).toContain('resamples of 3 clusters')
  })
  it('is not there for preferences', () => expect(measured([['A', 'B']])).not.toHaveProperty('icc'))
  it('says why there is none', () =>
    expect(
      measured([
        [1, 1],
        [1, null],
      ]).icc?.['1,1'],
    ).toMatchObject({ value: null, why: 'fewer than two items were scored by everybody' }))
})

it('leaves out and counts what has no label', () => {
  const none: Label = { kind: 'none', why: 'unparsed' }
  const found = measured([
    [1, none],
    [2, 2],
    [3, 3],
  ])
  expect(found).toMatchObject({ none: { unparsed: 1 }, units: 2, single: 1 })
  expect(found.percent.value).toBe(1)
})

it('has an interval where everybody agrees, as all alike are no certainty', () => {
  const { percent } = measured([
    [1, 1],
    [2, 2],
    [3, 3],
  ])
  expect(percent).toMatchObject({ value: 1, high: 1, method: '95 % Wilson interval, 3 items, all alike' })
  expect(percent.low).toBeLessThan(0.5)
})

describe('where a number is not defined, it says why', () => {
  it.each([
    ['nothing at all', [], 'there is one annotator only'],
    ['one annotator', [[1], [2]], 'there is one annotator only'],
    [
      'nothing in common',
      [
        [1, null],
        [null, 2],
      ],
      'no item has labels of two annotators',
    ],
    [
      'one class throughout',
      [
        [4, 4],
        [4, 4],
      ],
      'everybody says the same one class throughout',
    ],
  ] as const)('%s', (_, said, why) => {
    const found = measured(said)
    for (const scale of scales) expect(found.krippendorff[scale]).toMatchObject({ value: null, why })
    expect(found.fleiss).toMatchObject({ value: null, why })
  })

  it('Fleiss, where the items have unequal numbers of labels', () =>
    expect(
      measured([
        [1, 1, 2],
        [1, 2, null],
      ]).fleiss.why,
    ).toBe("the items have unequal numbers of labels (2, 3); take Krippendorff's alpha"))
})

describe('mixed kinds of label', () => {
  it('go together where words say yes or no', () =>
    expect(
      measured([
        [1, 'yes'],
        [0, 'no'],
        [1, 'no'],
      ]).percent.value,
    ).toBeCloseTo(2 / 3, 12))
  it('are an error that names who gave which', () =>
    expect(() =>
      measured([
        [4, 'good'],
        [5, 'fine'],
      ]),
    ).toThrow(
      expect.objectContaining({
        code: 'metaeval/mixed-labels',
        message:
          'The ratings are of kinds that cannot be compared: score (r0), category (r1). "good" of r1 is not a number.',
      }),
    ))
})

const rate = (item: string, annotator: string, value: number, more: Partial<Rating> = {}): Rating => ({
  item,
  annotator,
  label: { kind: 'score', value },
  ...more,
})

describe('parts', () => {
  it('by criterion are measured on their own', () => {
    const found = agreementOf(
      [
        rate('1', 'a', 1, { criterion: 'tone' }),
        rate('1', 'b', 1, { criterion: 'tone' }),
        rate('1', 'a', 1, { criterion: 'depth' }),
        rate('1', 'b', 5, { criterion: 'depth' }),
      ],
      {},
      { by: 'criterion' },
    )
    expect([found.units, found.by?.['tone']?.percent.value, found.by?.['depth']?.percent.value]).toEqual([
      2, 1, 0,
    ])
  })

  it('by annotator show the pairs with that one', () => {
    const found = agreementOf(
      [rate('1', 'a', 1), rate('1', 'b', 1), rate('1', 'c', 2), rate('2', 'b', 3), rate('2', 'c', 3)],
      {},
      { by: 'annotator' },
    )
    expect(found.by?.['a']).toMatchObject({ units: 1, percent: { value: 0.5 } })
    expect(found.by?.['a']?.cohen.map(({ a, b }) => [a, b])).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ])
  })

  it('by guideline compare only ratings made under one', () => {
    const found = agreementOf(
      [
        rate('1', 'a', 1, { guideline: 'v1' }),
        rate('1', 'b', 1, { guideline: 'v2' }),
        rate('2', 'a', 1, { guideline: 'v2' }),
        rate('2', 'b', 2, { guideline: 'v2' }),
      ],
      {},
      { by: 'guideline' },
    )
    expect([found.by?.['v1']?.units, found.by?.['v2']?.units]).toEqual([0, 1])
  })
})

it('joins two orders of a judge by the rule before it is compared with people', () => {
  const game = (order: 'AB' | 'BA', winner: string): Rating => ({
    item: '1',
    annotator: 'judge',
    order,
    label: { kind: 'preference', winner },
  })
  const person: Rating = { item: '1', annotator: 'kim', label: { kind: 'preference', winner: 'A' } }
  expect(agreementOf([game('AB', 'A'), game('BA', 'A'), person]).percent.value).toBe(1)
  expect(agreementOf([game('AB', 'A'), game('BA', 'B'), person]).percent.value).toBe(0)
})

it('takes the latest revision', () =>
  expect(
    agreementOf([rate('1', 'a', 1), rate('1', 'a', 2, { revision: 1 }), rate('1', 'b', 2)]).percent.value,
  ).toBe(1))

it('pools the votes of items as MT-Bench does, with ties and without', () => {
  const votes = [
    ['A', 'A', 'tie'],
    ['B', 'tie', 'tie'],
    ['A', 'B', null],
  ] as const
  const { votes: pooled } = measured(votes)
  const byItem = votes.map((row) => row.filter((vote) => vote !== null))
  expect(pooled!.withTies.value).toBeCloseTo(voteAgreement<string>(byItem)!.value, 12)
  expect(pooled!.withoutTies.value).toBeCloseTo(
    voteAgreement<string>(byItem, undefined, { without: 'tie' })!.value,
    12,
  )
  expect(measured([[1, 2]]).votes).toBeUndefined()
})

it('turns scores of both responses into the preference that others gave', () => {
  const scores = (a: number, b: number) => [
    rate('1', 'bleu', a, { response: 'A' }),
    rate('1', 'bleu', b, { response: 'B' }),
  ]
  const person: Rating = { item: '1', annotator: 'kim', label: { kind: 'preference', winner: 'B' } }
  expect(agreementOf([...scores(0.2, 0.7), person]).percent.value).toBe(1)
  expect(agreementOf([...scores(0.8, 0.7), person]).percent.value).toBe(0)
})

it('draws clusters, where ratings name them', () => {
  const ratings = Array.from({ length: 12 }, (_, i) => [
    rate(`${i}`, 'a', i % 4 === 0 ? 5 : i % 2, { cluster: `c${i % 4}` }),
    rate(`${i}`, 'b', i % 2, { cluster: `c${i % 4}` }),
  ]).flat()
  expect(agreementOf(ratings).percent.method).toContain('resamples of 4 clusters')
})

const table = fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 3, maxLength: 3 }), {
  maxLength: 12,
})

describe('laws', () => {
  it('equals the metrics on the ratings themselves', () =>
    fc.assert(
      fc.property(table, (rows) => {
        const found = measured(rows, { resampling: { seed: 0, resamples: 2 } })
        for (const scale of scales) {
          const { value } = found.krippendorff[scale]
          expect(distance(krippendorffAlpha(rows, scale), value)).toBeLessThan(1e-9)
        }
      }),
      { numRuns: 60 },
    ))

  it('never holds NaN, and every number without a value has a reason', () =>
    fc.assert(
      fc.property(table, (rows) => {
        const odd: unknown[] = []
        JSON.stringify(measured(rows, { resampling: { seed: 0, resamples: 2 } }), (_, value: unknown) => {
          const isNaN = typeof value === 'number' && !Number.isFinite(value)
          const isBare =
            value !== null && typeof value === 'object' && 'value' in value && value.value === null
          if (isNaN || (isBare && !('why' in value && value.why))) odd.push(value)
          return value
        })
        expect(odd).toEqual([])
      }),
      { numRuns: 60 },
    ))
})
