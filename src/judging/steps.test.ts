import { describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import { judgeFileSchema } from '../domain/judge-file.ts'
import type { Verdict } from '../domain/verdict.ts'
import { itemOf } from '../protocols/samples.ts'
import { templated, type TemplatedSettings } from '../protocols/templated.ts'
import type { ModelRequest, Provider } from '../providers/provider.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { judgeSpec, type Judge } from './judge.ts'
import { judgeItems, type Judging } from './judge-items.ts'
import { prepareSteps } from './prepare-steps.ts'
import { startRun } from './start-run.ts'

const rubric = { name: 'helpfulness', criterion: 'It helps.' }

const judgeOf = (fields: Record<string, unknown>, settings: Partial<TemplatedSettings> = {}): Judge => ({
  name: 'mine',
  protocol: templated(judgeFileSchema.parse({ name: 'mine', ...fields }), {
    reference: true,
    seed: 0,
    ...settings,
  }),
  rubrics: [rubric],
  knownRubrics: new Map([[rubric.name, rubric]]),
  model: 'fake',
  mode: 'text',
  decoding: { temperature: 0, maxTokens: 50, seed: 7 },
  language: 'en',
  samples: 1,
})

/** A model that says what it is told of the last message, and remembers every request. */
function model(say: (asked: string, n: number) => string) {
  const requests: ModelRequest[] = []
  const provider: Provider = {
    model: 'fake',
    modes: ['text'],
    defaultMode: 'text',
    images: false,
    async generate(request): Promise<Answer> {
      requests.push(request)
      return { text: say(request.prompt.messages.at(-1)!.content, requests.length), finish: 'stop' }
    },
  }
  return { provider, requests, asked: () => requests.map(({ prompt }) => prompt.messages.at(-1)!.content) }
}

async function run(
  judge: Judge,
  provider: Provider,
  fields: Partial<Judging> = {},
  store: Store = memoryStore(),
) {
  await startRun(store, {
    name: 'r',
    spec: judgeSpec(judge),
    source: 'f',
    extend: false,
    version: '0',
    at: '2026-01-01T00:00:00.000Z',
  })
  const verdicts: Verdict[] = []
  for await (const outcome of judgeItems({
    judge,
    provider,
    store,
    run: 'r',
    width: 4,
    cache: true,
    now: () => 0,
    signal: new AbortController().signal,
    items: [itemOf({ response_a: 'x', response_b: 'y' })],
    ...fields,
  })) {
    if (outcome.kind === 'judged') verdicts.push(outcome.verdict)
  }
  return { verdicts, store }
}

const patterns = { pick: 'last', patterns: { A: 'first', B: 'second' } }
const withStep = {
  protocol: 'pairwise',
  steps: [{ name: 'questions', template: { user: 'Ask about {instruction}' }, decoding: { maxTokens: 9 } }],
  template: { user: '{response_a}/{response_b}: {step_questions}' },
  reader: patterns,
}

describe('a step before the verdict', () => {
  it('is asked once for both orders, and its answer is shown', async () => {
    const { provider, asked, requests } = model((said) =>
      said.startsWith('Ask') ? ' What of it? ' : 'first',
    )
    const { verdicts } = await run(judgeOf(withStep), provider)
    expect(asked().sort()).toEqual(['Ask about Name a fruit.', 'x/y: What of it?', 'y/x: What of it?'])
    expect(requests[0]!.decoding.maxTokens).toBe(9)
    expect(verdicts.map(({ steps }) => steps?.map(({ name }) => name))).toEqual([
      ['questions'],
      ['questions'],
    ])
  })

  it('is kept, and not asked again when the run goes on', async () => {
    const store = memoryStore()
    const broken = model((said) => {
      if (said.startsWith('Ask')) return 'kept'
      throw new TypeError('killed')
    })
    await expect(run(judgeOf(withStep), broken.provider, { cache: false }, store)).rejects.toThrow('killed')
    const again = model(() => 'first')
    const { verdicts } = await run(judgeOf(withStep), again.provider, { cache: false }, store)
    expect(again.asked()).toEqual(expect.arrayContaining(['x/y: kept', 'y/x: kept']))
    expect(again.asked()).toHaveLength(2)
    const { key } = verdicts[0]!.steps![0]!
    expect(await store.stepAnswer('r', key)).toMatchObject({ text: 'kept' })
    expect((await store.totals('r')).steps).toBe(1)
  })
})

describe('what is asked once for all items', () => {
  const once = {
    protocol: 'pointwise',
    steps: [{ name: 'procedure', once: 'rubric', template: { user: 'Steps for {rubric}' } }],
    template: { user: '{step_procedure}|{response}' },
    reader: { pick: 'last', score: '(\\d)' },
  }
  const item = itemOf({ response: 'x' })

  it('is part of the signature: another answer is another judge', async () => {
    const judge = judgeOf(once)
    const prepare = (text: string) =>
      prepareSteps(judge, item, async () => ({ text, finish: 'stop' as const }))
    const [one, same, other] = [
      await prepare('1. Look.'),
      await prepare('1. Look.'),
      await prepare('1. Think.'),
    ]
    expect(one.protocol.settings.steps).toMatch(/^[0-9a-f]{12}$/)
    expect(same.protocol.settings).toEqual(one.protocol.settings)
    expect(other.protocol.settings.steps).not.toBe(one.protocol.settings.steps)
  })

  it('is not asked again by the run', async () => {
    const judge = await prepareSteps(judgeOf(once), item, async () => ({ text: '1. Look.', finish: 'stop' }))
    const { provider, asked } = model(() => '4')
    const { verdicts } = await run(judge, provider, { items: [item], cache: false })
    expect(asked()).toEqual(['1. Look.|x'])
    expect(verdicts[0]!.label).toMatchObject({ value: 4 })
  })

  it("shows no item's image", async () => {
    const pictured = { ...item, images: [{ data: 'iVBORw0KGgo=' }] }
    const prepared = new Map<string, object>()
    const judge = await prepareSteps(judgeOf(once), pictured, async ({ prompt, key }) => {
      prepared.set(key, prompt)
      return { text: '1. Look.', finish: 'stop' }
    })
    const { provider, asked } = model(() => '4')
    await run(judge, provider, { items: [pictured], cache: false, imageDigest: async () => 'digest' })
    expect([...prepared.values()]).toEqual([expect.not.objectContaining({ images: pictured.images })])
    expect(asked()).toEqual(['1. Look.|x'])
  })

  it('is nothing for a judge without such a step', async () => {
    const judge = judgeOf({ ...withStep })
    const pair = itemOf({ response_a: 'x', response_b: 'y' })
    expect(await prepareSteps(judge, pair, () => Promise.reject(new Error('asked')))).toBe(judge)
  })
})

describe('an answer that cannot be read', () => {
  const stubborn = {
    protocol: 'pairwise',
    orders: 'first',
    resample: 2,
    template: { user: 'Which?' },
    reader: patterns,
  }

  it('is asked for again, each time from another seed, and is kept', async () => {
    const { provider, requests } = model((_said, n) => (n < 3 ? 'hm' : 'second'))
    const { verdicts, store } = await run(judgeOf(stubborn), provider)
    expect(new Set(requests.map(({ decoding }) => decoding.seed)).size).toBe(3)
    expect(verdicts[0]).toMatchObject({
      label: { winner: 'B' },
      steps: [{ name: 'unread_1' }, { name: 'unread_2' }],
    })
    expect(await store.stepAnswer('r', verdicts[0]!.steps![0]!.key)).toMatchObject({ text: 'hm' })
  })

  it('is not asked for again when the run goes on, without a cache too', async () => {
    const store = memoryStore()
    const broken = model((_said, n) => {
      if (n === 1) return 'hm'
      throw new TypeError('killed')
    })
    await expect(run(judgeOf(stubborn), broken.provider, { cache: false }, store)).rejects.toThrow('killed')
    const again = model(() => 'second')
    const { verdicts } = await run(judgeOf(stubborn), again.provider, { cache: false }, store)
    expect(again.requests.map(({ decoding }) => decoding.seed)).toEqual([broken.requests[1]!.decoding.seed])
    expect(verdicts[0]).toMatchObject({ label: { winner: 'B' }, steps: [{ name: 'unread_1' }] })
  })

  it('is none when it was asked for often enough', async () => {
    const { provider, requests } = model(() => 'hm')
    const { verdicts } = await run(judgeOf(stubborn), provider)
    expect(requests).toHaveLength(3)
    expect(verdicts[0]!.label).toEqual({ kind: 'none', why: 'unparsed' })
  })
})

describe('a debate', () => {
  const debater = {
    protocol: templated(
      judgeFileSchema.parse({
        name: 'first-look',
        protocol: 'pairwise',
        template: { user: '{response_a}>{response_b}' },
        reader: patterns,
      }),
      { reference: true, seed: 0 },
    ),
    decoding: { maxTokens: 300 },
  }
  const fields = {
    protocol: 'pairwise',
    debate: { judge: 'first-look', rename: [['first', 'second']] },
    template: { user: 'Decide {response_a} or {response_b}: {explanation_1} / {explanation_2}' },
    reader: patterns,
  }
  const debate = judgeOf(fields, { debater })
  const winners = (verdicts: readonly Verdict[]) =>
    verdicts.map(({ label }) => (label.kind === 'preference' ? label.winner : label.kind))

  it('is settled where both orders prefer the same response: nobody is asked to decide', async () => {
    const { provider, asked, requests } = model((said) => (said.startsWith('x') ? 'the first' : 'the second'))
    const { verdicts } = await run(debate, provider)
    expect(asked().sort()).toEqual(['x>y', 'y>x'])
    expect(winners(verdicts)).toEqual(['A', 'A'])
    expect(requests[0]!.decoding.maxTokens).toBe(300)
  })

  it('holds the answer by which it was settled, whatever steps come before', async () => {
    const { provider, asked } = model((said) =>
      said.startsWith('Ask') ? 'what of it' : said.startsWith('x') ? 'the first' : 'the second',
    )
    const { verdicts } = await run(judgeOf({ ...fields, steps: withStep.steps }, { debater }), provider)
    expect(asked()).toHaveLength(3)
    expect(verdicts.map(({ answer }) => answer?.text).sort()).toEqual(['the first', 'the second'])
    for (const { key, steps } of verdicts)
      expect(steps?.find((step) => step.key === key)?.name).toBe('debate_ab')
  })

  it('is decided with both explanations at hand, named as the responses are shown now', async () => {
    const { provider, asked } = model((said) =>
      said.startsWith('Decide') ? 'second' : `${said}: first is better`,
    )
    const { verdicts } = await run(debate, provider)
    expect(
      asked()
        .filter((said) => said.startsWith('Decide'))
        .sort(),
    ).toEqual([
      'Decide x or y: x>y: first is better / y>x: second is better',
      'Decide y or x: y>x: first is better / x>y: second is better',
    ])
    expect(winners(verdicts)).toEqual(['B', 'A'])
  })
})
