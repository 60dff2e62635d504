import { describe, expect, it } from 'vitest'
import { none } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import { pairItem, prefers, rating, says, scores, singleItem } from './samples.ts'
import { chooseTruth } from './truth.ts'

const by = (annotator: string, ...args: Parameters<typeof rating>): Rating => ({
  ...rating(...args),
  annotator,
})
const aboutPair = (ratings: Rating[], options?: Parameters<typeof chooseTruth>[1]) =>
  chooseTruth(ratings, options)!.about(pairItem('p'), 'helpfulness', undefined, 'preference')

describe('whose word it is', () => {
  const three = [by('kim', 'p', prefers('A')), by('lee', 'p', prefers('A')), by('park', 'p', prefers('B'))]

  it('is the annotator that was named', () =>
    expect(aboutPair(three, { truth: 'park' })).toEqual({ label: prefers('B') }))

  it('is what more than half say', () =>
    expect(aboutPair(three, { truth: 'majority' })).toEqual({ label: prefers('A') }))

  it('is the only annotator where none was named, else the majority', () => {
    expect(chooseTruth(three.slice(0, 1))!.name).toBe('kim')
    expect(chooseTruth(three)!.name).toBe('majority')
  })

  it('is a published set’s own truth, not what it and the verdicts recorded beside it agree on', () => {
    const recorded = [by('gold', 'p', prefers('A')), by('gpt-4', 'p', prefers('B'))]
    expect(chooseTruth(recorded)!.name).toBe('gold')
    expect(aboutPair(recorded)).toEqual({ label: prefers('A') })
  })

  it('names who has a vote in a majority', () => {
    expect(chooseTruth(three, { except: 'lee' })!.voters).toEqual(['kim', 'park'])
    expect(chooseTruth(three, { truth: 'kim' })!.voters).toBeUndefined()
  })

  it('leaves the annotator that is measured out of the majority', () => {
    const own = [...three.slice(1), by('pairwise', 'p', prefers('A')), by('choi', 'p', prefers('B'))]
    expect(aboutPair(own, { truth: 'majority', except: 'pairwise' })).toEqual({ label: prefers('B') })
  })

  it('is left out where there is no majority', () => {
    expect(aboutPair([by('kim', 'p', prefers('A')), by('lee', 'p', prefers('B'))])).toEqual({
      leftOut: 'no majority',
    })
    expect(
      aboutPair([
        by('a', 'p', prefers('A')),
        by('b', 'p', prefers('A')),
        by('c', 'p', prefers('B')),
        by('d', 'p', prefers(null)),
      ]),
    ).toEqual({ leftOut: 'no majority' })
  })

  it('is nobody where nobody rated', () => expect(chooseTruth([])).toBeUndefined())

  it('says so where the only ratings are those of the annotator that is measured', () =>
    expect(() => chooseTruth(three.slice(0, 1), { truth: 'majority', except: 'kim' })).toThrow(
      expect.objectContaining({ code: 'metaeval/nobody-else' }),
    ))

  it('names the annotators there are where one is not', () =>
    expect(() => chooseTruth(three, { truth: 'kimm' })).toThrow(
      expect.objectContaining({
        code: 'metaeval/no-such-annotator',
        message: 'No rating is by kimm; the annotators are kim, lee, park.',
      }),
    ))
})

