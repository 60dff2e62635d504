import { expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import { comparable } from './comparable.ts'

const responses = [{ id: 'gpt' }, { id: 'llama' }]
const score = (value: number): Label => ({ kind: 'score', value })
const category = (value: string): Label => ({ kind: 'category', value })
const preference = (winner: string | null): Label => ({ kind: 'preference', winner })

it.each<[string, Label, Label, unknown]>([
  [
    'preferences as seats, by id or by seat',
    preference('llama'),
    preference('B'),
    { judged: 'B', truth: 'B' },
  ],
  ['a tie', preference(null), preference('gpt'), { judged: 'tie', truth: 'A' }],
  ['scores as numbers', score(3.5), score(4), { judged: 3.5, truth: 4 }],
  ['named levels as they are', category('good'), category('bad'), { judged: 'good', truth: 'bad' }],
  ['1 and yes', score(1), category('Yes'), { judged: 1, truth: 1 }],
  ['no and 0', category('no'), score(0), { judged: 0, truth: 0 }],
  ['1 and 예', score(1), category('예'), { judged: 1, truth: 1 }],
  ['a number written as a category', score(4), category('4'), { judged: 4, truth: 4 }],
])('compares %s', (_name, judged, truth, found) =>
  expect(comparable(judged, truth, responses)).toEqual(found),
)

it.each<[string, Label, Label]>([
  ['a preference and a score', preference('gpt'), score(1)],
  ['a score and a word that is no number', score(3), category('good')],
  ['a winner that is no response', preference('claude'), preference('gpt')],
  ['no label', none('refused'), score(1)],
])('does not compare %s', (_name, judged, truth) =>
  expect(comparable(judged, truth, responses)).toBeUndefined(),
)
