import { describe, expect, it } from 'vitest'
import type { RecordedAnswer } from '../domain/answer.ts'
import { failureOf, providerContract, requestFor, type Told } from './contract.ts'
import { recorded } from './recorded.ts'

const never = new AbortController().signal
const line = (text: string, where: Partial<RecordedAnswer> = {}): RecordedAnswer => ({
  item: 'i1',
  ...where,
  answer: { text, finish: 'stop' },
})
const logs = (told: Told) =>
  'choose' in told
    ? { choices: Object.fromEntries(Object.entries(told.choose).map(([choice, p]) => [choice, Math.log(p)])) }
    : {}

providerContract('recorded', {
  replays: true,
  obeys: ['say', 'finish', 'choose'],
  make: async ([told]) => {
    const said = told && 'say' in told ? told : { say: '' }
    return recorded([
      { item: 'i1', answer: { text: said.say, finish: said.finish ?? 'stop', ...logs(told!) } },
    ])
  },
})

const textOf = async (records: readonly RecordedAnswer[], ask: object = {}, options = {}) =>
  (await (await recorded(records, options)).generate(requestFor('text', { ask }), never)).text

describe('an answer is found', () => {
  const records = [
    line('AB help', { order: 'AB', criterion: 'helpfulness' }),
    line('BA help', { order: 'BA', criterion: 'helpfulness' }),
    line('BA any', { order: 'BA' }),
    line('second', { order: 'AB', criterion: 'helpfulness', sample: 1 }),
  ]
  it.each([
    ['by its order', { order: 'BA' }, 'BA help'],
    ['by its criterion, else without one', { order: 'BA', criterion: 'tone' }, 'BA any'],
    ['by its sample', { order: 'AB', sample: 1 }, 'second'],
  ] as const)('%s', async (_name, ask, expected) => expect(await textOf(records, ask)).toBe(expected))

  it('without an order, as the item stands', async () =>
    expect(await textOf([line('as it stands')])).toBe('as it stands'))

  it('by the response', async () => {
    const scored = [line('of A', { response: 'A' }), line('of B', { response: 'B' })]
    expect(await textOf(scored, { order: undefined, response: 'B' })).toBe('of B')
  })
})

describe('no answer is guessed', () => {
  it.each([
    ['for the other order', {}, { order: 'BA' }],
    ['for another sample', {}, { sample: 1 }],
    ['for one of two responses', {}, { order: undefined, response: 'B' }],
    ['for another item', { item: 'i2' }, {}],
    ['for another criterion', { criterion: 'tone' }, {}],
  ] as const)('%s', async (_name, where, ask) => {
    const provider = await recorded([line('x', where)])
    expect(await failureOf(provider.generate(requestFor('text', { ask }), never))).toMatchObject({
      kind: 'item',
      code: 'provider/no-recorded-answer',
      message: expect.stringContaining('i1'),
    })
  })
})

it('refuses two answers to one ask that differ, and takes the same one twice', async () => {
  await expect(recorded([line('a'), line('b')])).rejects.toMatchObject({ code: 'provider/two-answers' })
  expect(await textOf([line('a'), line('a')])).toBe('a')
})

it('takes one judge of several', async () => {
  const records = [line('of gpt', { judge: 'gpt' }), line('of me', { judge: 'me' })]
  expect(await textOf(records, {}, { judge: 'me' })).toBe('of me')
})

it('is another model when an answer changes', async () => {
  const [one, same, other] = await Promise.all([
    recorded([line('a')]),
    recorded([line('a')]),
    recorded([line('b')]),
  ])
  expect(one.model).toBe(same.model)
  expect(one.model).not.toBe(other.model)
})

it('reads from a stream', async () => {
  async function* stream() {
    yield line('streamed')
  }
  const provider = await recorded(stream())
  expect(await provider.generate(requestFor('text'), never)).toEqual({ text: 'streamed', finish: 'stop' })
})

it('asks for probabilities where every record has them', async () => {
  const withLogs: RecordedAnswer = { item: 'i1', answer: { text: '', finish: 'stop', choices: { A: -0.1 } } }
  expect((await recorded([withLogs])).defaultMode).toBe('logprobs')
  expect((await recorded([withLogs, line('x', { item: 'i2' })])).defaultMode).toBe('text')
})
