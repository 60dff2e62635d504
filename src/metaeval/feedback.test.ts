import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { none } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import type { Verdict } from '../domain/verdict.ts'
import { feedbackFindings } from './feedback-findings.ts'
import { feedbackPairs } from './feedback-pairs.ts'
import { RatingTable } from './rating-table.ts'
import { pairItem, prefers, says, scores, singleItem, verdict } from './samples.ts'
import { withoutVerdict } from './without-verdict.ts'

describe('a reason without its verdict', () => {
  it.each([
    ['It is right. [RESULT] 4', 'It is right.'],
    ['Clear and short.\nVerdict: A', 'Clear and short.'],
    ['Clear.\n**Final score: 4/5**', 'Clear.'],
    ['Rating: [[5]]', ''],
    ['It names both. So the overall score is 4.', 'It names both.'],
    ['B invents a date. So, the final decision is Response 1', 'B invents a date.'],
    ['It is wrong. Therefore, Output (a) is better.', 'It is wrong.'],
    ['Feedback: It stops midway.', 'It stops midway.'],
    ['끝까지 썼다.\n점수: 4점', '끝까지 썼다.'],
  ])('%j is %j', (reason, text) => expect(withoutVerdict(reason).text).toBe(text))
  it.each([
    'The score of the match is 3, as it says.',
    'Its verdict on the novel is fair.',
    'Response A gives the answer: 42, with units.',
    '결론이 분명하다.',
  ])('keeps what is no verdict of its own: %j', (reason) =>
    expect(withoutVerdict(reason)).toEqual({ text: reason, removed: 0 }),
  )
  it('is found of a megabyte in no time, and never throws', () => {
    const began = performance.now()
    for (const piece of ['a', '[', 'so the overall score is ', ' ', 'final ', '\n'])
      withoutVerdict(piece.repeat(Math.ceil(1e6 / piece.length)))
    expect(performance.now() - began).toBeLessThan(5000)
    fc.assert(fc.property(fc.string(), (text) => void withoutVerdict(text)))
  })
})

const one = (item: string, reason: string | undefined, more: Partial<Verdict> = {}): Verdict =>
  verdict(item, scores(4), { ...(reason === undefined ? {} : { reason }), ...more })
const pairsOf = (items: Parameters<typeof feedbackPairs>[0], a: Verdict[], b: Verdict[], seed = 0) => {
  const by = (verdicts: Verdict[]) => Map.groupBy(verdicts, ({ item }) => item)
  return feedbackPairs(items, { first: by(a), second: by(b) }, { first: 'x', second: 'y', seed })
}
interface Pair {
  readonly id: string
  readonly context: string
  readonly order: string
  readonly responses: readonly { readonly writer: string; readonly text: string }[]
}

