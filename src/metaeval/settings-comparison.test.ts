import { describe, expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { RatingTable } from './rating-table.ts'
import { prefers, scores } from './samples.ts'
import { compareSettings, type SettingsOptions } from './settings-comparison.ts'

const about = {
  pointwise: 'points',
  pairwise: 'pairs',
  source: 'test',
  version: '0',
  resampling: { seed: 0, resamples: 20 },
}
const responses = [{ id: 'A' }, { id: 'B' }]
const found = (ratings: readonly Rating[], more: Partial<SettingsOptions> = {}) => {
  const table = new RatingTable({ factsOf: () => ({ responses }) })
  for (const rating of ratings) table.add(rating)
  return compareSettings(table.rows, { ...about, ...more })
}
const both = (item: string, a: number, b: number, label: Label, criterion = 'depth'): Rating[] => [
  { item, annotator: 'points', criterion, response: 'A', label: scores(a) },
  { item, annotator: 'points', criterion, response: 'B', label: scores(b) },
  { item, annotator: 'pairs', criterion, order: 'AB', label },
  { item, annotator: 'pairs', criterion, order: 'BA', label },
]
const person = (item: string, label: Label): Rating => ({ item, annotator: 'kim', label })

describe('the two settings', () => {
  it('are set against each other with the ties of both', () => {
    const { table, pairs, agreement, withoutTies, preferred } = found([
      ...both('1', 5, 2, prefers('A')),
      ...both('2', 1, 2, prefers('B')),
      ...both('3', 3, 3, prefers('B')),
      ...both('4', 4, 2, prefers(null)),
      ...both('5', 4, 2, prefers('B')),
    ])
    expect(pairs).toBe(5)
    expect(table).toEqual({
      A: { A: 1, B: 0, tie: 0 },
      B: { A: 1, B: 1, tie: 1 },
      tie: { A: 1, B: 0, tie: 0 },
    })
    expect([agreement.value, withoutTies.value]).toEqual([2 / 5, 2 / 3])
    expect([preferred.higher.value, preferred.same.value, preferred.lower.value]).toEqual([
      1 / 2,
      1 / 4,
      1 / 4,
    ])
  })
  it('count what has no label, and compare only what both labelled', () => {
    const { pointwise, pairwise, pairs } = found([
      ...both('1', 5, 2, prefers('A')),
      ...both('2', 5, 2, none('unparsed')),
    ])
    expect(pairs).toBe(1)
    expect(pairwise).toMatchObject({ labelled: 1, none: { unparsed: 1 } })
    expect(pointwise).toMatchObject({ labelled: 2, none: {} })
  })
  it('say how far each agrees with itself, over samples', () => {
    const again = (item: string, a: number, sample: number): Rating[] => [
      { item, annotator: 'points', response: 'A', sample, label: scores(a) },
      { item, annotator: 'points', response: 'B', sample, label: scores(1) },
    ]
    const { pointwise, pairwise } = found([
      ...again('1', 5, 0),
      ...again('1', 3, 1),
      { item: '1', annotator: 'pairs', label: prefers('A') },
    ])
    expect(pointwise.repeats!.percent.value).toBe(0.5)
    expect(pointwise.repeats!.scale).toBe('interval')
    expect(pairwise.repeats).toBeUndefined()
  })
  it('are held against people by kind of criterion', () => {
    const { people } = found(
      [
        ...both('1', 5, 2, prefers('B'), 'accuracy'),
        ...both('2', 5, 2, prefers('B'), 'tone'),
        person('1', prefers('A')),
        person('2', prefers('B')),
      ],
      { people: ['kim'], kindOf: (name) => (name === 'accuracy' ? 'objective' : 'subjective') },
    )
    expect([people!.by.objective!.first.value, people!.by.objective!.second.value]).toEqual([1, 0])
    expect([people!.by.subjective!.first.value, people!.by.subjective!.second.value]).toEqual([0, 1])
    expect([people!.all.first.value, people!.all.second.value]).toEqual([0.5, 0.5])
  })
  it('are both needed, and in this order', () => {
    expect(() => found([...both('1', 5, 2, none('failed'))])).toThrow('no preferences')
    const backwards = { pointwise: 'pairs', pairwise: 'points' }
    expect(() => found(both('1', 5, 2, prefers('A')), backwards)).toThrow('points has no preferences')
    const twice = both('1', 5, 2, prefers('A')).map((one) => ({ ...one, annotator: 'points' }))
    expect(() => found([...twice.slice(2), ...both('2', 1, 2, prefers('B')).slice(2)])).toThrow('no scores')
  })
})
