import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { golden } from './golden.ts'
import { rouge, type RougeOptions } from './rouge.ts'
import { rouges, type RougeType } from './rouges.ts'

const types: readonly RougeType[] = ['rouge1', 'rouge2', 'rouge3', 'rougeL', 'rougeLsum']
const korean = '한국의 수도는 서울이다.'
const f = (options: RougeOptions, hypothesis: string, ...references: string[]): number =>
  rouge(options).stats(hypothesis, references)[3]!

interface RougeCase {
  readonly hypothesis: string
  readonly references: readonly string[]
  readonly yes: readonly (readonly number[])[]
  readonly no: readonly (readonly number[])[]
}
const { made_by, tolerance, cases } = golden<RougeCase>('rouge')

describe.each(['yes', 'no'] as const)(`as ${made_by}, stemmer: %s`, (stemmer) => {
  const all = rouges(types, { stemmer: stemmer === 'yes' })
  it.each(cases.map((one) => [one.hypothesis, one] as const))('scores %j', (hypothesis, one) => {
    const rows = all.stats(hypothesis, one.references)
    for (const [i, row] of rows.entries()) {
      for (const [j, value] of one[stemmer][i]!.entries()) {
        expect(Math.abs(row[j + 1]! - value), types[i]).toBeLessThanOrEqual(tolerance)
      }
    }
  })
})

it('gives each of several types what it gives for that type alone', () => {
  const [hypothesis, references] = ['the dog saw\nthe cat', ['the cat saw\nthe dog', 'a dog']]
  const rows = rouges(types).stats(hypothesis, references)
  expect(rows).toEqual(types.map((type) => rouge({ type }).stats(hypothesis, references)))
  expect(rouges(types).metrics.map((metric) => metric.stats(hypothesis, references))).toEqual(rows)
})

it('scores many segments by the mean of their scores', () => {
  const metric = rouge({ type: 'rouge1' })
  const rows = [metric.stats('a b', ['a b']), metric.stats('a', ['b']), metric.stats('a b', ['a'])]
  const sum = rows[0]!.map((_, i) => rows.reduce((total, row) => total + row[i]!, 0))
  const { score, parts } = metric.scoreOf(sum)!
  expect(score).toBeCloseTo((1 + 0 + 2 / 3) / 3, 12)
  expect(parts).toEqual({ precision: (1 + 0 + 0.5) / 3, recall: 2 / 3, fmeasure: score })
})

it('is undefined where nothing counts', () =>
  expect(rouge({ type: 'rougeL' }).scoreOf([0, 0, 0, 0])).toBeUndefined())

it('keeps the first of references that are equally good', () =>
  expect([...rouge({ type: 'rouge1' }).stats('x y', ['x', 'x y z w'])].slice(1, 3)).toEqual([0.5, 1]))

describe('of a text that is not English', () => {
  const type = 'rougeL'
  it('is 0 in ASCII mode even for the same text: there are no words', () =>
    expect(f({ type }, korean, korean)).toBe(0))

  it.each([
    korean,
    '北京是中国的首都。',
    '東京は日本の首都です。',
    'القاهرة عاصمة مصر.',
    'กรุงเทพเป็นเมืองหลวงของไทย',
  ])('is 1 in Unicode mode for the same text: %s', (text) =>
    expect(f({ type, mode: 'unicode' }, text, text)).toBe(1),
  )

  it('sees by syllable what an ending hides from words', () => {
    const [hypothesis, reference] = ['학교에 갔다', '학교로 갔다']
    expect(f({ type, mode: 'unicode' }, hypothesis, reference)).toBe(0.5)
    expect(f({ type, mode: 'unicode', hangul: 'syllable' }, hypothesis, reference)).toBeCloseTo(0.8, 12)
  })

  it('is below 1 for different texts', () => {
    expect(f({ type, mode: 'unicode' }, '한국의 수도는 부산이다.', korean)).toBeCloseTo(2 / 3, 12)
    expect(f({ type, mode: 'unicode', han: 'character' }, '东京是日本的首都', '北京是中国的首都')).toBe(5 / 8)
  })
})

