import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, golden } from './golden.ts'
import type { SquadRule } from './squad-answer.ts'
import { tokenF1, type TokenF1Options } from './token-f1.ts'

interface SquadCase {
  readonly prediction: string
  readonly references: readonly string[]
  readonly 'squad1.1': readonly number[]
  readonly 'squad2.0': readonly number[]
}
const { made_by, tolerance, cases } = golden<SquadCase>('squad')

it.each(['squad1.1', 'squad2.0'] as const)(`is what the definition in ${made_by} gives under %s`, (rule) => {
  const metric = tokenF1({ rule })
  for (const one of cases) {
    const row = metric.stats(one.prediction, one.references)
    for (const j of [1, 2, 3]) {
      expect(distance(row[j], one[rule][j]), JSON.stringify(one)).toBeLessThanOrEqual(tolerance)
    }
  }
})

const f1 = (hypothesis: string, reference: string, options: TokenF1Options = {}): number =>
  tokenF1(options).stats(hypothesis, [reference])[3]!

it.each([
  ['squad1.1', 0],
  ['squad2.0', 1],
] as const)('of two answers without words, is under %s %i', (rule, expected) => {
  expect(f1('', '', { rule })).toBe(expected)
  expect(f1('the', '!', { rule })).toBe(expected)
  expect(f1('', '', { rule, mode: 'unicode' })).toBe(expected)
  expect(f1('', 'x', { rule })).toBe(0)
})

it('counts a word only as often as it stands in both', () =>
  expect(f1('x x x', 'x y')).toBeCloseTo(2 / 5, 12))

describe('in Unicode mode', () => {
  it.each([
    ['서울은 수도', '서울이 수도', {}, 1 / 2],
    ['서울은 수도', '서울이 수도', { hangul: 'syllable' }, 4 / 5],
    ['北京是首都', '北京是城市', { han: 'character' }, 3 / 5],
    ['「北京」', '北京', {}, 1],
    ['القاهرة، مصر', 'مصر', {}, 2 / 3],
  ] as const)('of %j and %j with %j, is %f', (a, b, options, expected) =>
    expect(f1(a, b, { mode: 'unicode', ...options })).toBeCloseTo(expected, 12),
  )

  it('sees words where ASCII mode, which splits at spaces, sees one', () => {
    expect(f1('北京是首都。', '北京')).toBe(0)
    expect(f1('北京是首都。', '北京', { mode: 'unicode' })).toBeGreaterThan(0)
  })
})

const text = fc
  .array(fc.constantFrom('a', 'The', 'x', 'y', 'É', '서울', '수도', '北京', '.', '。'))
  .map((parts) => parts.join(' '))
const options = fc.record({
  mode: fc.constantFrom('ascii' as const, 'unicode' as const),
  rule: fc.constantFrom('squad1.1' as const, 'squad2.0' as const),
})

describe('for any texts', () => {
  it('lies between 0 and 1, and gives recall for precision the other way round', () =>
    fc.assert(
      fc.property(text, text, options, (a, b, options) => {
        const [, precision = -1, recall = -1, f = -1] = tokenF1(options).stats(a, [b])
        const [, backPrecision, backRecall, backF = -1] = tokenF1(options).stats(b, [a])
        for (const value of [precision, recall, f]) expect(value >= 0 && value <= 1).toBe(true)
        expect([backRecall, backPrecision]).toEqual([precision, recall])
        expect(backF).toBeCloseTo(f, 12)
      }),
    ))

  it('does not care about the order of words', () =>
    fc.assert(
      fc.property(text, text, options, (a, b, options) => {
        expect(f1(a.split(' ').reverse().join(' '), b, options)).toBe(f1(a, b, options))
      }),
    ))

  it('is 1 for the same text, if it has words', () =>
    fc.assert(
      fc.property(text, options, (a, options) => {
        expect(f1(`${a} x`, `${a} x`, options)).toBe(1)
      }),
    ))
})

it('scores many segments by the mean of their scores', () => {
  expect(tokenF1().scoreOf([2, 1.5, 1, 1.2])).toEqual({
    score: 0.6,
    parts: { precision: 0.75, recall: 0.5, f1: 0.6 },
  })
  expect(tokenF1().scoreOf([0, 0, 0, 0])).toBeUndefined()
})

it('says in its signature what the score depends on', () => {
  expect(tokenF1().signature('0.1.0', 2)).toBe('token-f1|nrefs:2|rule:squad1.1|mode:ascii|v:0.1.0')
  expect(tokenF1({ mode: 'unicode', hangul: 'syllable', icu: '78.3' }).signature('0.1.0', 1)).toBe(
    'token-f1|nrefs:1|rule:squad1.1|mode:unicode|norm:nfkc|hangul:syllable|han:word|locale:en|icu:78.3|v:0.1.0',
  )
})

it('refuses a segment without a reference and what it does not know', () => {
  expect(() => tokenF1().stats('a', [])).toThrow(TypeError)
  expect(() => tokenF1({ rule: 'squad3' as SquadRule })).toThrow(TypeError)
  expect(() => tokenF1({ han: 'character' })).toThrow('han is an option of the Unicode mode')
})
