import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { failureOf, providerContract, requestFor, skills } from './contract.ts'
import { limited, type LimiterOptions } from './limiter.ts'
import { ProviderError, type Provider } from './provider.ts'
import { scripted, type ScriptedAnswer } from './scripted.ts'
import { virtualClock } from './virtual-clock.ts'

const never = new AbortController().signal
const again: ScriptedAnswer = { error: 'again', message: 'oops' }
const throttled = (retryAfter?: number): ScriptedAnswer => ({ error: 'again', throttled: true, retryAfter })

/** A limiter around a scripted model in virtual time. */
function around(
  script: readonly ScriptedAnswer[] | ((calls: number, at: number) => ScriptedAnswer),
  options: Partial<LimiterOptions> = {},
) {
  const clock = virtualClock()
  const begun: number[] = []
  const inner = scripted(
    (_request, calls) => {
      begun.push(clock.now())
      return typeof script === 'function'
        ? script(calls, clock.now())
        : script[Math.min(calls, script.length - 1)]!
    },
    { clock },
  )
  const provider = limited(inner, { ceiling: 8, clock, random: seededRandom(1), ...options })
  const ask = (signal = never) => clock.run(provider.generate(requestFor('text'), signal))
  const askMany = (n: number) =>
    clock.run(
      Promise.allSettled(Array.from({ length: n }, () => provider.generate(requestFor('text'), never))),
    )
  return { clock, provider, begun, ask, askMany }
}

providerContract('a limiter', {
  replays: true,
  obeys: skills.filter((skill) => skill !== 'fail'),
  make: async (told) =>
    limited(
      scripted((_request, calls): ScriptedAnswer => {
        const one = told[Math.min(calls, told.length - 1)]!
        if ('say' in one) return { text: one.say, finish: one.finish ?? 'stop' }
        return 'choose' in one ? { choices: one.choose } : { hang: true }
      }),
      { ceiling: 4 },
    ),
})

describe('retries', () => {
  it('are made until there is an answer', async () => {
    const { ask, provider } = around([again, again, 'A'])
    expect(await ask()).toMatchObject({ text: 'A' })
    expect(provider.stats).toMatchObject({ tries: 3, retries: 2 })
  })

  it('end after so many tries, with the last error, of the same kind', async () => {
    const { ask, provider } = around([again], { tries: 4 })
    expect(await failureOf(ask())).toMatchObject({ kind: 'again', message: 'oops' })
    expect(provider.stats.tries).toBe(4)
  })

  it('are not made of what would fail again', async () => {
    for (const error of ['item', 'stop'] as const) {
      const { ask, provider } = around([{ error }])
      expect(await failureOf(ask())).toMatchObject({ kind: error })
      expect(provider.stats.tries).toBe(1)
    }
  })

  it('pause for longer and longer, at random, and never above the longest', async () => {
    const { ask, begun } = around([again], { tries: 12, deadline: 1e9, random: () => 0.999 })
    await failureOf(ask())
    const pauses = begun.slice(1).map((at, i) => at - begun[i]!)
    expect(pauses.map((pause) => Math.round(pause / 500))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60])
  })

  it('hold no slot while they pause', async () => {
    const { askMany, begun, provider } = around(
      (calls) => (calls === 0 ? again : { text: 'A', latency: 10 }),
      {
        ceiling: 1,
      },
    )
    await askMany(3)
    expect(provider.stats.peak).toBe(1)
    // The second call began at once, while the first was waiting.
    expect(begun[1]).toBe(0)
  })

  it('end at the deadline', async () => {
    const { ask, clock } = around([throttled()], { deadline: 60_000 })
    expect(await failureOf(ask())).toMatchObject({ kind: 'again', throttled: true })
    expect(clock.now()).toBeLessThanOrEqual(60_000)
    expect(clock.now()).toBeGreaterThan(20_000)
  })

  it('give up soon on a server that nobody has ever reached, and say so', async () => {
    const unreachable: ScriptedAnswer = {
      error: 'again',
      code: 'provider/unreachable',
      message: 'Nothing answers.',
    }
    const { ask, provider } = around([unreachable], { tries: 10 })
    expect(await failureOf(ask())).toMatchObject({ kind: 'stop', code: 'provider/unreachable' })
    expect(provider.stats.tries).toBe(3)

    const later = around(['A', unreachable], { tries: 10 })
    await later.ask()
    expect(await failureOf(later.ask())).toMatchObject({ kind: 'again' })
  })
})

describe('a server that asks to wait', () => {
  it('is not asked by anybody meanwhile', async () => {
    const { askMany, begun, provider } = around(
      (calls, at) => (calls === 3 ? throttled(5000) : { text: 'A', latency: at < 5000 ? 1 : 100 }),
      { ceiling: 4 },
    )
    const results = await askMany(40)
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
    const [before, after] = [begun.filter((at) => at < 5000), begun.filter((at) => at >= 5000)]
    expect(Math.max(...before)).toBeLessThanOrEqual(1)
    expect(before.length + after.length).toBe(41)
    expect(provider.stats).toMatchObject({ throttled: 1, retries: 1 })
  })

  it('outlasts any number of throttled tries before the deadline', async () => {
    const { ask, provider } = around((_calls, at) => (at < 60_000 ? throttled(2000) : 'A'), { tries: 2 })
    expect(await ask()).toMatchObject({ text: 'A' })
    expect(provider.stats.throttled).toBe(30)
  })

  it('stops the run where the wait is longer than the deadline', async () => {
    const { ask, clock } = around([throttled(3_600_000)])
    expect(await failureOf(ask())).toMatchObject({
      kind: 'stop',
      code: 'provider/quota',
      remedy: expect.stringContaining('60 minutes'),
    })
    expect(clock.now()).toBe(0)
  })
})

