import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceFindings, type AnsweredQuestion } from './choice-findings.ts'

/** A question whose option `chosen` is the most likely, of `options` in their own order. */
const answered = (
  right: number,
  chosen: number,
  more: Partial<AnsweredQuestion> = {},
  options = 4,
): AnsweredQuestion => ({
  id: `${right}${chosen}`,
  answers: [right],
  order: Array.from({ length: options }, (_, i) => i),
  options: Array.from({ length: options }, (_, i) => ({
    logprob: i === chosen ? -1 : -2,
    tokens: 1,
    bytes: 1,
  })),
  ...more,
})
const measure = (all: readonly AnsweredQuestion[], byDomain = false) =>
  choiceFindings(all, { normalisation: 'none', byDomain, signature: 's' })

describe('the findings about multiple choice', () => {
  it('are the accuracy with its interval, and what guessing gets', () => {
    const found = measure([answered(0, 0), answered(1, 1), answered(2, 0), answered(0, 1, {}, 2)])
    expect(found.accuracy).toMatchObject({ value: 0.5, n: 4, method: '95 % Wilson interval, 4 questions' })
    expect(found.accuracy.low).toBeCloseTo(0.15, 2)
    expect(found.chance).toBeCloseTo((0.25 * 3 + 0.5) / 4, 12)
    expect(found.p).toBeGreaterThan(0.05)
  })

  it('count what is no choice and leave it out, also under the rule that counts it wrong', () => {
    const tied = answered(0, 9)
    const { options: _, ...silent } = answered(0, 0)
    const found = measure([answered(0, 0), tied, { ...silent, failed: 'no' }])
    expect(found).toMatchObject({
      questions: 3,
      answered: 1,
      none: { failed: 1, tied: 1 },
      accuracy: { value: 1, n: 1 },
    })
    expect(found.otherwise).toEqual([
      {
        rule: 'no choice counted wrong',
        answered: 3,
        accuracy: expect.objectContaining({ value: 1 / 3, n: 3 }),
      },
    ])
  })

  it('say which place is chosen and which is right, as they were shown', () => {
    const shown = { order: [3, 2, 1, 0] }
    const found = measure([answered(3, 3, shown), answered(0, 3, shown)])
    expect(found.places).toEqual([
      { place: 0, offered: 2, right: 1, chosen: 2 },
      { place: 1, offered: 2, right: 0, chosen: 0 },
      { place: 2, offered: 2, right: 0, chosen: 0 },
      { place: 3, offered: 2, right: 1, chosen: 0 },
    ])
    expect(found.placeBias).toBe(0.5)
  })

  it('are there for each domain too, with p adjusted for their number', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => answered(i % 4, i % 4, { domain: 'law' }))
    const found = measure([...twenty, answered(0, 1, { domain: 'art' }), answered(0, 0)], true)
    expect(Object.keys(found.by!)).toEqual(['', 'art', 'law'])
    expect(found.by!['law']!.accuracy).toMatchObject({ value: 1, n: 20 })
    expect(found.by!['law']!.p).toBeCloseTo(3 * 0.25 ** 20, 20)
    expect(found.by!['art']!.accuracy.value).toBe(0)
  })

  it('show the rules that can choose otherwise, and no others', () => {
    expect(measure([answered(0, 0)]).otherwise).toEqual([])
    const options = [
      { logprob: -9, tokens: 3, bytes: 30, unconditional: -12 },
      { logprob: -6, tokens: 3, bytes: 6, unconditional: -6 },
    ]
    const found = measure([{ id: 'a', answers: [0], order: [0, 1], options }])
    expect(found.accuracy.value).toBe(0)
    expect(found.otherwise.map(({ rule, accuracy }) => [rule, accuracy.value])).toEqual([
      ['log-probability a byte', 1],
      ['log-probability less that without the question', 1],
    ])
  })

  it('are not defined where nothing was answered', () =>
    expect(measure([])).toMatchObject({
      accuracy: { value: null, why: 'no question was answered' },
      chance: null,
      p: null,
      placeBias: null,
      places: [],
    }))

  it('choose and are right at places as often as there are answers', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 }), (pairs) => {
        const found = measure(pairs.map(([right, chosen]) => answered(right, chosen)))
        expect(found.places.reduce((sum, { chosen }) => sum + chosen, 0)).toBe(pairs.length)
        expect(found.places.reduce((sum, { right }) => sum + right, 0)).toBeCloseTo(pairs.length, 9)
      }),
    ))
})
