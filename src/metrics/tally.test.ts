import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Tally } from './tally.ts'

const letters = () => new Tally<string>((value) => value)
const counts = (tally: Tally<string>) =>
  Object.fromEntries(tally.values.map((value, i) => [value, tally.times[i]]).filter(([, n]) => n !== 0))

it('counts what was observed', () => {
  const tally = letters()
  tally.add(['x', 'y', 'x'])
  tally.add(['y'], 'cluster')
  expect(counts(tally)).toEqual({ x: 2, y: 2 })
  expect(tally.total).toBe(4)
})

it('keeps many observations of two kinds as two clusters', () => {
  const tally = letters()
  for (let i = 0; i < 100_000; i++) tally.add([i % 4 === 0 ? 'x' : 'y'])
  expect(tally.sample().clusters).toEqual([
    { alike: 25_000, holds: [0], times: [1] },
    { alike: 75_000, holds: [1], times: [1] },
  ])
})

it('draws what was observed together as one cluster', () => {
  const tally = letters()
  tally.add(['x', 'y'])
  tally.add(['y', 'x'])
  expect(tally.sample().clusters).toEqual([{ alike: 2, holds: [0, 1], times: [1, 1] }])
})

it('adds to a cluster by its name', () => {
  const tally = letters()
  tally.add(['x'], 'poem')
  tally.add(['x'], 'recipe')
  tally.add(['x', 'y'], 'poem')
  expect(tally.sample().clusters).toEqual([
    { alike: 1, holds: [0, 1], times: [2, 1] },
    { alike: 1, holds: [0], times: [1] },
  ])
  expect(tally.isClustered).toBe(true)
})

it('tells clusters of many observations from clusters of few', () => {
  const tally = letters()
  tally.add(['x'])
  tally.add(['x', 'x'])
  expect(tally.sample().clusters.map((cluster) => cluster.times)).toEqual([[1], [2]])
})

const adds = fc.array(
  fc.tuple(
    fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
    fc.option(fc.constantFrom('poem', 'recipe'), { nil: undefined }),
  ),
  { maxLength: 20 },
)

it('is the same, with a part left out, as if that part had never been added', () =>
  fc.assert(
    fc.property(adds, (given) => {
      const whole = letters()
      const part = letters()
      for (const [values, cluster] of given) {
        whole.add(values, cluster)
        part.add(
          values.filter((value) => value !== 'y'),
          cluster,
        )
      }
      const kept = whole.where((value) => value !== 'y')
      expect(counts(kept)).toEqual(counts(part))
      expect(kept.total).toBe(part.total)
      expect(shape(kept)).toEqual(shape(part))
    }),
  ))

/** Clusters by what they hold, in no order. */
const shape = (tally: Tally<string>) =>
  tally
    .sample()
    .clusters.map(({ alike, holds, times }) => [
      alike,
      ...holds.map((index, i) => `${tally.values[index]}${times[i]}`).sort(),
    ])
    .map((one) => one.join())
    .sort()

it('knows how many clusters it holds without gathering them', () => {
  const tally = letters()
  expect(tally.clusters).toBe(0)
  tally.add(['x', 'y'], undefined, 3)
  tally.add(['x'], 'poem')
  tally.add(['y'], 'poem')
  expect(tally.clusters).toBe(4)
  expect(tally.clusters).toBe(tally.sample().clusters.reduce((sum, { alike }) => sum + alike, 0))
  expect(tally.where((value) => value === 'z').clusters).toBe(0)
})

it('takes what was observed many times at once', () => {
  const [one, many] = [letters(), letters()]
  for (const [cluster, n] of [
    [undefined, 3],
    ['poem', 2],
  ] as const) {
    for (let i = 0; i < n; i++) one.add(['x', 'y'], cluster)
    many.add(['x', 'y'], cluster, n)
  }
  expect([many.total, counts(many), many.sample()]).toEqual([one.total, counts(one), one.sample()])
})