describe('a try that hangs', () => {
  it('is cut off and tried again', async () => {
    const { ask, clock, provider } = around([{ hang: true }, 'A'], { timeout: 30_000 })
    expect(await ask()).toMatchObject({ text: 'A' })
    expect(clock.now()).toBeLessThan(31_000)
    expect(provider.stats.timeouts).toBe(1)
  })

  it('is cut off sooner once it is known how long answers take', async () => {
    const { ask, askMany, clock } = around((calls) =>
      calls === 100 ? { hang: true } : { text: 'A', latency: 50 },
    )
    await askMany(100)
    const from = clock.now()
    await ask()
    expect(clock.now() - from).toBeLessThan(11_000)
  })

  it('gets twice as long the next time, so that a slow answer comes through', async () => {
    const { ask, askMany } = around((calls) =>
      calls < 100 ? { text: 'A', latency: 50 } : { text: 'slow', latency: 35_000 },
    )
    await askMany(100)
    expect(await ask()).toMatchObject({ text: 'slow' })
  })

  it('is never cut off where the model is in process', async () => {
    const clock = virtualClock()
    const inner: Provider = {
      ...scripted([{ text: 'A', latency: 1e7 }], { clock }),
      ordered: true,
      concurrency: 1,
    }
    const provider = limited(inner, { ceiling: 8, clock })
    expect(await clock.run(provider.generate(requestFor('text'), never))).toMatchObject({ text: 'A' })
  })
})

describe('the limit', () => {
  it('is never exceeded, and comes up to the ceiling', async () => {
    const { askMany, provider } = around([{ text: 'A', latency: 20 }], { ceiling: 64, start: 4 })
    await askMany(500)
    expect(provider.stats).toMatchObject({ peak: 64, limit: 64, inFlight: 0 })
  })

  it('is one where the provider takes one at a time', async () => {
    const clock = virtualClock()
    const provider = limited(scripted([{ text: 'A', latency: 20 }], { clock, concurrency: 1 }), {
      ceiling: 64,
      clock,
    })
    await clock.run(
      Promise.all(Array.from({ length: 9 }, () => provider.generate(requestFor('text'), never))),
    )
    expect(provider.stats.peak).toBe(1)
  })

  it('goes down to what a server bears, and its calls are all answered', async () => {
    let open = 0
    const clock = virtualClock()
    const inner: Provider = {
      ...scripted(['A']),
      async generate() {
        if (++open > 10) {
          open--
          throw new ProviderError('again', { message: 'too many', throttled: true })
        }
        await new Promise<void>((resolve) => void clock.after(100, resolve))
        open--
        return { text: 'A', finish: 'stop' }
      },
    }
    const provider = limited(inner, { ceiling: 200, start: 100, clock })
    const answers = await clock.run(
      Promise.all(Array.from({ length: 1000 }, () => provider.generate(requestFor('text'), never))),
    )
    expect(answers).toHaveLength(1000)
    expect(provider.stats.limit).toBeLessThan(25)
    // Ten at once, a tenth of a second each, would take 10 s.
    expect(clock.now()).toBeLessThan(20_000)
  })

  it('goes down where answers only wait in a queue', async () => {
    let queued = 0
    const clock = virtualClock()
    const inner: Provider = {
      ...scripted(['A']),
      async generate() {
        queued++
        await new Promise<void>((resolve) => void clock.after(100 * Math.max(4, queued), resolve))
        queued--
        return { text: 'A', finish: 'stop' }
      },
    }
    const provider = limited(inner, { ceiling: 200, start: 1, clock })
    await clock.run(
      Promise.all(Array.from({ length: 2000 }, () => provider.generate(requestFor('text'), never))),
    )
    expect(provider.stats.limit).toBeLessThan(100)
  })
})

describe('an abort', () => {
  it('ends calls in flight, in a pause and waiting for a slot, and leaves no timer', async () => {
    const stop = new AbortController()
    const inner = scripted((_request, calls) =>
      calls === 0 ? { error: 'again', retryAfter: 300_000 } : { hang: true },
    )
    const provider = limited(inner, { ceiling: 1 })
    const calls = Array.from({ length: 5 }, () =>
      failureOf(provider.generate(requestFor('text'), stop.signal)),
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    const reason = new Error('enough')
    stop.abort(reason)
    expect(await Promise.all(calls)).toEqual([reason, reason, reason, reason, reason])
    expect(provider.stats.inFlight).toBe(0)
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThan(3)
  })

  it('is not waited for by a provider that does not listen', async () => {
    const deaf: Provider = { ...scripted(['A']), generate: () => new Promise(() => {}) }
    const stop = new AbortController()
    const call = failureOf(limited(deaf, { ceiling: 1 }).generate(requestFor('text'), stop.signal))
    setTimeout(() => stop.abort(new Error('enough')), 5)
    expect(await call).toMatchObject({ message: 'enough' })
  })
})

it('answers every call, whatever mix of faults passes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.constantFrom<ScriptedAnswer>('A', again, throttled(), throttled(3000), {
          text: 'A',
          latency: 700,
        }),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      fc.integer({ min: 1, max: 20 }),
      async (weather, ceiling) => {
        const { askMany, provider } = around((calls) => weather[calls] ?? 'A', {
          ceiling,
          tries: 100,
          deadline: 1e9,
        })
        const results = await askMany(30)
        expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
        expect(provider.stats.inFlight).toBe(0)
        expect(provider.stats.peak).toBeLessThanOrEqual(ceiling)
        expect(provider.stats.tries).toBe(30 + provider.stats.retries)
      },
    ),
    { numRuns: 50, seed: 7 },
  ))
