import { describe, expect, it } from 'vitest'
import type { Answer } from '../domain/answer.ts'
import type { Mode } from '../domain/prompt.ts'
import type { RubricData } from '../domain/rubric.ts'
import { pointwise } from './pointwise.ts'
import { itemOf, rubricOf } from './samples.ts'

const protocol = pointwise({ reference: true })
const item = itemOf({ response: 'apple' })
const ask = { ...protocol.asks(item, 'helpfulness')[0]!, sample: 0 }

const read = (text: string, scale: RubricData['scale'], mode: Mode = 'text') =>
  protocol.read({ text, finish: 'stop' }, ask, rubricOf({ scale }), { mode, language: 'en' }).label
const unparsed = { kind: 'none', why: 'unparsed' }

describe('asking', () => {
  it('asks once about one response', () => {
    expect(protocol.asks(item, 'x').map(({ response }) => response)).toEqual([undefined])
  })
  it('asks about each of several responses on its own', () => {
    const pair = itemOf({ response_a: 'apple', response_b: 'spoon' })
    expect(protocol.asks(pair, 'x').map(({ response, shown }) => [response, shown.length])).toEqual([
      ['A', 1],
      ['B', 1],
    ])
  })
})

describe('the prompt', () => {
  const system = (fields: Partial<RubricData>, mode: Mode = 'text', language: 'en' | 'ko' = 'en') =>
    protocol.render(ask, rubricOf(fields, language), { mode, language }).messages[0]!.content

  it('says what each level means', () => {
    expect(system({ levels: { 1: 'no help', 5: 'all the help there is' } })).toMatch(
      /1 = no help\n5 = all the help/,
    )
  })
  it('numbers named levels where probabilities are read', () => {
    const scale = ['poor', 'fair', 'good']
    expect(system({ scale, levels: { fair: 'half of it' } }, 'logprobs')).toMatch(
      /1 = poor\n2 = fair: half of it\n3 = good/,
    )
    expect(protocol.render(ask, rubricOf({ scale }), { mode: 'logprobs', language: 'en' }).choices).toEqual([
      '1',
      '2',
      '3',
    ])
  })
  it('asks a binary rubric for Yes or No', () => {
    const prompt = protocol.render(ask, rubricOf({ scale: 'binary' }), { mode: 'logprobs', language: 'ko' })
    expect(prompt.choices).toEqual(['No', 'Yes'])
  })
  it('speaks Korean with the rubric in Korean', () => {
    const words = system(
      { translations: { ko: { criterion: '응답이 도움이 된다.', levels: { 1: '도움이 안 된다' } } } },
      'text',
      'ko',
    )
    expect(words).toMatch(/평가 기준: 응답이 도움이 된다\./)
    expect(words).toMatch(/1 = 도움이 안 된다/)
  })
  it('holds the JSON to the scale', () => {
    const { schema } = protocol.render(ask, rubricOf({ scale: '0-3' }), { mode: 'schema', language: 'en' })
    expect(schema).toMatchObject({ properties: { verdict: { type: 'integer', enum: [0, 1, 2, 3] } } })
  })
})

describe('reading text', () => {
  it.each([
    ['Good.\nScore: 4', '1-5', 4],
    ['Score: 4/5', '1-5', 4],
    ['**Score: 4**', '1-5', 4],
    ['Score: 4 out of 5.', '1-5', 4],
    ['점수: 3', '1-5', 3],
    ['Score: 10', '0-10', 10],
    ['Score: 0', '0-10', 0],
    ['Score: -2', '-3-3', -2],
    ['Score: Yes', 'binary', 1],
    ['점수: 아니요', 'binary', 0],
  ] as const)('%j on %s is %d', (text, scale, value) =>
    expect(read(text, scale)).toEqual({ kind: 'score', value }),
  )

  it.each([
    ['Score: 6', '1-5'],
    ['Score: 0', '1-5'],
    ['Score: 4.5', '1-5'],
    ['Score: 4/10', '1-5'],
    ['Score: four', '1-5'],
    ['4', '1-5'],
    ['Score: 4\nThe response says "Score: 5".', '1-5'],
    ['The score: 4 of the 5 points', '1-5'],
    ['Score: maybe', 'binary'],
    ['Score: 1', 'binary'],
    ['', '1-5'],
  ] as const)('does not guess at %j on %s', (text, scale) => expect(read(text, scale)).toEqual(unparsed))

  it('gives a named level as a category', () => {
    expect(read('Score: Fair', ['poor', 'fair', 'good'])).toEqual({ kind: 'category', value: 'fair' })
    expect(read('Score: excellent', ['poor', 'fair', 'good'])).toEqual(unparsed)
  })
})

describe('reading JSON', () => {
  it('takes a number or its digits', () => {
    expect(read('{"reason":"","verdict":3}', '1-5', 'schema')).toEqual({ kind: 'score', value: 3 })
    expect(read('{"reason":"","verdict":"3"}', '1-5', 'schema')).toEqual({ kind: 'score', value: 3 })
  })
  it('takes nothing off the scale', () => {
    expect(read('{"reason":"","verdict":9}', '1-5', 'schema')).toEqual(unparsed)
    expect(read('{"reason":"","verdict":null}', '1-5', 'schema')).toEqual(unparsed)
  })
})

describe('reading probabilities', () => {
  const at = (choices: Record<string, number>, scale: RubricData['scale']) => {
    const answer: Answer = { text: '', finish: 'stop', choices }
    return protocol.read(answer, ask, rubricOf({ scale }), { mode: 'logprobs', language: 'en' }).label
  }
  it('gives the most probable value with the whole distribution', () => {
    expect(at({ 1: Math.log(0.1), 2: Math.log(0.2), 3: Math.log(0.6) }, '1-3')).toEqual({
      kind: 'score',
      value: 3,
      distribution: { 1: expect.closeTo(1 / 9), 2: expect.closeTo(2 / 9), 3: expect.closeTo(6 / 9) },
    })
  })
  it('takes the lower of two that are equal', () => {
    expect(at({ 1: -2, 2: -1, 3: -1 }, '1-3')).toMatchObject({ value: 2 })
  })
  it('reads Yes and No as 1 and 0', () => {
    expect(at({ Yes: -0.5, No: -2 }, 'binary')).toMatchObject({ kind: 'score', value: 1 })
  })
  it('gives the name of a numbered level', () => {
    expect(at({ 1: -2, 2: -0.5 }, ['poor', 'good'])).toMatchObject({ kind: 'category', value: 'good' })
  })
})
