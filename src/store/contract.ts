import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { askId, type Verdict } from '../domain/verdict.ts'
import { sampleRun } from '../domain/samples.ts'
import { sampleJudgment } from './samples.ts'
import type { Judgment, Store } from './store.ts'

/**
 * What every store does. Hand it a way to open an empty one:
 *
 * @example
 * storeContract('the store in memory', async () => memoryStore())
 */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
      await store.createRun(sampleRun())
    })
    afterEach(() => store.close())

    describe('runs', () => {
      it('gives a run back as it was', async () => expect(await store.run('r1')).toEqual(sampleRun()))

      it('knows no run that was not made', async () => expect(await store.run('r9')).toBeUndefined())

      it('makes a name once', async () => {
        await expect(store.createRun(sampleRun({ source: 'other.jsonl' }))).rejects.toMatchObject({
          code: 'run/exists',
        })
        expect(await store.run('r1')).toEqual(sampleRun())
      })

      it('keeps what is absent absent', async () => {
        const { sourceHash: _, ...piped } = sampleRun({ name: 'piped', source: '-' })
        await store.createRun(piped)
        expect(await store.run('piped')).toStrictEqual(piped)
      })

      it('lists the newest first', async () => {
        await store.createRun(sampleRun({ name: 'older', createdAt: '2026-02-01T00:00:00.000Z' }))
        await store.createRun(sampleRun({ name: 'newer', createdAt: '2026-04-01T00:00:00.000Z' }))
        await store.createRun(sampleRun({ name: 'just after', createdAt: '2026-04-01T00:00:00.000Z' }))
        expect((await store.runs()).map((run) => run.name)).toEqual(['just after', 'newer', 'r1', 'older'])
      })

      it('says when it was finished, until it goes on', async () => {
        await store.setState('r1', 'finished', '2026-03-01T01:00:00.000Z')
        expect(await store.run('r1')).toMatchObject({
          state: 'finished',
          finishedAt: '2026-03-01T01:00:00.000Z',
        })
        await store.setState('r1', 'running', '2026-03-01T02:00:00.000Z')
        expect(await store.run('r1')).toStrictEqual(sampleRun())
        await store.setState('r1', 'stopped', '2026-03-01T03:00:00.000Z')
        expect(await store.run('r1')).toStrictEqual(sampleRun({ state: 'stopped' }))
      })

      it('is pinned to what its source holds now', async () => {
        await store.setSourceHash('r1', 'ab12')
        expect((await store.run('r1'))?.sourceHash).toBe('ab12')
        await store.setSourceHash('r1', undefined)
        expect(await store.run('r1')).not.toHaveProperty('sourceHash')
      })

      it('remembers how far it is, until its source holds something else', async () => {
        await store.setDone('r1', { items: 3, asks: 6 })
        expect((await store.run('r1'))?.done).toEqual({ items: 3, asks: 6 })
        await store.setSourceHash('r1', 'ab12')
        expect(await store.run('r1')).not.toHaveProperty('done')
      })

      it('remembers what it is measured against', async () => {
        await store.setTruth('r1', 'kim')
        expect((await store.run('r1'))?.truth).toBe('kim')
        await store.setTruth('r1', undefined)
        expect(await store.run('r1')).not.toHaveProperty('truth')
      })

      it.each<[string, (store: Store) => Promise<unknown>]>([
        ['setState', (store) => store.setState('r9', 'finished', '2026-03-01T01:00:00.000Z')],
        ['setDone', (store) => store.setDone('r9', { items: 1, asks: 2 })],
        ['setSourceHash', (store) => store.setSourceHash('r9', 'ab12')],
        ['setTruth', (store) => store.setTruth('r9', 'kim')],
        ['lease', (store) => store.lease('r9', 'me', 0, 1000)],
        ['release', (store) => store.release('r9', 'me')],
        ['leaseOwner', (store) => store.leaseOwner('r9')],
        ['answered', (store) => store.answered('r9', [])],
        ['append', (store) => store.append('r9', [sampleJudgment(0)])],
        ['verdicts', (store) => all(store.verdicts('r9'))],
        ['countLabels', (store) => store.countLabels('r9')],
        ['totals', (store) => store.totals('r9')],
        ['item', (store) => store.item('r9', 'i0')],
        ['items', (store) => all(store.items('r9'))],
        ['addRatings', (store) => store.addRatings('r9', [])],
        ['ratings', (store) => all(store.ratings('r9'))],
      ])('says so where %s is asked about a run that was not made', async (_method, work) =>
        expect(work(store)).rejects.toMatchObject({ code: 'run/missing' }),
      )
    })

    describe('leases', () => {
      it('lets one owner write a run', async () => {
        expect(await store.lease('r1', 'me', 0, 1000)).toBe(true)
        expect(await store.lease('r1', 'you', 999, 2000)).toBe(false)
      })

      it('is renewed by its owner', async () => {
        await store.lease('r1', 'me', 0, 1000)
        expect(await store.lease('r1', 'me', 500, 1500)).toBe(true)
        expect(await store.lease('r1', 'you', 1001, 2000)).toBe(false)
      })

      it('goes to another once it has expired, as when its owner was killed', async () => {
        await store.lease('r1', 'me', 0, 1000)
        expect(await store.lease('r1', 'you', 1000, 2000)).toBe(true)
        expect(await store.lease('r1', 'me', 1001, 2001)).toBe(false)
      })

      it('goes to another once it is released', async () => {
        await store.lease('r1', 'me', 0, 1000)
        await store.release('r1', 'me')
        expect(await store.lease('r1', 'you', 1, 1001)).toBe(true)
      })

      it('is not released by another', async () => {
        await store.lease('r1', 'me', 0, 1000)
        await store.release('r1', 'you')
        expect(await store.lease('r1', 'you', 1, 1001)).toBe(false)
      })

      it('names its owner until it is released, expired or not', async () => {
        expect(await store.leaseOwner('r1')).toBeUndefined()
        await store.lease('r1', 'me', 0, 1000)
        await store.lease('r1', 'you', 1, 1001)
        expect(await store.leaseOwner('r1')).toBe('me')
        await store.release('r1', 'me')
        expect(await store.leaseOwner('r1')).toBeUndefined()
      })

      it('is of one run only', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.lease('r1', 'me', 0, 1000)
        expect(await store.lease('r2', 'you', 1, 1001)).toBe(true)
      })
    })

    describe('verdicts', () => {
      it('come back as they were, with all their evidence', async () => {
        const judgments = [...Object.values(everyLabel).entries()].map(([position, label]) =>
          sampleJudgment(position, { verdict: { ...full, label } }),
        )
        await store.append('r1', judgments)
        expect(await all(store.verdicts('r1'))).toStrictEqual(judgments.map(({ verdict }) => verdict))
      })

      it('come back with nothing that they did not have', async () => {
        const { verdict, ...rest } = sampleJudgment(0)
        const { answer: _, ...failed } = { ...verdict, label: none('failed'), reason: 'HTTP 500' }
        await store.append('r1', [{ ...rest, verdict: failed }])
        expect(await all(store.verdicts('r1'))).toStrictEqual([failed])
      })

      it('come in the order of the items, then of criterion, order, response and sample', async () => {
        const asks: [number, Partial<Verdict>][] = [
          [0, { criterion: 'depth', order: 'AB' }],
          [0, { criterion: 'depth', order: 'BA', sample: 0 }],
          [0, { criterion: 'depth', order: 'BA', sample: 2 }],
          [0, { criterion: 'depth', order: 'BA', sample: 10 }],
          [0, { criterion: 'tone', response: 'A' }],
          [0, { criterion: 'tone', response: 'B' }],
          [2, { criterion: 'depth', order: 'AB' }],
          [10, { criterion: 'depth', order: 'AB' }],
        ]
        const judgments = asks.map(([position, verdict]) => sampleJudgment(position, { verdict }))
        for (const place of [5, 0, 7, 3, 1, 6, 4, 2]) await store.append('r1', [judgments[place]!])
        expect(await all(store.verdicts('r1'))).toEqual(judgments.map(({ verdict }) => verdict))
      })

      it('are the latest revision of each ask', async () => {
        const first = sampleJudgment(0, { verdict: { label: none('failed') } })
        const again = sampleJudgment(0, { verdict: { revision: 1 } })
        const other = sampleJudgment(0, { verdict: { order: 'BA' } })
        await store.append('r1', [first, other])
        await store.append('r1', [again])
        expect(await all(store.verdicts('r1'))).toEqual([again.verdict, other.verdict])
      })

      it('are never changed: a revision that is there already is refused', async () => {
        const kept = sampleJudgment(0)
        const twice = sampleJudgment(0, { verdict: { label: { kind: 'preference', winner: 'B' } } })
        await store.append('r1', [kept])
        await expect(store.append('r1', [twice])).rejects.toMatchObject({ code: 'run/already-answered' })
        expect(await all(store.verdicts('r1'))).toEqual([kept.verdict])
      })

      it('are appended all or none', async () => {
        await store.append('r1', [sampleJudgment(1)])
        await expect(store.append('r1', [sampleJudgment(0), sampleJudgment(1)])).rejects.toThrow()
        await expect(store.append('r1', [sampleJudgment(2), sampleJudgment(2)])).rejects.toThrow()
        expect((await all(store.verdicts('r1'))).map(({ item }) => item)).toEqual(['i1'])
        expect((await all(store.items('r1'))).map(({ id }) => id)).toEqual(['i1'])
      })

      it('of one run are not those of another', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.append('r1', [sampleJudgment(0)])
        await store.append('r2', [sampleJudgment(0, { verdict: { label: none('refused') } })])
        expect((await all(store.verdicts('r1'))).map(({ label }) => label.kind)).toEqual(['preference'])
        expect((await all(store.verdicts('r2'))).map(({ label }) => label.kind)).toEqual(['none'])
      })

      it('can be read while others are added', async () => {
        const count = 1200
        await store.append('r1', many(count))
        const read: string[] = []
        for await (const { item } of store.verdicts('r1')) {
          if (read.push(item) % 100 === 0) await store.append('r1', [sampleJudgment(2 * count + read.length)])
        }
        expect(read.slice(0, count)).toEqual(many(count).map(({ item }) => item.id))
        expect(new Set(read).size).toBe(read.length)
      })

      it('can be left halfway', async () => {
        await store.append('r1', many(3))
        for await (const _ of store.verdicts('r1')) break
        expect(await all(store.verdicts('r1'))).toHaveLength(3)
      })

      it('are none where nothing was appended', async () => {
        await store.append('r1', [])
        expect(await all(store.verdicts('r1'))).toEqual([])
      })
    })

    describe('what was answered', () => {
      it('is known by the ask', async () => {
        const judgment = sampleJudgment(0, { verdict: { order: 'BA', sample: 3 } })
        await store.append('r1', [judgment])
        const id = askId(judgment.verdict)
        const others = [{ order: undefined }, { sample: 0 }, { criterion: 'tone' }, { response: 'A' }]
        expect(
          await store.answered('r1', [
            id,
            ...others.map((other) => askId({ ...judgment.verdict, ...other })),
          ]),
        ).toEqual(new Map([[id, { itemHash: judgment.itemHash, revision: 0 }]]))
      })

      it('says why there is no label', async () => {
        const judgment = sampleJudgment(0, { verdict: { label: none('truncated') } })
        await store.append('r1', [judgment])
        expect([...(await store.answered('r1', [askId(judgment.verdict)])).values()]).toEqual([
          { itemHash: judgment.itemHash, revision: 0, none: 'truncated' },
        ])
      })

      it('is the latest revision, with the item that it was about', async () => {
        const changed = sampleJudgment(0, { item: { instruction: 'Changed.' }, verdict: { revision: 1 } })
        const before = sampleJudgment(0, { verdict: { order: 'BA' } })
        await store.append('r1', [sampleJudgment(0), before])
        await store.append('r1', [changed])
        expect(await store.answered('r1', [askId(changed.verdict), askId(before.verdict)])).toEqual(
          new Map([
            [askId(changed.verdict), { itemHash: changed.itemHash, revision: 1 }],
            [askId(before.verdict), { itemHash: before.itemHash, revision: 0 }],
          ]),
        )
      })

      it('is of one run only', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.append('r1', [sampleJudgment(0)])
        expect(await store.answered('r2', [askId(sampleJudgment(0).verdict)])).toEqual(new Map())
      })
    })

    describe('cached answers', () => {
      const answer = { text: 'Verdict: A', finish: 'stop' } as const
      const later = { text: 'Verdict: B', finish: 'length', cost: 0.25 } as const

      it('are found by the key, whichever run got them', async () => {
        await store.append('r1', [sampleJudgment(0, { verdict: { answer } })])
        const { key } = sampleJudgment(0).verdict
        expect(await store.cachedAnswer(key)).toStrictEqual(answer)
        expect(await store.cachedAnswer(sampleJudgment(1).verdict.key)).toBeUndefined()
      })

      it('are the newest', async () => {
        const { key } = sampleJudgment(0).verdict
        await store.append('r1', [
          sampleJudgment(0, { verdict: { answer, key } }),
          sampleJudgment(1, { verdict: { answer: later, key } }),
        ])
        expect(await store.cachedAnswer(key)).toStrictEqual(later)
      })

      it('are never a failure', async () => {
        const { verdict, ...rest } = sampleJudgment(0, { verdict: { label: none('failed') } })
        const { answer: _, ...failed } = verdict
        await store.append('r1', [{ ...rest, verdict: failed }])
        expect(await store.cachedAnswer(verdict.key)).toBeUndefined()
        await store.append('r1', [sampleJudgment(0, { verdict: { answer, revision: 1 } })])
        await store.append('r1', [{ ...rest, verdict: { ...failed, revision: 2 } }])
        expect(await store.cachedAnswer(verdict.key)).toStrictEqual(answer)
      })

      it('are a step’s where no verdict has the key', async () => {
        const step = {
          name: 'questions',
          key: 'a'.repeat(64),
          answer,
          cached: false,
          at: '2026-01-01T00:00:00.000Z',
        }
        await store.keepStep('r1', step)
        expect(await store.cachedAnswer(step.key)).toStrictEqual(answer)
      })

      it('come back with a verdict of their own when they are used', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.append('r1', [sampleJudgment(0, { verdict: { answer: later } })])
        const used = sampleJudgment(0, { verdict: { answer: later, cached: true } })
        await store.append('r2', [used])
        expect(await all(store.verdicts('r2'))).toStrictEqual([used.verdict])
      })
    })

    describe('counts', () => {
      it('has one entry a criterion, order and label, by latest revision', async () => {
        const score = (value: number): Label => ({ kind: 'score', value })
        const winner = (winner: string | null): Label => ({ kind: 'preference', winner })
        const labels: [number, Partial<Verdict>][] = [
          [0, { order: 'AB', label: winner('A') }],
          [1, { order: 'AB', label: winner('A') }],
          [2, { order: 'AB', label: none('failed') }],
          [0, { order: 'BA', label: winner('gpt') }],
          [1, { order: 'BA', label: winner(null) }],
          [2, { order: 'BA', label: none('unparsed') }],
          [0, { criterion: 'depth', label: score(4) }],
          [1, { criterion: 'depth', label: score(4.5) }],
          [2, { criterion: 'depth', label: { kind: 'category', value: 'good' } }],
          [2, { order: 'AB', label: winner('A'), revision: 1 }],
        ]
        await store.append(
          'r1',
          labels.map(([position, verdict]) => sampleJudgment(position, { verdict })),
        )
        expect(await store.countLabels('r1')).toEqual([
          { criterion: 'depth', order: '', label: '4', n: 1 },
          { criterion: 'depth', order: '', label: '4.5', n: 1 },
          { criterion: 'depth', order: '', label: 'good', n: 1 },
          { criterion: 'helpfulness', order: 'AB', label: 'A', n: 3 },
          { criterion: 'helpfulness', order: 'BA', label: 'gpt', n: 1 },
          { criterion: 'helpfulness', order: 'BA', label: 'none:unparsed', n: 1 },
          { criterion: 'helpfulness', order: 'BA', label: 'tie', n: 1 },
        ])
      })

      it('adds up what was used, and not what came from the cache', async () => {
        const answer = {
          text: 'Verdict: A',
          finish: 'stop',
          usage: { prompt: 100, cached: 60, completion: 10 },
          cost: 0.5,
        } as const
        await store.append('r1', [
          sampleJudgment(0, { verdict: { answer } }),
          sampleJudgment(0, { verdict: { answer: { ...answer, cost: 0.25 }, revision: 1 } }),
          sampleJudgment(1, { verdict: { answer: { text: '', finish: 'stop' } } }),
          sampleJudgment(1, { verdict: { answer, cached: true, order: 'BA' } }),
        ])
        expect(await store.totals('r1')).toEqual({
          items: 2,
          verdicts: 3,
          cached: 1,
          steps: 0,
          promptTokens: 200,
          cachedTokens: 120,
          completionTokens: 20,
          cost: 0.75,
        })
      })

      it('cost nothing where all came from the cache, and are unknown where nothing had a price', async () => {
        const answer = { text: 'Verdict: A', finish: 'stop', cost: 0.5 } as const
        await store.append('r1', [sampleJudgment(0)])
        expect((await store.totals('r1')).cost).toBeNull()
        await store.append('r1', [sampleJudgment(1, { verdict: { answer, cached: true } })])
        expect((await store.totals('r1')).cost).toBe(0)
      })

      it('are 0 where nothing was appended', async () => {
        expect(await store.countLabels('r1')).toEqual([])
        expect(await store.totals('r1')).toEqual({
          items: 0,
          verdicts: 0,
          cached: 0,
          steps: 0,
          promptTokens: 0,
          cachedTokens: 0,
          completionTokens: 0,
          cost: null,
        })
      })
    })

    describe('steps before a verdict', () => {
      const step = (key: string, cost: number, cached = false) => ({
        name: 'questions',
        key: key.repeat(64),
        answer: {
          text: `answer ${key}`,
          finish: 'stop' as const,
          cost,
          usage: { prompt: 10, completion: 5 },
        },
        cached,
        at: '2026-01-01T00:00:00.000Z',
      })

      it('are found by run and key', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.keepStep('r1', step('a', 1))
        expect(await store.stepAnswer('r1', 'a'.repeat(64))).toStrictEqual(step('a', 1).answer)
        expect(await store.stepAnswer('r1', 'b'.repeat(64))).toBeUndefined()
        expect(await store.stepAnswer('r2', 'a'.repeat(64))).toBeUndefined()
      })

      it('keep the first answer of a key', async () => {
        await store.keepStep('r1', step('a', 1))
        await store.keepStep('r1', { ...step('a', 1), answer: { text: 'another', finish: 'stop' } })
        expect(await store.stepAnswer('r1', 'a'.repeat(64))).toStrictEqual(step('a', 1).answer)
      })

      it('count with what a run used, but for what came from the cache', async () => {
        await store.append('r1', [
          sampleJudgment(0, { verdict: { answer: { text: 'x', finish: 'stop', cost: 0.5 } } }),
        ])
        await store.keepStep('r1', step('a', 1))
        await store.keepStep('r1', step('b', 2, true))
        expect(await store.totals('r1')).toMatchObject({
          verdicts: 1,
          steps: 2,
          promptTokens: 10,
          completionTokens: 5,
          cost: 1.5,
        })
      })

      it('stand with their verdict by name and key, beside scores of several responses', async () => {
        const steps = [{ name: 'questions', key: 'a'.repeat(64) }]
        const judgment = sampleJudgment(0, { verdict: { steps, scores: { A: 7.5, B: 3 } } })
        await store.append('r1', [judgment])
        for await (const verdict of store.verdicts('r1')) expect(verdict).toEqual(judgment.verdict)
      })

      it('need a run', async () => {
        await expect(store.keepStep('r9', step('a', 1))).rejects.toMatchObject({ code: 'run/missing' })
        await expect(store.stepAnswer('r9', 'a')).rejects.toMatchObject({ code: 'run/missing' })
      })
    })

    describe('items', () => {
      it('come back as they were', async () => {
        const judgment = sampleJudgment(0, {
          item: {
            input: '1 + 1',
            turns: [{ role: 'user', content: '안녕하세요' }],
            images: [{ path: 'a.png' }],
            responses: [
              { id: 'A', writer: 'gpt', text: 'two', turns: [{ role: 'assistant', content: 'two' }] },
            ],
            criteria: ['depth', 'tone'],
            language: 'ko',
            metadata: { level: 3, tags: ['x', null], nested: { __proto__: null, deep: true } },
          },
        })
        await store.append('r1', [judgment])
        expect(await store.item('r1', 'i0')).toEqual(judgment.item)
        expect(await store.item('r1', 'i1')).toBeUndefined()
      })

      it('come once each, in the order in which they were read', async () => {
        const judgments = [7, 0, 3, 12].map((position) => sampleJudgment(position))
        await store.append('r1', judgments)
        await store.append('r1', [sampleJudgment(3, { verdict: { order: 'BA' } })])
        expect((await all(store.items('r1'))).map(({ id }) => id)).toEqual(['i0', 'i3', 'i7', 'i12'])
      })

      it('come all, where there are many', async () => {
        await store.append('r1', many(1200))
        expect((await all(store.items('r1'))).map(({ id }) => id)).toEqual(
          many(1200).map(({ item }) => item.id),
        )
      })

      it('are what they were last, where they stood last', async () => {
        const moved = sampleJudgment(0, { item: { instruction: 'Changed.' }, verdict: { revision: 1 } })
        await store.append('r1', [sampleJudgment(0), sampleJudgment(1)])
        await store.append('r1', [{ ...moved, position: 5 }])
        expect((await all(store.items('r1'))).map(({ instruction }) => instruction)).toEqual([
          'Name a number below 2.',
          'Changed.',
        ])
        expect((await all(store.verdicts('r1'))).map(({ item }) => item)).toEqual(['i1', 'i0'])
      })

      it('may stand in one place, after a file changed', async () => {
        await store.append('r1', [sampleJudgment(1), sampleJudgment(2)])
        await store.append('r1', [{ ...sampleJudgment(3), position: 1 }])
        expect((await all(store.verdicts('r1'))).map(({ item }) => item)).toEqual(['i1', 'i3', 'i2'])
      })
    })

    describe('ratings', () => {
      const rating: Rating = { item: 'i0', annotator: 'kim', label: { kind: 'score', value: 4 } }

      it('come back as they were, in the order in which they were added', async () => {
        const ratings = Object.values(everyLabel).flatMap((label, sample): Rating[] => [
          { item: 'i1', annotator: 'kim', label, sample },
          {
            item: 'i0',
            annotator: 'lee',
            label,
            response: 'A',
            criterion: 'depth',
            order: 'BA',
            sample,
            round: 1,
            revision: 2,
            at: '2026-03-01T00:00:00.000Z',
            guideline: '3f9a00000000',
            reason: '좋아요',
            group: 'experts',
            metadata: { seconds: 12, note: null },
          },
        ])
        await store.addRatings('r1', ratings)
        expect(await all(store.ratings('r1'))).toStrictEqual(ratings)
      })

      it('are kept once, however often the same is added', async () => {
        await store.addRatings('r1', [rating, rating])
        await store.addRatings('r1', [{ ...rating, sample: 0, reason: 'again' }])
        expect(await all(store.ratings('r1'))).toStrictEqual([rating])
      })

      it('are never changed: another label for the same is refused, with all that came with it', async () => {
        await store.addRatings('r1', [rating])
        const other: Rating = { ...rating, item: 'i1' }
        const changed: Rating = { ...rating, label: { kind: 'score', value: 5 } }
        await expect(store.addRatings('r1', [other, changed])).rejects.toMatchObject({
          code: 'run/rating-differs',
        })
        expect(await all(store.ratings('r1'))).toEqual([rating])
      })

      it('may be revised', async () => {
        const revised: Rating = { ...rating, label: { kind: 'score', value: 5 }, revision: 1 }
        await store.addRatings('r1', [rating, revised])
        expect(await all(store.ratings('r1'))).toEqual([rating, revised])
      })

      it('come all, where there are many', async () => {
        const ratings = many(1200).map(({ item }): Rating => ({ ...rating, item: item.id }))
        await store.addRatings('r1', ratings)
        expect(await all(store.ratings('r1'))).toEqual(ratings)
      })

      it('of one run are not those of another', async () => {
        await store.createRun(sampleRun({ name: 'r2' }))
        await store.addRatings('r1', [rating])
        expect(await all(store.ratings('r2'))).toEqual([])
      })
    })

    describe('hostile text', () => {
      it.each(hostile)('keeps %j as it was, wherever it stands', async (text) => {
        const judgment = sampleJudgment(0, {
          item: { id: text, instruction: text, metadata: { [text]: text } },
          verdict: {
            criterion: text,
            response: text,
            label: { kind: 'category', value: text },
            answer: { text, finish: 'stop', model: text, choices: { [text]: -1 } },
            reason: text,
          },
        })
        const rating: Rating = { item: text, annotator: text, label: { kind: 'preference', winner: text } }
        await store.createRun(sampleRun({ name: text, source: text }))
        await store.append(text, [judgment])
        await store.addRatings(text, [rating])

        const id = askId(judgment.verdict)
        expect(await store.run(text)).toEqual(sampleRun({ name: text, source: text }))
        expect(await all(store.verdicts(text))).toEqual([judgment.verdict])
        expect(await store.item(text, text)).toEqual(judgment.item)
        expect([...(await store.answered(text, [id])).keys()]).toEqual([id])
        expect(await store.cachedAnswer(judgment.verdict.key)).toEqual(judgment.verdict.answer)
        expect(await store.countLabels(text)).toEqual([{ criterion: text, order: '', label: text, n: 1 }])
        expect(await all(store.ratings(text))).toEqual([rating])
      })

      it('keeps an answer of 10 MB', async () => {
        const text = '심판 '.repeat(1_500_000)
        await store.append('r1', [sampleJudgment(0, { verdict: { answer: { text, finish: 'length' } } })])
        const [verdict] = await all(store.verdicts('r1'))
        expect(verdict?.answer?.text === text).toBe(true)
      })

      it('keeps any UTF-16, in whatever batches it comes', async () => {
        let runs = 0
        const anything = fc.string({
          unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
        })
        const batches = fc.array(fc.array(anything, { maxLength: 4 }), { maxLength: 4 })
        await fc.assert(
          fc.asyncProperty(batches, async (batches) => {
            const run = `property ${runs++}`
            await store.createRun(sampleRun({ name: run }))
            const appended: Judgment[] = []
            for (const texts of batches) {
              const batch = texts.map((text, i) =>
                sampleJudgment(appended.length + i, {
                  verdict: { reason: text, answer: { text, finish: 'stop' }, criterion: `c${text}` },
                }),
              )
              await store.append(run, batch)
              appended.push(...batch)
            }
            expect(await all(store.verdicts(run))).toStrictEqual(appended.map(({ verdict }) => verdict))
          }),
          { numRuns: 40, seed: 7 },
        )
      })
    })
  })
}

