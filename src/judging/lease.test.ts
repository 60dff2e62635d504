import { afterEach, expect, it, vi } from 'vitest'
import { memoryStore } from '../store/memory-store.ts'
import { holdLease, leaseTime } from './lease.ts'
import { startRun } from './start-run.ts'

const spec = {
  name: 'pairwise',
  protocol: 'pairwise@1',
  rubrics: { helpfulness: '0123456789ab' },
  model: 'fake',
  decoding: { temperature: 0, maxTokens: 10 },
  mode: 'text' as const,
  language: 'auto',
  samples: 1,
  settings: {},
}
const about = {
  name: 'r',
  spec,
  source: 'f.jsonl',
  sourceHash: 'aa',
  extend: false,
  version: '0',
  at: '2026-01-01T00:00:00.000Z',
}

afterEach(() => void vi.useRealTimers())

it('lets one process write a run, and the next when it is done', async () => {
  const store = memoryStore()
  await startRun(store, about)
  const first = await holdLease(store, 'r', 'one', () => 0)
  await expect(holdLease(store, 'r', 'two', () => 1000)).rejects.toMatchObject({ code: 'run/busy' })
  await first.release()
  await (await holdLease(store, 'r', 'two', () => 1000)).release()
})

it('passes to another when its owner is not heard of any more', async () => {
  const store = memoryStore()
  await startRun(store, about)
  await holdLease(store, 'r', 'killed', () => 0)
  const next = await holdLease(store, 'r', 'two', () => leaseTime + 1)
  await next.release()
})

it('passes at once to another when its owner is known to be dead', async () => {
  const store = memoryStore()
  await startRun(store, about)
  await holdLease(store, 'r', 'killed', () => 0)
  const two = (hasEnded: (owner: string) => boolean) => holdLease(store, 'r', 'two', () => 1, hasEnded)
  await expect(two(() => false)).rejects.toMatchObject({ code: 'run/busy' })
  await (await two((owner) => owner === 'killed')).release()
})

it('is renewed while its owner lives, and says when it was lost', async () => {
  vi.useFakeTimers()
  const store = memoryStore()
  await startRun(store, about)
  let now = 0
  const held = await holdLease(store, 'r', 'one', () => now)
  now = leaseTime - 1
  await vi.advanceTimersByTimeAsync(leaseTime / 3)
  now = leaseTime + 1
  await expect(holdLease(store, 'r', 'two', () => now)).rejects.toMatchObject({ code: 'run/busy' })
  now = 3 * leaseTime
  const other = await holdLease(store, 'r', 'two', () => now)
  await vi.advanceTimersByTimeAsync(leaseTime / 3)
  expect(held.lost.aborted).toBe(true)
  await other.release()
})

it('starts a run once and finds it again', async () => {
  const store = memoryStore()
  await startRun(store, about)
  expect(await startRun(store, about)).toMatchObject({ name: 'r', sourceHash: 'aa' })
  expect(await store.runs()).toHaveLength(1)
})

it('refuses a run to another judge, naming what differs', async () => {
  const store = memoryStore()
  await startRun(store, about)
  await expect(startRun(store, { ...about, spec: { ...spec, model: 'other' } })).rejects.toMatchObject({
    code: 'run/other-judge',
    message: expect.stringContaining('model (fake then, other now)'),
  })
})

it('refuses a run to other items, unless it is to be extended', async () => {
  const store = memoryStore()
  await startRun(store, about)
  await expect(startRun(store, { ...about, sourceHash: 'bb' })).rejects.toMatchObject({ code: 'run/changed' })
  await startRun(store, { ...about, sourceHash: 'bb', extend: true })
  expect(await startRun(store, { ...about, sourceHash: 'bb' })).toMatchObject({ sourceHash: 'bb' })
})