describe('pairs of feedback', () => {
  it('show the answer judged, and both reasons, whoever wrote them', () => {
    const { items } = pairsOf(
      [singleItem('i', { reference: 'the right one' })],
      [one('i', 'short')],
      [one('i', 'long')],
    )
    const [pair] = items as unknown as readonly [Pair]
    expect(pair.context).toBe(
      'Instruction:\nInstruction of i\n\nResponse:\nan answer\n\nReference answer:\nthe right one',
    )
    expect(pair.responses.map(({ writer }) => writer).sort()).toEqual(['x', 'y'])
    expect(pair.context).not.toMatch(/\b[xy]\b/)
  })
  it('draw the sides by seed and ask: the same again, about half of them each way', () => {
    const items = Array.from({ length: 200 }, (_, i) => singleItem(`i${i}`))
    const make = (seed: number) =>
      pairsOf(
        items,
        items.map(({ id }) => one(id, 'a')),
        items.map(({ id }) => one(id, 'b')),
        seed,
      ).items as unknown as readonly Pair[]
    expect(make(1)).toEqual(make(1))
    const swapped = make(1).filter(({ order, responses }) => {
      expect(responses[0]!.writer).toBe(order === 'AB' ? 'x' : 'y')
      return order === 'BA'
    })
    expect(swapped.length).toBeGreaterThan(70)
    expect(swapped.length).toBeLessThan(130)
    expect(make(2)).not.toEqual(make(1))
  })
  it('show a pair’s answers in the order that was judged', () => {
    const [a, b] = [
      one('i', 'a', { order: 'BA', label: prefers('A') }),
      one('i', 'b', { order: 'BA', label: prefers('B') }),
    ]
    const [pair] = pairsOf([pairItem('i')], [a], [b]).items as unknown as readonly [Pair]
    expect(pair.context).toContain('Response A:\nsomewhat longer\n\nResponse B:\nshort')
  })
  it('leave out and count what has no two different reasons', () => {
    const items = ['1', '2', '3', '4', '5'].map((id) => singleItem(id))
    const { items: made, leftOut } = pairsOf(
      items,
      [
        one('1', 'same'),
        one('2', undefined),
        one('3', undefined),
        one('4', 'a'),
        one('5', 'why', { label: none('failed') }),
      ],
      [one('1', 'same'), one('2', 'b'), one('3', undefined), one('5', 'b')],
    )
    expect(made).toEqual([])
    expect(leftOut).toEqual({
      'both reasons are the same': 1,
      'one gave no reason': 2,
      'neither gave a reason': 1,
      'asked of one judge only': 1,
    })
  })
})

describe('votes on feedback', () => {
  const found = (ratings: readonly Rating[]) => {
    const table = new RatingTable({
      factsOf: (item) => ({
        responses:
          item === 'swapped'
            ? [
                { id: 'A', writer: 'y' },
                { id: 'B', writer: 'x' },
              ]
            : [
                { id: 'A', writer: 'x' },
                { id: 'B', writer: 'y' },
              ],
      }),
    })
    for (const rating of ratings) table.add(rating)
    return feedbackFindings(table.rows, {
      source: 'test',
      version: '0',
      resampling: { seed: 0, resamples: 20 },
    })
  }
  const vote = (item: string, winner: string | null): Rating => ({
    item,
    annotator: 'kim',
    criterion: 'feedback-quality',
    label: prefers(winner),
  })
  const tag = (item: string, value: string, response?: string): Rating => ({
    item,
    annotator: 'kim',
    criterion: 'feedback-reason',
    label: says(value),
    ...(response === undefined ? {} : { response }),
  })

  it('are counted by judge, whichever side it stood on', () => {
    const { first, win, tie, lose, lead } = found([
      vote('1', 'A'),
      vote('swapped', 'B'),
      vote('3', 'B'),
      vote('4', null),
    ])
    expect([first, win.value, tie.value, lose.value, lead.value]).toEqual(['x', 0.5, 0.25, 0.25, 0.125])
  })
  it('carry what feedback that won and lost was like', () => {
    const { tags } = found([
      vote('1', 'A'),
      tag('1', 'specific', 'A'),
      tag('1', 'too general', 'B'),
      vote('swapped', 'A'),
      tag('swapped', 'specific'),
    ])
    const [specific, general] = tags
    expect(specific).toMatchObject({
      tag: 'specific',
      ofWinners: { value: 1, n: 2 },
      ofLosers: { value: 0, n: 1 },
    })
    expect(general).toMatchObject({ tag: 'too general', ofFirst: { value: 0 }, ofSecond: { value: 0.5 } })
  })
  it('are those on feedback-quality, or on no criterion; others are left out and counted', () => {
    const { votes, leftOut } = found([
      { item: '1', annotator: 'kim', label: prefers('A') },
      { ...vote('2', 'A'), criterion: 'helpfulness' },
    ])
    expect(votes).toBe(1)
    expect(Object.values(leftOut)).toEqual([1])
  })
  it('need items that name two judges', () => {
    const table = new RatingTable()
    table.add(vote('1', 'A'))
    expect(() => feedbackFindings(table.rows, { source: 'test', version: '0' })).toThrow('two judges')
  })
})