const everyLabel: Readonly<Record<string, Label>> = {
  score: { kind: 'score', value: 4.25, distribution: { 1: 0.25, 5: 0.75 } },
  whole: { kind: 'score', value: -3 },
  zero: { kind: 'score', value: 0 },
  preference: { kind: 'preference', winner: 'B', probabilities: { A: 0.1, B: 0.7, tie: 0.2 } },
  tie: { kind: 'preference', winner: null },
  number: { kind: 'preference', winner: '007' },
  category: { kind: 'category', value: 'good', distribution: { good: 1 } },
  digits: { kind: 'category', value: '1e3' },
  empty: { kind: 'category', value: '' },
  unparsed: none('unparsed'),
  failed: none('failed'),
}

/** A verdict with everything that a verdict may have. */
const full: Partial<Verdict> = {
  order: 'BA',
  response: 'gpt',
  sample: 2,
  mode: 'logprobs',
  answer: {
    text: 'Because.\n판정: 나',
    finish: 'length',
    choices: { A: -0.125, B: -Infinity, 10: -3 },
    usage: { prompt: 560, cached: 500, completion: 0 },
    milliseconds: 1750.5,
    cost: 0.000012,
    model: 'smollm2-135m@2f1c',
  },
  reason: '이유',
  entropy: 0.875,
  offChoices: 0.001,
}

const hostile = [
  `O'Brien"; DROP TABLE runs; --`,
  'line\nline\r\n\ttab',
  '\0',
  'NUL \0 inside',
  '\ud800',
  'half \udc00 of a pair',
  '한국어 심판 👩‍⚖️',
  '\u001b]0;title\u0007\u001b[2J',
  '=HYPERLINK("http://example.org")',
  '<script>alert(1)</script>',
  '__proto__',
  'tie ',
  '\ufeff\u202e',
]

const many = (count: number): Judgment[] => Array.from({ length: count }, (_, i) => sampleJudgment(i))

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of source) values.push(value)
  return values
}
