import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { mapConcurrently } from './pool.ts'

const collect = async <T>(values: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(values)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

it('gives every result once', async () => {
  const results = await collect(mapConcurrently(upTo(100), 7, async (n) => n * 2))
  expect(results.sort((a, b) => a - b)).toEqual(upTo(100).map((n) => n * 2))
})

it('gives nothing for nothing', async () => {
  expect(await collect(mapConcurrently([], 3, async (n) => n))).toEqual([])
})

it('never has more under way than its width, and uses all of it', async () => {
  let [underWay, most] = [0, 0]
  await collect(
    mapConcurrently(upTo(50), 5, async () => {
      most = Math.max(most, ++underWay)
      await sleep(1)
      underWay--
    }),
  )
  expect(most).toBe(5)
})

it('pulls no further ahead than it can work', async () => {
  let pulled = 0
  const source = function* () {
    while (pulled < 1000) yield pulled++
  }
  const results = mapConcurrently(source(), 4, async (n) => n)
  await results.next()
  expect(pulled).toBeLessThan(20)
  await results.return(undefined)
})

it('gives what is ready while the source is slow', async () => {
  let release = () => {}
  const source = async function* () {
    yield 1
    await new Promise<void>((resolve) => void (release = resolve))
    yield 2
  }
  const results = mapConcurrently(source(), 8, async (n) => n)
  expect((await results.next()).value).toBe(1)
  release()
  expect((await results.next()).value).toBe(2)
})

it('throws the first error after what was ready, and starts nothing more', async () => {
  const started: number[] = []
  const seen: number[] = []
  const run = async () => {
    for await (const n of mapConcurrently(upTo(100), 2, async (n) => {
      started.push(n)
      if (n === 3) throw new Error('three')
      return n
    })) {
      seen.push(n)
    }
  }
  await expect(run()).rejects.toThrow('three')
  expect(seen).toEqual([0, 1, 2])
  expect(started.length).toBeLessThan(8)
})

it('throws an error of the source itself', async () => {
  const source = function* () {
    yield 1
    throw new Error('bad line')
  }
  await expect(collect(mapConcurrently(source(), 2, async (n) => n))).rejects.toThrow('bad line')
})

it('waits for what is under way when it is left early', async () => {
  let done = 0
  for await (const _ of mapConcurrently(upTo(10), 3, async (n) => {
    await sleep(n === 0 ? 1 : 10)
    done++
  })) {
    break
  }
  expect(done).toBeGreaterThanOrEqual(3)
})
