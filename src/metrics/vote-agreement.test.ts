import fc from 'fast-check'
import { expect, it } from 'vitest'
import { percentAgreement } from './percent-agreement.ts'
import { voteAgreement } from './vote-agreement.ts'

// Three questions; people vote one to three times, the judge once. A and B are models, whichever stood first.
const people = [['A', 'A', 'tie'], ['B', 'tie'], ['A']]
const judge = [['A'], ['tie'], ['B']]

it('pairs the judge with every person: 3 of 6 pairs of votes', () => {
  expect(voteAgreement(judge, people)).toEqual({ value: 3 / 6, agree: 3, pairs: 6 })
})

it('without ties, leaves a vote that is one out on either side: 2 of 3', () => {
  expect(voteAgreement(judge, people, { without: 'tie' })).toEqual({ value: 2 / 3, agree: 2, pairs: 3 })
})

it('pairs people among themselves, every two of one question: 1 of 4; without ties 1 of 1', () => {
  expect(voteAgreement(people)).toEqual({ value: 1 / 4, agree: 1, pairs: 4 })
  expect(voteAgreement(people, undefined, { without: 'tie' })).toEqual({ value: 1, agree: 1, pairs: 1 })
})

it('is undefined where no unit has two votes', () => {
  expect(voteAgreement([])).toBeUndefined()
  expect(voteAgreement([['A'], []])).toBeUndefined()
  expect(voteAgreement([['A']], [[]])).toBeUndefined()
  expect(voteAgreement([['tie', 'tie']], undefined, { without: 'tie' })).toBeUndefined()
})

it('takes a mistake in the number of units for one', () => {
  expect(() => voteAgreement([['A']], [])).toThrow(TypeError)
})

const ballots = fc.array(fc.array(fc.constantFrom('A', 'B', 'tie'), { maxLength: 4 }), { maxLength: 6 })

it('does not care which side comes first, nor in which order votes were cast', () => {
  fc.assert(
    fc.property(ballots, ballots, (a, b) => {
      const n = Math.min(a.length, b.length)
      const [left, right] = [a.slice(0, n), b.slice(0, n)]
      expect(voteAgreement(left, right)).toEqual(voteAgreement(right, left))
      expect(voteAgreement(left.map((votes) => votes.toReversed()))).toEqual(voteAgreement(left))
    }),
  )
})

it('is percent agreement where every unit has two votes', () => {
  const two = fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom('A', 'B'))
  fc.assert(
    fc.property(fc.array(two, { minLength: 1 }), (votes) => {
      expect(voteAgreement(votes)!.value).toBeCloseTo(percentAgreement(votes)!, 12)
    }),
  )
})
