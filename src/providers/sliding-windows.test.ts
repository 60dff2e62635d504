import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slidingWindows } from './sliding-windows.ts'

const window = fc.record({ size: fc.integer({ min: 2, max: 40 }), stride: fc.integer({ min: 1, max: 60 }) })
const sizes = fc.integer({ min: 0, max: 200 })

describe('the windows over a text', () => {
  it('move on by the stride', () =>
    expect(slidingWindows(10, { size: 6, stride: 3 })).toEqual([
      { from: 0, scored: 0, to: 6 },
      { from: 3, scored: 6, to: 9 },
      { from: 6, scored: 9, to: 10 },
    ]))

  it('score each token once, in its order', () =>
    fc.assert(
      fc.property(sizes, window, (n, one) => {
        const scored = slidingWindows(n, one).flatMap(({ scored, to }) =>
          Array.from({ length: to - scored }, (_, i) => scored + i),
        )
        expect(scored).toEqual(Array.from({ length: n }, (_, i) => i))
      }),
    ))

  it('never hold more than their size', () =>
    fc.assert(
      fc.property(sizes, window, (n, one) => {
        for (const { from, to } of slidingWindows(n, one)) expect(to - from).toBeLessThanOrEqual(one.size)
      }),
    ))

  it('have size less stride before what is new, and one at least, after the first', () =>
    fc.assert(
      fc.property(sizes, window, (n, one) => {
        const least = Math.max(1, one.size - one.stride)
        for (const { from, scored } of slidingWindows(n, one).slice(1)) expect(scored - from).toBe(least)
      }),
    ))

  it.each([
    { size: 1, stride: 1 },
    { size: 8, stride: 0 },
    { size: Number.NaN, stride: 1 },
  ])('do not slide as %j', (one) => expect(() => slidingWindows(5, one)).toThrow(TypeError))
})
