import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { judgeFileSchema } from '../domain/judge-file.ts'
import { itemOf, rubricOf } from './samples.ts'
import { templated } from './templated.ts'

const judge = (fields: Record<string, unknown>) =>
  templated(judgeFileSchema.parse({ name: 'mine', ...fields }), { reference: true, seed: 0 })
const how = { mode: 'text' as const, language: 'en' as const }
const pair = itemOf({
  responses: [
    { id: 'x', text: 'apple {response_b} $&' },
    { id: 'y', text: 'spoon' },
  ],
})

describe('its template', () => {
  const mine = judge({
    protocol: 'pairwise',
    template: { system: 'Judge by {rubric}', user: '{instruction}|{response_a}|{response_b}|{what}' },
  })
  const prompt = mine.render({ ...mine.asks(pair, 'r')[0]!, sample: 0 }, rubricOf(), how)

  it('is filled in one pass: a slot inside a judged text stays text', () => {
    expect(prompt.messages[1]!.content).toBe('Name a fruit.|apple {response_b} $&|spoon|{what}')
  })
  it('shares a system message that holds nothing of the item', () => {
    expect(prompt.shared).toBe(1)
  })
  it('is not made up where it is missing', () => {
    expect(judge({ protocol: 'pairwise' }).recordedOnly).toMatch(/not here/)
  })
})

describe('several templates', () => {
  const file = judgeFileSchema.parse({
    name: 'mine',
    protocol: 'pairwise',
    templates: [
      { when: { has: ['reference'], metadata: { category: ['math'] } }, user: 'sums with {reference}' },
      { when: { has: ['reference'] }, user: 'with {reference}' },
      { when: { lacks: ['context'] }, user: 'plain' },
    ],
  })
  const said = (fields: Record<string, unknown>, reference = true) => {
    const mine = templated(file, { reference, seed: 0 })
    const item = itemOf({ response_a: 'x', response_b: 'y', ...fields })
    return mine.render({ ...mine.asks(item, 'r')[0]!, sample: 0 }, rubricOf(), how).messages[0]!.content
  }
  it.each([
    [{ reference: 'R', category: 'math' }, 'sums with R'],
    [{ reference: 'R', category: 'prose' }, 'with R'],
    [{}, 'plain'],
  ])('for %j take the first that fits: %j', (fields, text) => expect(said(fields)).toBe(text))
  it('do not count a reference that is hidden', () => expect(said({ reference: 'R' }, false)).toBe('plain'))
  it('ask for nothing that every object inherits', () => {
    const when = { when: { has: ['constructor'], metadata: { toString: ['function'] } }, user: 'x' }
    const mine = judge({ protocol: 'pairwise', templates: [when, { user: 'y' }] })
    expect(
      mine.render({ ...mine.asks(pair, 'r')[0]!, sample: 0 }, rubricOf(), how).messages[0]!.content,
    ).toBe('y')
  })
  it('that fit no item are an error', () =>
    expect(() => said({ context: 'C' })).toThrow(
      expect.objectContaining({ code: 'protocol/no-template-fits' }),
    ))
})

describe('what a judge cannot do without', () => {
  it.each(['reference', 'context', 'images', 'input'])('is looked for in each item: %s', (part) => {
    const mine = judge({ protocol: 'pairwise', needs: [part], template: { user: 'x' } })
    expect(() => mine.asks(pair, 'r')).toThrow(expect.objectContaining({ code: 'protocol/item-lacks' }))
    const given = { reference: 'R', context: 'C', input: 'I', images: [{ url: 'http://x/y.png' }] }
    expect(mine.asks(itemOf({ response_a: 'x', response_b: 'y', ...given }), 'r')).toHaveLength(2)
  })
  it('is looked for in the rubric: what each score means', () => {
    const mine = judge({ protocol: 'pairwise', needs: ['levels'], template: { user: '{levels}' } })
    const ask = { ...mine.asks(pair, 'r')[0]!, sample: 0 }
    expect(() => mine.render(ask, rubricOf(), how)).toThrow(
      expect.objectContaining({ code: 'protocol/item-lacks' }),
    )
  })
})

describe('a published reader', () => {
  const mine = judge({ protocol: 'pairwise', reader: { name: 'judgelm' } })
  const [forward, backward] = mine.asks(pair, 'r').map((ask) => ({ ...ask, sample: 0 }))
  const read = (text: string, ask = forward!, finish: 'stop' | 'length' = 'stop') =>
    mine.read({ text, finish }, ask, rubricOf(), how)
  it('gives each response its score, by its id, whichever was shown first', () => {
    expect(read('8 5\nWell.')).toMatchObject({ label: { winner: 'x' }, scores: { x: 8, y: 5 } })
    expect(read('8 5\nWell.', backward!)).toMatchObject({ label: { winner: 'y' }, scores: { x: 5, y: 8 } })
  })
  it('reads an answer that was cut after its verdict, where the verdict comes first', () => {
    expect(read('8 5\nWell, it', forward!, 'length').label).toMatchObject({ winner: 'x' })
    const last = judge({ protocol: 'pairwise', reader: { name: 'mt-bench-pair' } })
    expect(last.read({ text: '[[A]] but', finish: 'length' }, forward!, rubricOf(), how).label).toEqual({
      kind: 'none',
      why: 'truncated',
    })
  })
  it('has to be there', () =>
    expect(() => judge({ protocol: 'pairwise', reader: { name: 'nobody' } })).toThrow(
      expect.objectContaining({ code: 'protocol/no-such-reader' }),
    ))
})

