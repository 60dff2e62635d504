import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { Frontier } from './frontier.ts'

const nothing = { items: 0, asks: 0 }

it('goes on past items that are answered in full', () => {
  const frontier = new Frontier(nothing)
  frontier.read(2, 2)
  frontier.read(1, 1)
  frontier.answered(0)
  expect(frontier.done).toEqual(nothing)
  frontier.answered(0)
  expect(frontier.done).toEqual({ items: 1, asks: 2 })
})

it('waits for the first item, however far the others are', () => {
  const frontier = new Frontier(nothing)
  for (let i = 0; i < 3; i++) frontier.read(1, 1)
  frontier.answered(2)
  frontier.answered(1)
  expect(frontier.done).toEqual(nothing)
  frontier.answered(0)
  expect(frontier.done).toEqual({ items: 3, asks: 3 })
})

it('counts what was answered before', () => {
  const frontier = new Frontier({ items: 7, asks: 14 })
  frontier.read(2, 0)
  frontier.read(2, 1)
  frontier.answered(8)
  expect(frontier.done).toEqual({ items: 9, asks: 18 })
})

it('arrives at the end, in whatever order answers come', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 })), fc.integer(), (open, seed) => {
      const frontier = new Frontier(nothing)
      for (const n of open) frontier.read(n, n)
      const random = seededRandom(String(seed))
      const places = open.flatMap((n, place) => Array.from({ length: n }, () => ({ place, at: random() })))
      for (const { place } of places.sort((a, b) => a.at - b.at)) frontier.answered(place)
      expect(frontier.done).toEqual({ items: open.length, asks: places.length })
    }),
  ))
