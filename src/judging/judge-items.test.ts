import { describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import { itemHash, parseItem, type Item } from '../domain/item.ts'
import type { RubricData } from '../domain/rubric.ts'
import type { Ask, Verdict } from '../domain/verdict.ts'
import { pairwise } from '../protocols/pairwise.ts'
import { pointwise } from '../protocols/pointwise.ts'
import type { Protocol } from '../protocols/protocol.ts'
import { ProviderError, type Provider } from '../providers/provider.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { judgeSpec, type Judge } from './judge.ts'
import { judgeItems, type Judging, type Outcome } from './judge-items.ts'
import { startRun } from './start-run.ts'

const rubric: RubricData = {
  name: 'helpfulness',
  criterion: 'It helps.',
  translations: { ko: { criterion: '도움이 된다.' } },
}
const depth: RubricData = { name: 'depth', criterion: 'It goes deep.' }

const judgeOf = (protocol: Protocol, fields: Partial<Judge> = {}): Judge => ({
  name: protocol.id,
  protocol,
  rubrics: [rubric],
  knownRubrics: new Map([rubric, depth].map((data) => [data.name, data])),
  model: 'fake',
  mode: 'text',
  decoding: { temperature: 0, maxTokens: 100 },
  language: 'auto',
  samples: 1,
  ...fields,
})
const pairJudge = judgeOf(pairwise({ orders: 'both', tie: true, reference: true, seed: 0 }))
const pointJudge = judgeOf(pointwise({ reference: true }))

const itemOf = (fields: object): Item => {
  const parsed = parseItem({ instruction: 'Q', ...fields })
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems))
  return parsed.value
}
const pairs = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    itemOf({ id: `p${i}`, instruction: `Q${i}`, response_a: 'x', response_b: 'y' }),
  )

/** A model that says what it is told, and remembers what it was asked. */
function model(say: (ask: Ask, n: number) => string | Error = () => 'Verdict: A') {
  const asked: string[] = []
  const provider: Provider = {
    model: 'fake',
    modes: ['text'],
    defaultMode: 'text',
    images: false,
    async generate({ ask }): Promise<Answer> {
      asked.push(`${ask.item.id}${ask.order ?? ''}${ask.response ?? ''}`)
      const said = say(ask, asked.length)
      if (said instanceof Error) throw said
      return { text: said, finish: 'stop', usage: { prompt: 10, completion: 2 } }
    },
  }
  return { provider, asked }
}

async function run(store: Store, fields: Partial<Judging> & Pick<Judging, 'items' | 'provider'>, name = 'r') {
  const judge = fields.judge ?? pairJudge
  await startRun(store, {
    name,
    spec: judgeSpec(judge),
    source: 'f',
    extend: false,
    version: '0',
    at: '2026-01-01T00:00:00.000Z',
  })
  const outcomes: Outcome[] = []
  const go = async () => {
    for await (const outcome of judgeItems({
      judge,
      store,
      run: name,
      width: 4,
      cache: true,
      now: () => 0,
      signal: new AbortController().signal,
      ...fields,
    })) {
      outcomes.push(outcome)
    }
  }
  const error: unknown = await go().then(
    () => undefined,
    (error: unknown) => error,
  )
  return {
    outcomes,
    error,
    verdicts: outcomes.flatMap((outcome) => (outcome.kind === 'judged' ? [outcome.verdict] : [])),
  }
}
const stored = (store: Store, name = 'r'): Promise<Verdict[]> => Array.fromAsync(store.verdicts(name))

