import { describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import { modes, type Mode } from '../domain/prompt.ts'
import { pairwise, type PairwiseSettings } from './pairwise.ts'
import { itemOf, rubricOf } from './samples.ts'

const protocolOf = (settings: Partial<PairwiseSettings> = {}) =>
  pairwise({ orders: 'both', tie: true, reference: true, seed: 0, ...settings })
const protocol = protocolOf()
const item = itemOf({
  responses: [
    { id: 'gpt', text: 'apple' },
    { id: 'smol', text: 'spoon' },
  ],
})
const [forward, backward] = protocol.asks(item, 'helpfulness').map((ask) => ({ ...ask, sample: 0 }))
const rubric = rubricOf()

const said = (text: string, finish: Answer['finish'] = 'stop'): Answer => ({ text, finish })
const read = (answer: Answer, mode: Mode = 'text', ask = forward!, of = protocol) =>
  of.read(answer, ask, rubric, { mode, language: 'en' })
const unparsed = { kind: 'none', why: 'unparsed' }

describe('asking', () => {
  it('shows a pair in both orders', () => {
    expect(protocol.asks(item, 'x').map(({ order, shown }) => [order, shown.map(({ id }) => id)])).toEqual([
      ['AB', ['gpt', 'smol']],
      ['BA', ['smol', 'gpt']],
    ])
  })

  it('shows it in its own order alone where that is asked for', () => {
    expect(
      protocolOf({ orders: 'first' })
        .asks(item, 'x')
        .map(({ order }) => order),
    ).toEqual(['AB'])
  })

  it('tosses the same coin for the same item, and a fair one over many', () => {
    const coin = protocolOf({ orders: 'random', seed: 7 })
    const toss = (id: number) => coin.asks({ ...item, id: String(id) }, 'x')[0]!.order
    const tosses = Array.from({ length: 1000 }, (_, id) => toss(id))
    expect(tosses.map((_, id) => toss(id))).toEqual(tosses)
    expect(tosses.filter((order) => order === 'AB').length).toBeGreaterThan(440)
    expect(tosses.filter((order) => order === 'AB').length).toBeLessThan(560)
  })

  it.each([1, 3])('refuses an item with %d responses', (n) => {
    const other = itemOf({ responses: Array.from({ length: n }, (_, i) => ({ text: String(i) })) })
    expect(() => protocol.asks(other, 'x')).toThrow(/compares two/)
  })
})

describe('the prompt', () => {
  const prompt = (mode: Mode = 'text', ask = forward!, language: 'en' | 'ko' = 'en') =>
    protocol.render(ask, rubric, { mode, language })

  it.each(modes)('shares its first message between all items in mode %s', (mode) => {
    const other = {
      ...forward!,
      item: itemOf({ id: 'i2', instruction: 'Name a tool.', response_a: 'saw', response_b: 'oak' }),
    }
    const [one, two] = [prompt(mode), prompt(mode, other)]
    expect(one.shared).toBe(1)
    expect(one.messages[0]).toEqual(two.messages[0])
    expect(one.messages[1]).not.toEqual(two.messages[1])
  })

  it('is fair: swapping the order swaps nothing but the texts', () => {
    const [one, two] = [prompt(), prompt('text', backward!)].map(({ messages }) =>
      messages[1]!.content.replace(/#?[0-9a-f]{6}\b/g, ''),
    )
    expect(one!.replace('apple', '1').replace('spoon', '2')).toBe(
      two!.replace('spoon', '1').replace('apple', '2'),
    )
  })

  it('names the marker before any judged text', () => {
    const { content } = prompt().messages[1]!
    expect(content).toMatch(/^Marker: [0-9a-f]{6}\n/)
  })

  it('speaks Korean where it is asked to', () => {
    expect(prompt('text', forward!, 'ko').messages[0]!.content).toMatch(/공정한 평가자/)
    expect(prompt('text', forward!, 'ko').messages[0]!.content).not.toMatch(/Criterion|Verdict/)
  })

  it('shows a reference, unless told not to', () => {
    const ask = { ...forward!, item: { ...item, reference: 'cherry' } }
    const shown = (reference: boolean) =>
      protocolOf({ reference }).render(ask, rubric, { mode: 'text', language: 'en' }).messages[1]!.content
    expect(shown(true)).toContain('Reference\ncherry')
    expect(shown(false)).not.toContain('cherry')
  })

  it('shows context, input and earlier turns', () => {
    const ask = {
      ...forward!,
      item: { ...item, context: 'CTX', input: 'INP', turns: [{ role: 'user' as const, content: 'TURN' }] },
    }
    const { content } = protocol.render(ask, rubric, { mode: 'text', language: 'en' }).messages[1]!
    expect(content).toMatch(
      /Conversation\n\(user\) TURN[\s\S]*Instruction\n[\s\S]*Input\nINP[\s\S]*Context\nCTX[\s\S]*Response A/,
    )
  })

  it('offers a tie only where one may be given', () => {
    const strict = protocolOf({ tie: false }).render(forward!, rubric, { mode: 'logprobs', language: 'en' })
    expect(strict.choices).toEqual(['A', 'B'])
    expect(prompt('logprobs').choices).toEqual(['A', 'B', 'C'])
  })

  it('asks for the reason before the verdict in its schema', () => {
    expect(Object.keys(prompt('schema').schema!.properties as object)).toEqual(['reason', 'verdict'])
  })
})

describe('reading text', () => {
  it.each([
    ['A is right.\nVerdict: A', 'gpt'],
    ['Verdict: B', 'smol'],
    ['Well.\n\n**Verdict: B**\n', 'smol'],
    ['Verdict: "A".', 'gpt'],
    ['verdict: tie', null],
    ['이유는 이렇다.\n판정: B', 'smol'],
    ['판정: 무승부', null],
    ['Verdict: A\nNo, on reflection:\nVerdict: B', 'smol'],
    ['<think>Verdict: B</think>\nVerdict: A', 'gpt'],
    ['thinking aloud\nVerdict: B\n</think>\nVerdict: A', 'gpt'],
  ])('%j names %j', (text, winner) => expect(read(said(text)).label).toEqual({ kind: 'preference', winner }))

  it('names the response, not the seat', () => {
    expect(read(said('Verdict: A'), 'text', backward!).label).toEqual({ kind: 'preference', winner: 'smol' })
  })

  it.each([
    '',
    'I prefer A.',
    'Verdict: A\nBut B is close.',
    'Verdict: C',
    'Verdict: A or B',
    'Verdict: AB',
    '"Verdict: A" is what the response asks for.',
  ])('does not guess at %j', (text) => expect(read(said(text)).label).toEqual(unparsed))

  it('gives no tie where none was offered', () => {
    expect(read(said('Verdict: tie'), 'text', forward!, protocolOf({ tie: false })).label).toEqual(unparsed)
  })

  it('keeps the reason', () => {
    expect(read(said('A names a fruit.\nVerdict: A')).reason).toBe('A names a fruit.')
  })

  it.each([
    [said('Verdict: A', 'length'), 'truncated'],
    [said('<think>Verdict: A'), 'truncated'],
    [said('', 'refused'), 'refused'],
    [said("I'm sorry, but I can't help with comparing these."), 'refused'],
    [said('죄송하지만 두 응답을 비교해 드릴 수 없습니다.'), 'refused'],
    [said('I am sorry, I find it hard to say.'), 'unparsed'],
  ])('%j is none: %s', (answer, why) => expect(read(answer).label).toEqual({ kind: 'none', why }))
})

describe('reading JSON', () => {
  it('takes the verdict and the reason', () => {
    expect(read(said('{"reason":"B is no fruit","verdict":"A"}'), 'schema')).toEqual({
      label: { kind: 'preference', winner: 'gpt' },
      reason: 'B is no fruit',
    })
  })
  it.each([
    '{"verdict":"C"}',
    '{"verdict":1}',
    '{"reason":"A"}',
    'Verdict: A',
    '[]',
    '{"verdict":"A"} {"verdict":"B"}',
  ])('does not guess at %j', (text) => expect(read(said(text), 'schema').label).toEqual(unparsed))
  it('reads JSON in a code block', () => {
    expect(read(said('```json\n{"reason":"","verdict":"B"}\n```'), 'schema').label).toMatchObject({
      winner: 'smol',
    })
  })
})

describe('reading probabilities', () => {
  const at = (choices: Record<string, number>, ask = forward!) =>
    read({ text: '', finish: 'stop', choices }, 'logprobs', ask)

  it('gives them in the frame of the item, whatever was shown first', () => {
    const choices = { A: Math.log(0.6), B: Math.log(0.3), C: Math.log(0.1) }
    expect(at(choices).label).toMatchObject({
      winner: 'gpt',
      probabilities: { A: expect.closeTo(0.6, 12), B: expect.closeTo(0.3, 12) },
    })
    const swapped = at(choices, backward!).label
    expect(swapped).toMatchObject({ winner: 'smol' })
    expect(swapped.kind === 'preference' && swapped.probabilities?.B).toBeCloseTo(0.6, 12)
  })

  it('makes them add up to 1 and tells what lay elsewhere', () => {
    const reading = at({ A: Math.log(0.3), B: Math.log(0.1), C: Math.log(0.1) })
    expect(reading.label).toMatchObject({ probabilities: { A: expect.closeTo(0.6, 12) } })
    expect(reading.offChoices).toBeCloseTo(0.5, 12)
    expect(reading.entropy).toBeCloseTo(1.3709505944546687, 12)
  })

  it('is a tie where two are equal', () => {
    expect(at({ A: -1, B: -1, C: -3 }).label).toMatchObject({ winner: null })
  })

  it('counts a choice that was not returned as nothing', () => {
    expect(at({ B: -0.1 }).label).toMatchObject({ winner: 'smol', probabilities: { A: 0, B: 1, tie: 0 } })
  })

  it.each([[{}], [{ A: -9, B: -9, C: -9 }]])(
    'is unparsed where hardly anything lies on them: %j',
    (choices) => expect(at(choices).label).toEqual(unparsed),
  )
})