const word = fc.constantFrom('a', 'b', 'the', 'judging', 'judge', '서울', '首都', 'مصر', '\n', '.')
const text = fc.array(word, { maxLength: 50 }).map((words) => words.join(' '))
const option = fc.record({
  type: fc.constantFrom(...types),
  stemmer: fc.boolean(),
  mode: fc.constantFrom('ascii' as const, 'unicode' as const),
})

describe('for any texts', () => {
  it('lies between 0 and 1, and F between precision and recall', () =>
    fc.assert(
      fc.property(option, text, text, (options, a, b) => {
        const [, precision = -1, recall = -1, fmeasure = -1] = rouge(options).stats(a, [b])
        for (const value of [precision, recall, fmeasure]) expect(value >= 0 && value <= 1).toBe(true)
        expect(fmeasure).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12)
        expect(fmeasure).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12)
      }),
    ))

  // A union of subsequences, line by line, does not: of rougeLsum, the reference's lines are found.
  it('gives recall for precision when hypothesis and reference change places', () =>
    fc.assert(
      fc.property(option, text, text, (options, a, b) => {
        fc.pre(options.type !== 'rougeLsum')
        const metric = rouge(options)
        const [, precision, recall, fmeasure = -1] = metric.stats(a, [b])
        const [, backPrecision, backRecall, backF = -1] = metric.stats(b, [a])
        expect([backRecall, backPrecision]).toEqual([precision, recall])
        expect(backF).toBeCloseTo(fmeasure, 12)
      }),
    ))

  it('is 1 for the same text, if it has as many words as an n-gram', () =>
    fc.assert(
      fc.property(option, text, (options, a) => {
        const enough = `${a} judge the judge`
        expect(f(options, enough, enough)).toBe(1)
      }),
    ))

  it('does not grow with the n of n-grams', () =>
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, two, three] = rouges(['rouge1', 'rouge2', 'rouge3']).stats(a, [b])
        const hits = [one, two, three].map((row, i) => row![1]! * Math.max(0, wordsIn(a) - i))
        expect(hits[1]).toBeLessThanOrEqual(hits[0]! + 1e-9)
        expect(hits[2]).toBeLessThanOrEqual(hits[1]! + 1e-9)
      }),
    ))

  it('is the same for L and Lsum where nothing stands on a second line', () =>
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [whole, lines] = rouges(['rougeL', 'rougeLsum']).stats(a.replaceAll('\n', ' '), [
          b.replaceAll('\n', ' '),
        ])
        expect(lines).toEqual(whole)
      }),
    ))

  it('does not fall when a reference is added', () =>
    fc.assert(
      fc.property(option, text, text, text, (options, a, b, c) => {
        expect(f(options, a, b, c)).toBe(Math.max(f(options, a, b), f(options, a, c)))
      }),
    ))
})

const wordsIn = (of: string): number => of.match(/[a-z]+/g)?.length ?? 0

describe('the signature', () => {
  it('says what the score depends on', () => {
    expect(rouge({ type: 'rougeL', stemmer: true }).signature('0.1.0', 1)).toBe(
      'rougeL|nrefs:1|stem:yes|mode:ascii|like:rouge-score-0.1.2|v:0.1.0',
    )
    const options = { type: 'rouge2', mode: 'unicode', hangul: 'jamo', locale: 'ko', icu: '78.3' } as const
    expect(rouge(options).signature('0.1.0', 'var')).toBe(
      'rouge2|nrefs:var|stem:no|mode:unicode|norm:nfkc|hangul:jamo|han:word|locale:ko|icu:78.3|v:0.1.0',
    )
  })

  it('admits that it was not told which ICU', () =>
    expect(rouge({ type: 'rouge1', mode: 'unicode' }).signature('0.1.0', 1)).toContain('|icu:unknown|'))
})

it('goes by the name that tables give it', () =>
  expect(rouges(['rouge1', 'rougeL', 'rougeLsum']).metrics.map(({ name }) => name)).toEqual([
    'ROUGE-1',
    'ROUGE-L',
    'ROUGE-Lsum',
  ]))

it.each(['rouge', 'rouge0', 'rouge10', 'ROUGE-L', 'rougeW'])('refuses the type %s', (type) =>
  expect(() => rouge({ type: type as RougeType })).toThrow(TypeError),
)

it('refuses a segment without a reference', () =>
  expect(() => rouge({ type: 'rouge1' }).stats('a', [])).toThrow(TypeError))
