import { describe, expect, it } from 'vitest'
import { failureOf, providerContract, requestFor, skills } from './contract.ts'
import { parseScript, scripted, type Script, type ScriptedAnswer } from './scripted.ts'
import { virtualClock } from './virtual-clock.ts'

const never = new AbortController().signal
const say = async (script: Script, change: Parameters<typeof requestFor>[1] = {}) =>
  (await scripted(script).generate(requestFor('text', change), never)).text

providerContract('scripted', {
  replays: true,
  obeys: skills,
  make: async (told) =>
    scripted(
      told.map((one): ScriptedAnswer => {
        if ('say' in one) return { text: one.say, finish: one.finish ?? 'stop' }
        if ('fail' in one) return { error: one.fail }
        return 'choose' in one ? { choices: one.choose } : { hang: true }
      }),
    ),
})

it('gives a list of answers over and over', async () => {
  const provider = scripted(['a', 'b'])
  const texts = []
  for (let i = 0; i < 3; i++) texts.push((await provider.generate(requestFor('text'), never)).text)
  expect(texts).toEqual(['a', 'b', 'a'])
})

it('takes its time', async () => {
  const clock = virtualClock()
  await clock.run(scripted([{ text: 'a', latency: 5000 }], { clock }).generate(requestFor('text'), never))
  expect(clock.now()).toBe(5000)
})

describe('rules', () => {
  it('count in their order', async () => {
    const script = {
      rules: [{ order: 'BA', answer: 'second' }, { contains: '1 + 1', answer: 'first' }, { answer: 'else' }],
    } as const
    expect(await say(script as unknown as Script)).toBe('first')
    expect(await say(script as unknown as Script, { ask: { order: 'BA' } })).toBe('second')
    expect(await say(script as unknown as Script, { prompt: { messages: [] } })).toBe('else')
  })

  it('fail a share of the asks, the same in every run, whatever their order', async () => {
    const script: Script = { rules: [{ share: 0.2, answer: 'yes' }, { answer: 'no' }] }
    const ask = (i: number) => say(script, { ask: { sample: i } })
    const forward = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(i)))
    const backward = (await Promise.all(Array.from({ length: 200 }, (_, i) => ask(199 - i)))).reverse()
    expect(backward).toEqual(forward)
    const share = forward.filter((text) => text === 'yes').length / 200
    expect(share).toBeGreaterThan(0.12)
    expect(share).toBeLessThan(0.28)
  })

  it('fail the first tries only, so that a retry gets further', async () => {
    const provider = scripted({
      rules: [{ times: 2, answer: { error: 'again', code: 'x/y' } }, { answer: 'a' }],
    })
    const ask = () => provider.generate(requestFor('text'), never)
    expect(await failureOf(ask())).toMatchObject({ kind: 'again', code: 'x/y' })
    expect(await failureOf(ask())).toMatchObject({ kind: 'again' })
    expect((await ask()).text).toBe('a')
  })

  it('say where none fits', async () => {
    const provider = scripted({ rules: [{ item: 'other', answer: 'a' }] })
    expect(await failureOf(provider.generate(requestFor('text'), never))).toMatchObject({
      code: 'provider/not-in-script',
      message: expect.stringContaining('i1'),
    })
  })
})

describe('a script from a file', () => {
  it('is a list or rules', () => {
    expect(parseScript(['a'])).toEqual(['a'])
    expect(parseScript({ rules: [{ item: 7, answer: 'a' }] })).toEqual({
      rules: [{ item: '7', answer: 'a' }],
    })
  })

  it.each([[[]], ['a'], [{ rules: [{ anser: 'a' }] }], [[{ error: 'sometimes' }]]])('is not %j', (raw) => {
    expect(() => parseScript(raw, 'my.yaml')).toThrow(
      expect.objectContaining({ code: 'provider/bad-script' }),
    )
  })
})

it('is another model when the script changes', () => {
  expect(scripted(['a']).model).toBe(scripted(['a']).model)
  expect(scripted(['a']).model).not.toBe(scripted(['b']).model)
})