describe('choices', () => {
  const pairChoices = judge({
    protocol: 'pairwise',
    mode: 'logprobs',
    choices: { m: 'A', M: 'B' },
    template: { user: 'Which?' },
  })
  const ways = { ...how, mode: 'logprobs' as const }
  const [forward, backward] = pairChoices.asks(pair, 'r').map((ask) => ({ ...ask, sample: 0 }))
  const chosen = (choices: Record<string, number>, ask = forward!) =>
    pairChoices.read({ text: '', finish: 'stop', choices }, ask, rubricOf(), ways).label
  it('are asked for by their own words', () =>
    expect(pairChoices.render(forward!, rubricOf(), ways).choices).toEqual(['m', 'M']))
  it('name what was shown, and their probabilities what stands in the item', () => {
    expect(chosen({ m: Math.log(0.6), M: Math.log(0.2) }, backward!)).toEqual({
      kind: 'preference',
      winner: 'y',
      probabilities: { A: expect.closeTo(0.25) as number, B: expect.closeTo(0.75) as number, tie: 0 },
    })
  })
  it('are compared by the published rule however little lies on them, and not where nothing does', () => {
    expect(chosen({ m: -20, M: -25 })).toMatchObject({ winner: 'x' })
    expect(chosen({})).toEqual({ kind: 'none', why: 'unparsed' })
  })
  it('are the scale of the rubric where the file names none', () => {
    const scored = judge({ protocol: 'pointwise', mode: 'logprobs', template: { user: 'How good?' } })
    const ask = { ...scored.asks(itemOf({ response: 'a' }), 'r')[0]!, sample: 0 }
    expect(scored.render(ask, rubricOf({ scale: '1-3' }), ways).choices).toEqual(['1', '2', '3'])
  })
})

describe('its reader', () => {
  const read = (pick: string, text: string) => {
    const mine = judge({
      protocol: 'pairwise',
      reader: { pick, patterns: { A: '\\[\\[A\\]\\]', B: '\\[\\[B\\]\\]', tie: '\\[\\[C\\]\\]' } },
    })
    return mine.read({ text, finish: 'stop' }, { ...mine.asks(pair, 'r')[0]!, sample: 0 }, rubricOf(), how)
      .label
  }
  it.each([
    ['priority', '[[B]] or [[A]]', 'x'],
    ['first', '[[B]] or [[A]]', 'y'],
    ['last', '[[A]] no [[B]] no [[A]]', 'x'],
    ['last', '[[A]] [[C]]', null],
  ])('with pick %s reads %j as %j', (pick, text, winner) =>
    expect(read(pick, text)).toEqual({ kind: 'preference', winner }),
  )
  it('gives none where nothing matches', () => {
    expect(read('first', 'A')).toEqual({ kind: 'none', why: 'unparsed' })
  })
  it.each([
    ['Rating: [[7]]', 7],
    ['Rating: [[11]]', undefined],
    ['Rating: [[]]', undefined],
  ])('reads a score from %j', (text, value) => {
    const mine = judge({ protocol: 'pointwise', reader: { pick: 'last', score: '\\[\\[([\\d.]*)\\]\\]' } })
    const ask = { ...mine.asks(itemOf({ response: 'a' }), 'r')[0]!, sample: 0 }
    expect(mine.read({ text, finish: 'stop' }, ask, rubricOf({ scale: '1-10' }), how).label).toEqual(
      value === undefined ? { kind: 'none', why: 'unparsed' } : { kind: 'score', value },
    )
  })
})

describe("LLMBar's plain judge", () => {
  const file = parse(
    readFileSync(new URL('../../judges/llmbar-vanilla-norules.yaml', import.meta.url), 'utf8'),
  ) as object
  const llmbar = templated(judgeFileSchema.parse(file), { reference: true, seed: 0 })
  const [forward, backward] = llmbar.asks(pair, 'r').map((ask) => ({ ...ask, sample: 0 }))
  it.each([
    ['Output (a)', 'x'],
    ['Output (b)', 'y'],
    ['\n Output (b) is better', 'y'],
  ])('%j names %j', (text, winner) => {
    expect(llmbar.read({ text, finish: 'stop' }, forward!, rubricOf(), how).label).toEqual({
      kind: 'preference',
      winner,
    })
  })
  it('names the response, not the seat', () => {
    expect(
      llmbar.read({ text: 'Output (a)', finish: 'stop' }, backward!, rubricOf(), how).label,
    ).toMatchObject({ winner: 'y' })
  })
  it('does not read a name in the middle of a line', () => {
    expect(
      llmbar.read({ text: 'I think Output (a)', finish: 'stop' }, forward!, rubricOf(), how).label.kind,
    ).toBe('none')
  })
})
