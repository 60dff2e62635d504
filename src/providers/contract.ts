import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import type { Decoding, Mode, Prompt } from '../domain/prompt.ts'
import type { Ask } from '../domain/verdict.ts'
import { ProviderError, type ModelRequest, type Provider } from './provider.ts'

/** What the model behind the provider is to do with a call. */
export type Told =
  | { readonly say: string; readonly finish?: 'stop' | 'length' | 'refused' }
  /** Probability of each choice; what is not named is not among those returned. */
  | { readonly choose: Readonly<Record<string, number>> }
  | { readonly fail: 'again' | 'stop' }
  | { readonly hang: true }

/** What a model can be told; a real one obeys nothing, and only the form of its answers is looked at. */
export const skills = ['say', 'finish', 'choose', 'fail', 'hang'] as const
export type Skill = (typeof skills)[number]

export interface Subject {
  /** A provider whose model does these things, one a call, the last one again and again. */
  make(told: readonly Told[]): Promise<Provider>
  readonly obeys: readonly Skill[]
  /** Answers chats, and continues no text. */
  readonly chatOnly?: boolean
  /** Cannot be made to begin its answer with given words. */
  readonly noPrefill?: boolean
  /** Gives no words of its own: those written down before, or the names of classes. */
  readonly replays?: boolean
}