describe('what counts of an annotator', () => {
  it('is the latest revision, in whatever order they come', () => {
    const first = rating('p', prefers('A'), { revision: 0 })
    const second = rating('p', prefers('B'), { revision: 1 })
    expect(aboutPair([first, second])).toEqual({ label: prefers('B') })
    expect(aboutPair([second, first])).toEqual({ label: prefers('B') })
  })

  it('is the latest round', () =>
    expect(aboutPair([rating('p', prefers('B'), { round: 1 }), rating('p', prefers('A'))])).toEqual({
      label: prefers('B'),
    }))

  it('is a tie where two orders name two winners', () =>
    expect(
      aboutPair([rating('p', prefers('A'), { order: 'AB' }), rating('p', prefers('B'), { order: 'BA' })]),
    ).toEqual({ label: prefers(null) }))

  it('names the response by seat or by id', () => {
    const item = pairItem('p', {
      responses: [
        { id: 'gpt', text: '' },
        { id: 'llama', text: '' },
      ],
    })
    const votes = [
      by('kim', 'p', prefers('B')),
      by('lee', 'p', prefers('llama')),
      by('park', 'p', prefers('gpt')),
    ]
    expect(chooseTruth(votes)!.about(item, 'helpfulness', undefined, 'preference')).toEqual({
      label: prefers('B'),
    })
  })

  it('is left out where it names no response of the item', () =>
    expect(aboutPair([rating('p', prefers('claude'))])).toEqual({
      leftOut: 'truth names no response of the item',
    }))

  it('is left out, with its reason, where it is none', () => {
    expect(aboutPair([rating('p', none('abstained'))])).toEqual({ leftOut: 'truth none:abstained' })
    expect(aboutPair([by('kim', 'p', none('abstained')), by('lee', 'p', prefers('A'))])).toEqual({
      label: prefers('A'),
    })
  })
})

describe('what it is about', () => {
  const about = (ratings: Rating[], criterion: string) =>
    chooseTruth(ratings)!.about(singleItem('s'), criterion, undefined, 'score')

  it('is the criterion it names', () => {
    const ratings = [rating('s', scores(2), { criterion: 'depth' })]
    expect(about(ratings, 'depth')).toEqual({ label: scores(2) })
    expect(about(ratings, 'tone')).toEqual({ leftOut: 'no truth' })
  })

  it('is any criterion where it names none', () =>
    expect(about([rating('s', scores(2))], 'tone')).toEqual({ label: scores(2) }))

  it('is the closer one where an annotator gave both', () =>
    expect(about([rating('s', scores(2)), rating('s', scores(5), { criterion: 'tone' })], 'tone')).toEqual({
      label: scores(5),
    }))

  it('is the only response of an item, named or not', () => {
    expect(about([rating('s', scores(2), { response: 'A' })], 'tone')).toEqual({ label: scores(2) })
    expect(chooseTruth([rating('s', scores(2))])!.about(singleItem('s'), 'tone', 'A', 'score')).toEqual({
      label: scores(2),
    })
  })

  it('is the response it names', () => {
    const truth = chooseTruth([
      rating('p', scores(2), { response: 'A' }),
      rating('p', scores(4), { response: 'B' }),
    ])!
    expect(truth.about(pairItem('p'), 'tone', 'B', 'score')).toEqual({ label: scores(4) })
  })

  it('is a preference where the responses were scored and a preference is wanted', () => {
    const truth = chooseTruth([
      rating('p', scores(2), { response: 'A' }),
      rating('p', scores(4), { response: 'B' }),
    ])!
    expect(truth.about(pairItem('p'), 'tone', undefined, 'preference')).toEqual({ label: prefers('B') })
  })
})

it('tells the kinds of label on a criterion', () => {
  const truth = chooseTruth([rating('s', scores(2), { criterion: 'depth' }), rating('p', says('good'))])!
  expect([...truth.kinds('depth')].sort()).toEqual(['category', 'score'])
  expect([...truth.kinds('tone')]).toEqual(['category'])
})

it('counts ratings of items that were never asked about', () => {
  const truth = chooseTruth([
    rating('p', prefers('A')),
    rating('q', prefers('A')),
    rating('r', prefers('A'), { criterion: 'tone' }),
  ])!
  truth.about(pairItem('p'), 'helpfulness', undefined, 'preference')
  expect(truth.unused('helpfulness')).toBe(1)
  expect(truth.unused('tone')).toBe(2)
})
