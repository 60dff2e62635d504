import { expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import { bestResponses } from './best-responses.ts'

const responses = ['x', 'y', 'z'].map((id) => ({ id }))
const bestOf = (
  labels: readonly (readonly [response: string, label: Label, annotator?: string])[],
  only?: string[],
) =>
  bestResponses(
    {
      cells: labels.map(([response, label, annotator = 'judge']) => ({ annotator, response, label })),
      facts: { responses },
      times: 1,
    },
    only,
  )
const score = (value: number): Label => ({ kind: 'score', value })

it('is the response with the highest score', () =>
  expect(
    bestOf([
      ['x', score(2)],
      ['y', score(4)],
      ['z', score(3)],
    ]),
  ).toMatchObject({ best: ['y'], none: 0 }))

it('are several where they tie', () =>
  expect(
    bestOf([
      ['x', score(4)],
      ['y', score(4)],
      ['z', score(3)],
    ]).best,
  ).toEqual(['x', 'y']))

it('is never one that has no score, which is not 0', () =>
  expect(
    bestOf([
      ['x', score(-3)],
      ['y', none('unparsed')],
    ]),
  ).toEqual({
    best: ['x'],
    scores: Object.assign(Object.create(null), { x: -3, y: null, z: null }) as object,
    none: 1,
  }))

it('is none where nothing was scored', () => expect(bestOf([['x', none('refused')]]).best).toEqual([]))

it('is by the mean of those asked for', () => {
  const labels = [
    ['x', score(1), 'ann'],
    ['x', score(5), 'ben'],
    ['y', score(2), 'ann'],
    ['y', score(2), 'ben'],
  ] as const
  expect(bestOf(labels).best).toEqual(['x'])
  expect(bestOf(labels, ['ann']).best).toEqual(['y'])
})