/** Every provider, whatever is behind it, keeps to this: `providerContract('openai', { make, obeys: skills })`. */
export function providerContract(name: string, subject: Subject): void {
  const { make, obeys } = subject
  const never = new AbortController().signal
  const open: Provider[] = []
  const provider = async (...told: Told[]): Promise<Provider> => {
    const made = await make(told)
    open.push(made)
    return made
  }
  const can = (skill: Skill): boolean => obeys.includes(skill)

  describe(`${name}, as every provider`, { timeout: 60_000 }, () => {
    afterEach(async () => {
      for (const one of open.splice(0)) await one.close?.()
    })

    it('names its model and knows its default mode', async () => {
      const one = await provider({ say: 'Verdict: A' })
      expect(one.model).toMatch(/^\S+$/)
      expect(one.modes).toContain(one.defaultMode)
    })

    it('answers in text', async () => {
      const one = await provider({ say: 'Both fit. 둘 다 좋다.\nVerdict: A' })
      const answer = await one.generate(requestFor('text'), never)
      expect(['stop', 'length']).toContain(answer.finish)
      expect(answer).toMatchObject(can('say') ? { text: 'Both fit. 둘 다 좋다.\nVerdict: A' } : {})
    })

    it('counts tokens and time, where it tells them', async () => {
      const one = await provider({ say: 'A' })
      const { usage, milliseconds = 0 } = await one.generate(requestFor('text'), never)
      const { prompt, completion, cached = 0 } = usage ?? { prompt: 1, completion: 0 }
      expect([prompt, completion, cached].map(Number.isInteger)).toEqual([true, true, true])
      expect(prompt).toBeGreaterThan(0)
      expect(completion).toBeGreaterThanOrEqual(0)
      expect(cached).toBeLessThanOrEqual(prompt)
      expect(milliseconds).toBeGreaterThanOrEqual(0)
    })

    it('holds an answer to a schema, where it has that mode', async ({ skip }) => {
      const one = await provider({ say: '{"reason":"A is right.","verdict":"A"}' })
      skip(!one.modes.includes('schema'))
      const { text, finish } = await one.generate(
        requestFor('schema', { decoding: { maxTokens: 256 } }),
        never,
      )
      skip(finish === 'length', 'The model did not come to an end.')
      expect(['A', 'B', 'tie']).toContain((JSON.parse(text) as { verdict: string }).verdict)
    })

    it('gives logs of the probabilities of choices and of nothing else, where it has that mode', async ({
      skip,
    }) => {
      const one = await provider({ choose: { A: 0.6, B: 0.3 } })
      skip(!one.modes.includes('logprobs'))
      const { choices = {} } = await one.generate(requestFor('logprobs'), never)
      expect(['A', 'B', 'tie']).toEqual(expect.arrayContaining(Object.keys(choices)))
      expect(Object.values(choices).reduce((sum, log) => sum + Math.exp(log), 0)).toBeLessThan(1 + 1e-6)
    })

    it.runIf(can('choose'))('gives them exactly, and leaves out what was not returned', async ({ skip }) => {
      const one = await provider({ choose: { A: 0.6, B: 0.3 } })
      skip(!one.modes.includes('logprobs'))
      const { choices = {} } = await one.generate(requestFor('logprobs'), never)
      expect(Object.keys(choices).sort()).toEqual(['A', 'B'])
      expect(Math.exp(choices.A!)).toBeCloseTo(0.6, 9)
      expect(Math.exp(choices.B!)).toBeCloseTo(0.3, 9)
    })

    it.runIf(subject.chatOnly).each([{}, { prefill: 'A' }])(
      'says that it answers chats only',
      async (more) => {
        const one = await provider({ say: 'A' })
        const prompt = { ...continued, ...more }
        expect(await failureOf(one.generate(requestFor('text', { prompt }), never))).toMatchObject({
          kind: 'stop',
          code: 'provider/chat-only',
          remedy: expect.stringContaining('--form chat'),
        })
      },
    )

    describe.skipIf(subject.chatOnly)('continues a text as it stands', () => {
      const asked = (mode: Mode, more: Partial<Prompt> = {}) =>
        requestFor(mode, { prompt: { ...continued, ...more }, decoding: { maxTokens: 256 } })

      it('in text', async () => {
        const one = await provider({ say: ' A\nFor it is.' })
        const { text } = await one.generate(asked('text'), never)
        expect(text).toMatch(can('say') ? /^ A\nFor it is\.$/ : /^/)
      })

      it.skipIf(subject.replays)('in text, after its prefill', async () => {
        const one = await provider({ say: ' A\nFor it is.' })
        const { text } = await one.generate(asked('text', { prefill: '10 ' }), never)
        expect(text).toMatch(can('say') ? /^10 {2}A\nFor it is\.$/ : /^10 /)
      })

      it('in JSON held to a schema, where it has that mode', async ({ skip }) => {
        const one = await provider({ say: '{"reason":"","verdict":"A"}' })
        skip(!one.modes.includes('schema'))
        const { text, finish } = await one.generate(asked('schema'), never)
        skip(finish === 'length', 'The model did not come to an end.')
        expect(JSON.parse(text)).toHaveProperty('verdict')
      })

      it('by the probabilities of choices, where it has that mode', async ({ skip }) => {
        const one = await provider({ choose: { A: 0.6, B: 0.3 } })
        skip(!one.modes.includes('logprobs'))
        const { choices = {} } = await one.generate(asked('logprobs', { choices: ['A', 'B'] }), never)
        expect(['A', 'B']).toEqual(expect.arrayContaining(Object.keys(choices)))
      })
    })

    it.runIf(subject.noPrefill)('says that it cannot be made to begin with a prefill', async () => {
      const one = await provider({ say: 'A' })
      const prompt = { prefill: 'The verdict is:' }
      expect(await failureOf(one.generate(requestFor('text', { prompt }), never))).toMatchObject({
        kind: 'stop',
        code: 'provider/no-prefill',
      })
    })

    it.skipIf(subject.noPrefill || subject.replays)('begins with its prefill', async () => {
      const one = await provider({ say: ' A' })
      const prompt = { prefill: 'The verdict is:' }
      const { text } = await one.generate(requestFor('text', { prompt }), never)
      expect(text).toMatch(can('say') ? /^The verdict is: A$/ : /^The verdict is:/)
    })

    it.skipIf(subject.replays)('ends before the first of its stop texts', async () => {
      const one = await provider({ say: 'Both fit.\nVerdict: A ###' })
      const decoding = { stop: ['###', '\n'] }
      const answer = await one.generate(requestFor('text', { decoding }), never)
      expect(answer.text).not.toMatch(/###|\n/)
      expect(answer).toMatchObject(can('say') ? { text: 'Both fit.', finish: 'stop' } : {})
    })

    it('answers however the answer is to be drawn', async () => {
      const one = await provider({ say: 'A' })
      const decoding = { topK: 1, repetitionPenalty: 1.1, frequencyPenalty: 0.5, topP: 0.9 }
      await expect(one.generate(requestFor('text', { decoding }), never)).resolves.toHaveProperty('text')
    })

    it('stops at a mode that it does not have', async () => {
      const one = await provider({ say: 'A' })
      for (const mode of (['schema', 'logprobs'] as const).filter((mode) => !one.modes.includes(mode))) {
        const error = await failureOf(one.generate(requestFor(mode), never))
        expect(error).toMatchObject({ name: 'ProviderError', kind: 'stop' })
      }
    })

    it('rejects with the reason of a signal that has fired, and answers after it', async () => {
      const reason = new Error('enough')
      const one = await provider({ say: 'A' })
      await expect(one.generate(requestFor('text'), AbortSignal.abort(reason))).rejects.toBe(reason)
      await expect(one.generate(requestFor('text'), never)).resolves.toHaveProperty('text')
    })

    it.runIf(can('finish')).each<Answer['finish'] & ('length' | 'refused')>(['length', 'refused'])(
      'says that an answer ended as %s',
      async (finish) => {
        const one = await provider({ say: 'Let me', finish })
        expect(await one.generate(requestFor('text'), never)).toMatchObject({ finish })
      },
    )

    it.runIf(can('hang'))('gives the reason of an abort that comes while it waits', async () => {
      const one = await provider({ hang: true })
      const stop = new AbortController()
      const answer = failureOf(one.generate(requestFor('text'), stop.signal))
      const reason = new Error('enough')
      setTimeout(() => stop.abort(reason), 20)
      expect(await answer).toBe(reason)
    })

    it.runIf(can('fail'))(
      'tells a failure that passes from one that does not, and goes on after it',
      async () => {
        const one = await provider({ fail: 'again' }, { say: 'A' }, { fail: 'stop' })
        const passing = await failureOf(one.generate(requestFor('text'), never))
        expect(passing).toBeInstanceOf(ProviderError)
        expect(passing).toMatchObject({ kind: 'again' })
        expect(await one.generate(requestFor('text'), never)).toMatchObject({ text: 'A' })
        expect(await failureOf(one.generate(requestFor('text'), never))).toMatchObject({
          kind: 'stop',
          code: expect.stringMatching(/^provider\/[a-z-]+$/),
          remedy: expect.stringMatching(/\w/),
        })
      },
    )

    it.runIf(can('say'))('answers several calls at once', async () => {
      const one = await provider({ say: 'Verdict: A' })
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => one.generate(requestFor('text'), never)),
      )
      expect(answers.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'Verdict: A'))
    })

    it('tells the tokens of given texts with their log-probabilities, or that it does not tell', async ({
      skip,
    }) => {
      const one = await provider({ say: 'A' })
      skip(!one.likelihood)
      const texts = [' A', ' B or 서울', '']
      const told = await one.likelihood!({ context: 'Which?', texts }, never).then(
        (found) => ({
          texts: found.map(({ tokens }) => tokens.map(({ text }) => text).join('')),
          areLogs: found.every(({ tokens }) => tokens.every(({ logprob }) => (logprob ?? 1) <= 0)),
        }),
        ({ kind, code }: ProviderError) => ({ kind, code }),
      )
      expect([
        { texts, areLogs: true },
        { kind: 'stop', code: 'provider/no-likelihood' },
      ]).toContainEqual(told)
    })

    it('gives the reason of an abort for likelihoods too', async ({ skip }) => {
      const one = await provider({ say: 'A' })
      skip(!one.likelihood)
      const reason = new Error('enough')
      const request = { context: 'Which?', texts: [' A'] }
      await expect(one.likelihood!(request, AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    it('can be closed, and closed again', async () => {
      const one = await provider({ say: 'A' })
      await one.generate(requestFor('text'), never)
      await one.close?.()
      await expect(Promise.resolve(one.close?.())).resolves.toBeUndefined()
    })
  })
}

const continued = {
  form: 'completion',
  shared: 0,
  messages: [{ role: 'user', content: '1 + 1?\nA: 2\nB: 3\nBetter:' }],
} as const

/** A small request of a pair, as the pairwise protocol makes them. */
export function requestFor(
  mode: Mode,
  change: {
    readonly prompt?: Partial<Prompt>
    readonly decoding?: Partial<Decoding>
    readonly ask?: Partial<Ask>
  } = {},
): ModelRequest {
  return {
    mode,
    prompt: {
      messages: [
        { role: 'system', content: 'You compare two answers. Name the better one: A, B or tie.' },
        { role: 'user', content: 'Question: 1 + 1?\n\nA: 2\n\nB: 3' },
      ],
      shared: 1,
      ...(mode === 'schema' ? { schema: verdictSchema } : {}),
      ...(mode === 'logprobs' ? { choices: ['A', 'B', 'tie'] } : {}),
      ...change.prompt,
    },
    decoding: { temperature: 0, maxTokens: 64, ...change.decoding },
    ask: {
      item: {
        id: 'i1',
        instruction: '1 + 1?',
        responses: [
          { id: 'A', text: '2' },
          { id: 'B', text: '3' },
        ],
        criteria: [],
        metadata: {},
      },
      shown: [
        { id: 'A', text: '2' },
        { id: 'B', text: '3' },
      ],
      criterion: 'helpfulness',
      order: 'AB',
      sample: 0,
      ...change.ask,
    },
  }
}

const verdictSchema = {
  type: 'object',
  properties: { reason: { type: 'string' }, verdict: { enum: ['A', 'B', 'tie'] } },
  required: ['reason', 'verdict'],
  additionalProperties: false,
}

/** What a promise rejects with; it must. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It was meant to fail.')
}
