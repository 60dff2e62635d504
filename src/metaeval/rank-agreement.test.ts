import { describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import type { Rating } from '../domain/rating.ts'
import { ItemIndex } from './item-index.ts'
import { rankAgreement } from './rank-agreement.ts'
import { RatingTable } from './rating-table.ts'

const pairs = [
  ['x', 'y'],
  ['x', 'z'],
  ['y', 'z'],
] as const

/** Each annotator's games: of how many in ten the first of the pair wins. */
function agreementOf(
  wins: Readonly<Record<string, readonly (number | undefined)[]>>,
  sides: { a: readonly string[]; b: readonly string[] },
  itemsAPair = 40,
) {
  const index = new ItemIndex()
  const table = new RatingTable({ factsOf: (id) => index.get(id) })
  for (const [k, pair] of pairs.entries()) {
    for (let i = 0; i < itemsAPair; i++) {
      const id = `${i}/${pair.join('~')}`
      index.add({
        id,
        instruction: 'Q',
        criteria: [],
        cluster: String(i),
        metadata: {},
        responses: pair.map((writer) => ({ id: writer, writer, text: '' })),
      } satisfies Item)
      for (const [annotator, ofTen] of Object.entries(wins)) {
        const often = ofTen[k]
        if (often === undefined) continue
        const winner = (i * 7) % 10 < often ? pair[0] : pair[1]
        table.add({ item: id, annotator, label: { kind: 'preference', winner } } satisfies Rating)
      }
    }
  }
  return rankAgreement(table.rows, {
    ...sides,
    source: 'test',
    version: '0',
    resampling: { seed: 0, resamples: 100 },
  })
}
const down = [8, 9, 8]
const up = [2, 1, 2]

describe('two rankings', () => {
  it('that are the same agree in full', () => {
    const found = agreementOf({ ann: down, judge: [7, 8, 7] }, { a: ['ann'], b: ['judge'] })
    expect(found).toMatchObject({
      by: 'strength',
      kendall: { value: 1 },
      spearman: { value: 1 },
      pairsInOrder: { value: 1 },
      top: { a: 'x', b: 'x', same: true },
    })
    expect(found.systems.map(({ system }) => system)).toEqual(['x', 'y', 'z'])
    expect(found.top.inResamples).toBeGreaterThan(0.9)
  })

  it('that are each other turned round agree in nothing', () =>
    expect(agreementOf({ ann: down, judge: up }, { a: ['ann'], b: ['judge'] })).toMatchObject({
      kendall: { value: -1 },
      pairsInOrder: { value: 0 },
      top: { a: 'x', b: 'z', same: false, inResamples: 0 },
    }))

  it('agree as much either way round', () => {
    const wins = { ann: down, judge: [4, 6, 8] }
    const [one, other] = [
      agreementOf(wins, { a: ['ann'], b: ['judge'] }),
      agreementOf(wins, { a: ['judge'], b: ['ann'] }),
    ]
    expect(one.kendall).toEqual(other.kendall)
    expect(one.pairsInOrder).toEqual(other.pairsInOrder)
  })

  it('pool the votes of a side', () => {
    const found = agreementOf({ ann: down, ben: down, judge: down }, { a: ['ann', 'ben'], b: ['judge'] })
    expect([found.a.games, found.b.games]).toEqual([240, 120])
  })

  it('are of win rates where one side has no finite strengths, and say so', () =>
    expect(agreementOf({ ann: down, judge: [10, 10, 10] }, { a: ['ann'], b: ['judge'] })).toMatchObject({
      by: 'win-rate',
      kendall: { value: 1 },
      systems: [
        { system: 'x', b: 1 },
        { system: 'y', b: 0.5 },
        { system: 'z', b: 0 },
      ],
    }))

  it('leave out systems that one side did not see, by name', () =>
    expect(
      agreementOf({ ann: down, judge: [7, undefined, undefined] }, { a: ['ann'], b: ['judge'] }),
    ).toMatchObject({ leftOut: ['z'], systems: [{ system: 'x' }, { system: 'y' }] }))

  it('have no correlation where one side holds all equal: each of its pairs is a half', () =>
    expect(agreementOf({ ann: down, judge: [5, 5, 5] }, { a: ['ann'], b: ['judge'] })).toMatchObject({
      kendall: { value: null, why: 'one side holds all systems equal' },
      spearman: { value: null },
      pairsInOrder: { value: 0.5 },
    }))

  it('cannot be compared where nothing is common', () =>
    expect(() =>
      agreementOf(
        {
          ann: [8, undefined, undefined],
          judge: [undefined, undefined, undefined],
          ben: [undefined, undefined, 3],
        },
        { a: ['ann'], b: ['ben'] },
      ),
    ).toThrowError(expect.objectContaining({ code: 'metaeval/no-common-systems' }) as Error))
})
