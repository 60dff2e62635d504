import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAsks } from './listwise.ts'
import { itemOf } from './samples.ts'

const list = (n: number) => itemOf({ responses: Array.from({ length: n }, (_, i) => ({ text: `${i}` })) })
const shown = (n: number, orders: Parameters<typeof listAsks>[2], seed = 0) =>
  listAsks(list(n), 'c', orders, seed).map((ask) => ask.shown.map(({ text }) => text).join(''))

describe('a list of responses', () => {
  it('is shown as it stands', () => expect(shown(3, 'first')).toEqual(['012']))
  it('is shown in every order, its own first', () =>
    expect(shown(3, 'all')).toEqual(['012', '021', '102', '120', '201', '210']))
  it('is shown in as many orders as are drawn, all of them different', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        (n, orders, seed) => {
          const drawn = shown(n, orders, seed)
          expect(new Set(drawn).size).toBe(drawn.length)
          expect(drawn).toHaveLength(Math.min(orders, n === 2 ? 2 : orders))
          for (const one of drawn)
            expect([...one].sort().join('')).toBe([...shown(n, 'first')[0]!].sort().join(''))
          expect(shown(n, orders, seed)).toEqual(drawn)
        },
      ),
    ))
  it('numbers its orders as samples, so that each is an ask of its own', () =>
    expect(listAsks(list(3), 'c', 2, 0).map(({ sample }) => sample)).toEqual([0, 1]))
  it.each([
    [1, 'first', 'protocol/needs-two-responses'],
    [7, 'all', 'protocol/too-many-orders'],
    [7, 721, 'protocol/too-many-orders'],
  ] as const)('of %i responses cannot be shown in orders %j', (n, orders, code) =>
    expect(() => shown(n, orders)).toThrow(expect.objectContaining({ code })),
  )
})
