import { describe, expect, it } from 'vitest'
import type { Rating } from '../domain/rating.ts'
import { evaluatorFindings, type RatedPair } from './evaluator-findings.ts'
import { RatingTable } from './rating-table.ts'

/** `said[pair]`: annotator to preferences, several of which are samples; the first response is the longer one. */
function pairsOf(said: readonly Readonly<Record<string, string>>[]): RatedPair[] {
  const table = new RatingTable({ keepItems: true })
  for (const [i, row] of said.entries()) {
    for (const [annotator, words] of Object.entries(row)) {
      for (const [sample, word] of words.split(' ').entries()) {
        const label: Rating['label'] =
          word === '-'
            ? { kind: 'none', why: 'unparsed' }
            : { kind: 'preference', winner: word === 'tie' ? null : word }
        table.add({ item: `${i}`, annotator, label, sample })
      }
    }
  }
  return [...table.byItem()].map(({ row }) => ({ row, first: 'x'.repeat(100), second: '- one' }))
}
const options = {
  people: ['kim', 'lee', 'choi'],
  source: 's',
  version: '0',
  resampling: { seed: 0, resamples: 20 },
}
const people = (vote: string) => ({ kim: vote, lee: vote, choi: vote })

describe('evaluators against people', () => {
  const found = evaluatorFindings(
    pairsOf([
      { ...people('A'), judge: 'A A A B' },
      { ...people('B'), judge: 'A A A A' },
      { ...people('A'), judge: 'A A - A' },
    ]),
    options,
  )
  const [theirs, judge] = found.evaluators

  it('puts people first, measured against each other', () =>
    expect(theirs).toMatchObject({
      name: 'people',
      agreement: { value: 1 },
      bias: { value: 0 },
      variance: { value: 0 },
    }))

  it('parts what a judge gets wrong into bias and variance', () => {
    expect(judge).toMatchObject({
      name: 'judge',
      pairs: 3,
      preferences: 12,
      none: 1,
      bias: { value: expect.closeTo(1 / 3, 12) as number },
    })
    expect(judge!.agreement.value).toBeGreaterThan(0.5)
    expect(judge!.variance.value).toBeGreaterThan(0)
  })

  it('says what it likes, over all it said', () =>
    expect(judge).toMatchObject({
      longer: { value: 10 / 11, n: 11 },
      lists: { value: 1 / 11, n: 11 },
      first: { value: 10 / 11, n: 11 },
    }))

  it('says why a number is not there', () => {
    const once = evaluatorFindings(
      pairsOf([
        { ...people('A'), judge: 'A' },
        { ...people('B'), judge: 'B' },
      ]),
      options,
    )
    expect(once.evaluators[1]!.variance).toMatchObject({
      value: null,
      why: 'each pair has one preference only',
    })
  })

  it('needs people who rated a pair', () => {
    expect(() => evaluatorFindings(pairsOf([{ judge: 'A' }]), options)).toThrow(
      expect.objectContaining({ code: 'metaeval/no-such-annotator' }),
    )
  })
})
