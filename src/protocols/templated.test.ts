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