describe('judging', () => {
  it('puts every ask once and keeps its verdict with what was answered', async () => {
    const store = memoryStore()
    const { provider, asked } = model()
    const { verdicts } = await run(store, { items: pairs(3), provider })
    expect(asked.sort()).toEqual(['p0AB', 'p0BA', 'p1AB', 'p1BA', 'p2AB', 'p2BA'])
    expect(await stored(store)).toHaveLength(6)
    expect(verdicts.find(({ item, order }) => item === 'p0' && order === 'BA')).toMatchObject({
      label: { kind: 'preference', winner: 'B' },
      answer: { text: 'Verdict: A' },
      cached: false,
      mode: 'text',
    })
  })

  it('gives a verdict only when it is in the store', async () => {
    const store = memoryStore()
    const { provider } = model()
    await startRun(store, {
      name: 'r',
      spec: judgeSpec(pairJudge),
      source: 'f',
      extend: false,
      version: '0',
      at: '',
    })
    let seen = 0
    for await (const _ of judgeItems({
      judge: pairJudge,
      store,
      run: 'r',
      items: pairs(20),
      provider,
      width: 3,
      cache: true,
      now: () => 0,
      signal: new AbortController().signal,
    })) {
      seen++
      expect((await stored(store)).length).toBeGreaterThanOrEqual(seen)
    }
  })

  it('asks one question a criterion of the item, else of the judge', async () => {
    const { provider } = model(() => 'Score: 3')
    const items = [
      itemOf({ id: '1', response: 'x', criterion: ['helpfulness', 'depth'] }),
      itemOf({ id: '2', response: 'x' }),
    ]
    const { verdicts } = await run(memoryStore(), { items, provider, judge: pointJudge })
    expect(verdicts.map(({ item, criterion }) => `${item} ${criterion}`).sort()).toEqual([
      '1 depth',
      '1 helpfulness',
      '2 helpfulness',
    ])
  })

  it("goes by an item's own rubric", async () => {
    const { provider } = model(() => 'Score: 9')
    const own = { name: 'own', criterion: 'Mine.', scale: '0-10' }
    const { verdicts } = await run(memoryStore(), {
      items: [itemOf({ id: '1', response: 'x', rubric: own })],
      provider,
      judge: pointJudge,
    })
    expect(verdicts[0]).toMatchObject({ criterion: 'own', label: { value: 9 } })
  })

  it('stops at a rubric that is not known, naming it', async () => {
    const { provider } = model()
    const { error } = await run(memoryStore(), {
      items: [itemOf({ id: '1', response: 'x', criterion: 'wit' })],
      provider,
      judge: pointJudge,
    })
    expect(error).toMatchObject({ code: 'judging/no-such-rubric', message: expect.stringContaining('"wit"') })
  })

  it('repeats each ask for samples, which the cache keeps apart', async () => {
    const { provider, asked } = model(() => 'Score: 3')
    const judge = judgeOf(pointwise({ reference: true }), { samples: 3 })
    const { verdicts } = await run(memoryStore(), {
      items: [itemOf({ id: '1', response: 'x' })],
      provider,
      judge,
    })
    expect(verdicts.map(({ sample }) => sample).sort()).toEqual([0, 1, 2])
    expect(new Set(verdicts.map(({ key }) => key)).size).toBe(3)
    expect(asked).toHaveLength(3)
  })

  it('draws each sample from a seed of its own', async () => {
    const seeds: (number | undefined)[] = []
    const { provider } = model(() => 'Score: 3')
    const seen: Provider = {
      ...provider,
      generate: (request, signal) => {
        seeds.push(request.decoding.seed)
        return provider.generate(request, signal)
      },
    }
    const judge = judgeOf(pointwise({ reference: true }), {
      samples: 3,
      decoding: { temperature: 1, maxTokens: 9, seed: 7 },
    })
    await run(memoryStore(), { items: [itemOf({ id: '1', response: 'x' })], provider: seen, judge })
    expect(seeds.sort()).toEqual([7, 8, 9])
  })

  it('puts asks that share a prefix one after another where the provider wants that', async () => {
    const { provider, asked } = model()
    const items = pairs(6).map((item, i) => ({ ...item, language: i % 2 ? 'ko' : 'en' }))
    await run(memoryStore(), { items, provider: { ...provider, ordered: true, concurrency: 1 } })
    expect(asked.map((id) => Number(id[1]) % 2)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  })

  it('reads items no faster than it judges them', async () => {
    let read = 0
    const items = (function* () {
      for (const item of pairs(5000)) {
        read++
        yield item
      }
    })()
    const stop = new AbortController()
    const { provider } = model((_, n) => {
      if (n === 10) stop.abort(new Error('stop'))
      return 'Verdict: A'
    })
    await run(memoryStore(), { items, provider, signal: stop.signal })
    expect(read).toBeLessThan(600)
  })
})

describe('an answer that is no verdict', () => {
  it('is a none label with its reason and the words that were said', async () => {
    const { provider } = model(() => 'Hard to say.')
    const { verdicts } = await run(memoryStore(), { items: pairs(1), provider })
    expect(verdicts[0]).toMatchObject({
      label: { kind: 'none', why: 'unparsed' },
      answer: { text: 'Hard to say.' },
    })
  })

  it('is failed where the call gave none, with what went wrong', async () => {
    const { provider } = model(({ order }) =>
      order === 'AB' ? new ProviderError('item', { message: 'too long' }) : 'Verdict: A',
    )
    const { verdicts } = await run(memoryStore(), { items: pairs(1), provider })
    const failed = verdicts.find(({ order }) => order === 'AB')!
    expect(failed).toMatchObject({ label: { kind: 'none', why: 'failed' }, reason: 'too long' })
    expect(failed.answer).toBeUndefined()
  })

  it('does not stop the run while failures are few', async () => {
    const { provider } = model((_, n) =>
      n % 20 === 0 ? new ProviderError('again', { message: '500' }) : 'Verdict: A',
    )
    const { error, verdicts } = await run(memoryStore(), { items: pairs(100), provider, maxFailures: 5 })
    expect(error).toBeUndefined()
    expect(verdicts).toHaveLength(200)
  })

  it('stops it when they are many, saying how to go on, and keeps the rest', async () => {
    const store = memoryStore()
    const { provider } = model((_, n) =>
      n > 10 ? new ProviderError('again', { message: 'connection refused' }) : 'Verdict: A',
    )
    const { error } = await run(store, { items: pairs(100), provider, maxFailures: 5 })
    expect(error).toMatchObject({
      code: 'judging/too-many-failures',
      message: expect.stringContaining('connection refused'),
      remedy: expect.stringContaining('--retry-failed'),
    })
    expect((await stored(store)).filter(({ label }) => label.kind === 'preference')).toHaveLength(10)
  })

  it('stops the run at once where no ask can be answered', async () => {
    const { provider, asked } = model(
      () => new ProviderError('stop', { message: 'no key', code: 'provider/no-key', remedy: 'Set it.' }),
    )
    const { error } = await run(memoryStore(), { items: pairs(100), provider, width: 1 })
    expect(error).toMatchObject({ code: 'provider/no-key', remedy: 'Set it.' })
    expect(asked.length).toBeLessThan(4)
  })
})

describe('going on with a run', () => {
  it('puts no answered ask again', async () => {
    const store = memoryStore()
    const first = model((_, n) => (n > 7 ? new ProviderError('stop', { message: 'gone' }) : 'Verdict: A'))
    await run(store, { items: pairs(10), provider: first.provider, width: 1 })
    const second = model()
    const { outcomes, verdicts } = await run(store, { items: pairs(10), provider: second.provider })
    expect(verdicts).toHaveLength(13)
    expect(second.asked).toHaveLength(13)
    expect(outcomes.find(({ kind }) => kind === 'resumed')).toEqual({ kind: 'resumed', asks: 7 })
    expect(await stored(store)).toHaveLength(20)
  })

  it('keeps how far it is, and passes over what is done', async () => {
    const store = memoryStore()
    await run(store, { items: pairs(5), provider: model().provider })
    const done = (await store.run('r'))!.done!
    expect(done).toEqual({ items: 5, asks: 10 })

    const { provider, asked } = model()
    const { outcomes } = await run(store, { items: pairs(6).slice(5), done, provider })
    expect(outcomes[0]).toEqual({ kind: 'resumed', asks: 10 })
    expect(asked).toEqual(['p5AB', 'p5BA'])
    expect((await stored(store)).at(-1)?.item).toBe('p5')
    expect((await store.run('r'))?.done).toEqual({ items: 6, asks: 12 })
  })

  it('is not past an item before its last answer, nor past one that is left out', async () => {
    const store = memoryStore()
    const { provider } = model(({ item, order }) =>
      item.id === 'p2' && order === 'BA' ? new ProviderError('stop', { message: 'no key' }) : 'Verdict: A',
    )
    await run(store, { items: pairs(4), provider, width: 1 })
    expect((await store.run('r'))?.done).toEqual({ items: 2, asks: 4 })

    const single = itemOf({ id: 'one', response: 'x' })
    await run(store, { items: [single, ...pairs(4)], provider: model().provider, skipBad: true }, 's')
    expect(await store.run('s')).not.toHaveProperty('done')
  })

  it('puts failed asks again only when told to, as a later revision', async () => {
    const store = memoryStore()
    const first = model(({ order }) =>
      order === 'AB' ? new ProviderError('item', { message: 'x' }) : 'Verdict: A',
    )
    await run(store, { items: pairs(2), provider: first.provider })
    const second = model()
    expect((await run(store, { items: pairs(2), provider: second.provider })).verdicts).toEqual([])
    const third = model()
    const { verdicts } = await run(store, { items: pairs(2), provider: third.provider, retryFailed: true })
    expect(verdicts.map(({ order, revision }) => [order, revision])).toEqual([
      ['AB', 1],
      ['AB', 1],
    ])
    expect((await stored(store)).every(({ label }) => label.kind === 'preference')).toBe(true)
  })

  it('stops where an item has changed, and judges it again with extend', async () => {
    const store = memoryStore()
    const { provider } = model()
    await run(store, { items: pairs(2), provider })
    const changed = pairs(2).map((item, i) => (i === 1 ? { ...item, instruction: 'other' } : item))
    expect((await run(store, { items: changed, provider })).error).toMatchObject({ code: 'run/changed' })
    const { verdicts } = await run(store, { items: changed, provider, extend: true })
    expect(verdicts.map(({ item, revision }) => [item, revision])).toEqual([
      ['p1', 1],
      ['p1', 1],
    ])
  })

  it('goes on after a stop by its signal as if there had been none', async () => {
    const store = memoryStore()
    const stop = new AbortController()
    const first = model((_, n) => {
      if (n === 5) stop.abort(new Error('interrupted'))
      return 'Verdict: A'
    })
    const { error } = await run(store, {
      items: pairs(10),
      provider: first.provider,
      signal: stop.signal,
      width: 2,
    })
    expect(error).toMatchObject({ message: 'interrupted' })
    const second = model()
    await run(store, { items: pairs(10), provider: second.provider })
    expect(first.asked.length + second.asked.length).toBe(20)
    expect(await stored(store)).toHaveLength(20)
  })
})

describe('the cache', () => {
  it('answers the same ask of another run, and says so', async () => {
    const store = memoryStore()
    const { provider, asked } = model()
    await run(store, { items: pairs(3), provider }, 'one')
    const { verdicts } = await run(store, { items: pairs(3), provider }, 'two')
    expect(asked).toHaveLength(6)
    expect(verdicts.every(({ cached }) => cached)).toBe(true)
  })
  it('is not looked at where it is turned off', async () => {
    const store = memoryStore()
    const { provider, asked } = model()
    await run(store, { items: pairs(3), provider }, 'one')
    await run(store, { items: pairs(3), provider, cache: false }, 'two')
    expect(asked).toHaveLength(12)
  })
  it('never takes a failure for an answer', async () => {
    const store = memoryStore()
    await run(
      store,
      { items: pairs(1), provider: model(() => new ProviderError('item', { message: 'x' })).provider },
      'one',
    )
    const { provider, asked } = model()
    await run(store, { items: pairs(1), provider }, 'two')
    expect(asked).toHaveLength(2)
  })
})

it('leaves out an item that cannot be asked about where it is told to, and says which', async () => {
  const items = [...pairs(1), itemOf({ id: 'lone', response: 'x' })]
  const { provider } = model()
  expect((await run(memoryStore(), { items, provider })).error).toMatchObject({
    code: 'protocol/needs-two-responses',
  })
  const { outcomes, verdicts } = await run(memoryStore(), { items, provider, skipBad: true })
  expect(outcomes).toContainEqual({
    kind: 'skipped',
    item: 'lone',
    error: expect.objectContaining({ code: 'protocol/needs-two-responses' }),
  })
  expect(verdicts).toHaveLength(2)
})

it('stores the hash of what was judged', async () => {
  const store = memoryStore()
  const [item] = pairs(1)
  await run(store, { items: [item!], provider: model().provider })
  const answered = await store.answered('r', [JSON.stringify(['p0', 'helpfulness', 'AB', '', 0])])
  expect([...answered.values()]).toEqual([
    expect.objectContaining({ itemHash: itemHash(item!), revision: 0 }),
  ])
})
