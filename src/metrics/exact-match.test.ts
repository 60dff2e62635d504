import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactMatch } from './exact-match.ts'
import { golden } from './golden.ts'
import type { SquadRule } from './squad-answer.ts'
import { tokenF1 } from './token-f1.ts'

interface SquadCase {
  readonly prediction: string
  readonly references: readonly string[]
  readonly 'squad1.1': readonly number[]
  readonly 'squad2.0': readonly number[]
}
const { made_by, cases } = golden<SquadCase>('squad')

it.each(['squad1.1', 'squad2.0'] as const)(`is what the definition in ${made_by} gives under %s`, (rule) => {
  const metric = exactMatch({ rule })
  for (const one of cases) {
    expect(metric.stats(one.prediction, one.references)[1], JSON.stringify(one)).toBe(one[rule][0])
  }
})

const matches = (hypothesis: string, reference: string, options = {}): boolean =>
  exactMatch(options).stats(hypothesis, [reference])[1] === 1

it.each([
  ['The U.S.', 'us'],
  ['an  apple ', 'Apple'],
  ['$5', '5'],
])('takes %j for %j', (a, b) => expect(matches(a, b)).toBe(true))

it.each([
  ['theory', 'ory'],
  ['é', 'e'],
  ['서울 특별시', '서울특별시'],
])('does not take %j for %j', (a, b) => {
  expect(matches(a, b)).toBe(false)
  expect(matches(a, b, { mode: 'unicode' })).toBe(false)
})

it.each([
  ['「서울」', '서울'],
  ['北京。', '北京'],
  ['القاهرة،', 'القاهرة'],
  ['ＵＳＡ', 'usa'],
  ['서울'.normalize('NFD'), '서울'],
])('takes %j for %j in Unicode mode only', (a, b) => {
  expect(matches(a, b, { mode: 'unicode' })).toBe(true)
  expect(matches(a, b)).toBe(false)
})

it('asks, under squad2.0, for a reference with words if there is one', () => {
  const stats = (rule: SquadRule) => exactMatch({ rule }).stats('!', ['the', 'cat'])[1]
  expect(stats('squad1.1')).toBe(1)
  expect(stats('squad2.0')).toBe(0)
  expect(exactMatch({ rule: 'squad2.0' }).stats('!', ['the', '?'])[1]).toBe(1)
})

describe('for any texts', () => {
  const text = fc
    .array(fc.constantFrom('a', 'The', 'x', 'É', '서울', '.', '。', ' ', 'ｘ'))
    .map((parts) => parts.join(''))
  const mode = fc.constantFrom('ascii' as const, 'unicode' as const)

  it('does not care which is the reference', () =>
    fc.assert(
      fc.property(text, text, mode, (a, b, mode) => {
        expect(matches(a, b, { mode })).toBe(matches(b, a, { mode }))
      }),
    ))

  it('takes a text for itself', () =>
    fc.assert(
      fc.property(text, mode, (a, mode) => {
        expect(matches(a, a, { mode })).toBe(true)
      }),
    ))

  it('has a token F1 of 1 or, without words, 0', () =>
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(matches(a, b))
        expect([0, 1]).toContain(tokenF1().stats(a, [b])[3])
        expect(tokenF1({ rule: 'squad2.0' }).stats(a, [b])[3]).toBe(1)
      }),
    ))
})

it('scores many segments by the share that match', () => {
  expect(exactMatch().scoreOf([4, 3])).toEqual({ score: 0.75, parts: {} })
  expect(exactMatch().scoreOf([0, 0])).toBeUndefined()
})

it('says in its signature what the score depends on', () => {
  expect(exactMatch().signature('0.1.0', 1)).toBe('exact-match|nrefs:1|rule:squad1.1|mode:ascii|v:0.1.0')
  expect(exactMatch({ mode: 'unicode', rule: 'squad2.0', icu: '78.3' }).signature('0.1.0', 'var')).toBe(
    'exact-match|nrefs:var|rule:squad2.0|mode:unicode|norm:nfkc|icu:78.3|v:0.1.0',
  )
})

it('refuses a segment without a reference and what it does not know', () => {
  expect(() => exactMatch().stats('a', [])).toThrow(TypeError)
  expect(() => exactMatch({ rule: 'squad3' as SquadRule })).toThrow(
    'rule is squad1.1 or squad2.0, not squad3.',
  )
  expect(() => exactMatch({ mode: 'utf8' as 'ascii' })).toThrow(TypeError)
})
