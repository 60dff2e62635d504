import { describe, expect, it } from 'vitest'
import { parseItem, type Item } from '../domain/item.ts'
import { pairwise } from '../protocols/pairwise.ts'
import type { ModelRequest } from '../providers/provider.ts'
import { scripted, type ScriptedAnswer } from '../providers/scripted.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { judgeSpec, type Judge } from './judge.ts'
import { startRun } from './start-run.ts'
import { tournamentField } from './tournament-field.ts'
import { judgeInRounds, type AdaptivePlan } from './tournament-rounds.ts'

const rubric = { name: 'helpfulness', criterion: 'It helps.' }
const judge: Judge = {
  name: 'pairwise',
  protocol: pairwise({ orders: 'both', tie: true, reference: true, seed: 0 }),
  rubrics: [rubric],
  knownRubrics: new Map([[rubric.name, rubric]]),
  model: 'fake',
  mode: 'text',
  decoding: { temperature: 0, maxTokens: 100 },
  language: 'en',
  samples: 1,
}
/** Systems whose names say how strong they are. */
const systems = ['s1', 's2', 's3', 's4', 's5']
const field = tournamentField(
  Array.from({ length: 30 }, (_, i): Item => {
    const responses = systems.map((writer) => ({ writer, text: writer }))
    const parsed = parseItem({ id: `q${i}`, instruction: `Q${i}`, responses })
    return (parsed as { value: Item }).value
  }),
)

/** Prefers the stronger, but not on every third item; both orders agree. */
const strong = ({ ask }: ModelRequest): string => {
  const [first, second] = ask.shown.map(({ id }) => Number(id.slice(1)))
  const isOdd = Number(/^q(\d+)/.exec(ask.item.id)![1]) % 3 === 0
  const isFirst = isOdd ? first! < second! : first! > second!
  return `Verdict: ${isFirst ? 'A' : 'B'}`
}

async function play(
  plan: Omit<AdaptivePlan, 'seed'>,
  {
    store = memoryStore(),
    say = strong,
    stopAfter = Number.POSITIVE_INFINITY,
  }: {
    store?: Store
    say?: (request: ModelRequest) => ScriptedAnswer
    stopAfter?: number
  } = {},
) {
  await startRun(store, {
    name: 'r',
    spec: judgeSpec(judge),
    source: 'f',
    extend: false,
    version: '0',
    at: '2026-01-01T00:00:00.000Z',
  })
  let [asked, resumed] = [0, 0]
  const judging = {
    judge,
    provider: scripted(say),
    store,
    run: 'r',
    items: [],
    width: 3,
    cache: false,
    now: () => 0,
    signal: new AbortController().signal,
  }
  for await (const outcome of judgeInRounds(judging, field, { seed: 1, ...plan })) {
    if (outcome.kind === 'resumed') resumed += outcome.asks
    if (outcome.kind === 'judged') asked++
    if (asked >= stopAfter) break
  }
  const verdicts = await Array.fromAsync(store.verdicts('r'))
  return { store, asked, resumed, games: [...new Set(verdicts.map(({ item }) => item))] }
}

describe('an adaptive tournament', () => {
  it('begins with a ring in which every system meets two others', async () => {
    const { games } = await play({ budget: 10 })
    const met = games.flatMap((id) => id.split('/')[1]!.split('~'))
    for (const system of systems) expect(met.filter((name) => name === system)).toHaveLength(2)
  })

  it('keeps to its budget of asks', async () => {
    const { asked, games } = await play({ budget: 61 })
    expect([asked, games.length]).toEqual([60, 30])
  })

  it('never asks a pair twice about one item, and spreads games over items', async () => {
    const { games } = await play({ budget: 120 })
    const items = games.map((id) => id.split('/')[0]!)
    for (const item of new Set(items)) expect(items.filter((other) => other === item)).toHaveLength(2)
  })

  it.each([1, 7, 23, 40])('that was stopped after %d asks goes on to the same choices', async (stopAfter) => {
    const whole = await play({ budget: 100 })
    const { store } = await play({ budget: 100 }, { stopAfter })
    const rest = await play({ budget: 100 }, { store })
    expect(new Set(rest.games)).toEqual(new Set(whole.games))
    expect(rest.asked + rest.resumed).toBe(100)
    expect(rest.resumed).toBeGreaterThanOrEqual(stopAfter)
  })

  it('goes on with a larger budget where a smaller one ended', async () => {
    const whole = await play({ budget: 100 })
    const { store } = await play({ budget: 42 })
    const rest = await play({ budget: 100 }, { store })
    expect([rest.resumed, rest.asked]).toEqual([42, 58])
    expect(rest.games).toEqual(whole.games)
  })

  it('stops where the order is sure enough', async () => {
    const { asked } = await play({ until: 0.9 })
    expect(asked).toBeLessThan((systems.length * 4 * 30) / 2)
    const surer = await play({ until: 0.99 })
    expect(surer.asked).toBeGreaterThan(asked)
  })

  it('plays less of what is plain: the first and the last seldom meet', async () => {
    const { games } = await play({ budget: 200 })
    const count = (pair: string) => games.filter((id) => id.endsWith(pair)).length
    const neighbours = ['s1~s2', 's2~s3', 's3~s4', 's4~s5'].map(count)
    expect(Math.min(...neighbours)).toBeGreaterThan(count('s1~s5'))
  })

  it('ends where every pair has met on every item, and counts no answer that cannot be read', async () => {
    const { games } = await play({ until: 0.999999 }, { say: () => 'I would rather not say.' })
    expect(games).toHaveLength(10 * 30)
  })

  it('stops where too much fails, however small its rounds', async () => {
    const error: unknown = await play({ budget: 600 }, { say: () => ({ error: 'item' }) }).catch(
      (e: unknown) => e,
    )
    expect(error).toMatchObject({ code: 'judging/too-many-failures' })
  })
})
