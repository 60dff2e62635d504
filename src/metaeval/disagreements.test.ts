import { expect, it } from 'vitest'
import type { Preference } from '../domain/label.ts'
import { sampleRun } from '../domain/samples.ts'
import { disagreements } from './disagreements.ts'
import { bothOrders, pairItem, prefers, rating, scores, singleItem, verdict } from './samples.ts'

const sure = (winner: 'A' | 'B', p: number): Preference => ({
  kind: 'preference',
  winner,
  probabilities: { A: winner === 'A' ? p : 1 - p, B: winner === 'B' ? p : 1 - p, tie: 0 },
})
const ids = ['right', 'flip', 'unsure', 'sure', 'tie']
const verdicts = [
  ...bothOrders('right', prefers('A'), prefers('A')),
  ...bothOrders('flip', sure('A', 0.99), sure('B', 0.99)),
  ...bothOrders('unsure', sure('B', 0.6), sure('B', 0.6)),
  ...bothOrders('sure', sure('B', 0.95), sure('B', 0.97)),
  ...bothOrders('tie', prefers(null), prefers(null)),
]
const input = {
  run: sampleRun(),
  verdicts,
  items: ids.map((id) => pairItem(id)),
  ratings: ids.map((id) => rating(id, prefers('A'))),
}

it('puts first where the judge was surest and both orders agree', async () =>
  expect((await disagreements(input)).map(({ item }) => item.id)).toEqual(['sure', 'unsure', 'tie', 'flip']))

it('keeps the most telling up to a limit', async () =>
  expect((await disagreements(input, 1)).map(({ item }) => item.id)).toEqual(['sure']))

it('gives what a reader needs to decide who is right', async () => {
  const withReason = [
    verdict('p', prefers('B'), {
      order: 'AB',
      reason: 'B is longer.',
      answer: { text: 'Verdict: B', finish: 'stop' },
    }),
    verdict('p', prefers('B'), { order: 'BA' }),
  ]
  const item = pairItem('p')
  expect(
    await disagreements({
      ...input,
      items: [item],
      verdicts: withReason,
      ratings: [rating('p', prefers('A'))],
    }),
  ).toEqual([
    {
      item,
      criterion: 'helpfulness',
      truth: 'A',
      judged: 'B',
      games: [
        { order: 'AB', label: 'B', reason: 'B is longer.', answer: 'Verdict: B' },
        { order: 'BA', label: 'B', answer: 'Verdict' },
      ],
    },
  ])
})

it('puts first the scores that are furthest from the truth', async () => {
  const items = ['near', 'far', 'right'].map((id) => singleItem(id))
  const scored = [verdict('near', scores(4)), verdict('far', scores(1)), verdict('right', scores(5))]
  const ratings = items.map(({ id }) => rating(id, scores(5)))
  expect(
    (await disagreements({ ...input, items, verdicts: scored, ratings })).map(({ item }) => item.id),
  ).toEqual(['far', 'near'])
})

it('is empty without a truth', async () => expect(await disagreements({ ...input, ratings: [] })).toEqual([]))
