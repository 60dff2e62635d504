import { expect, it } from 'vitest'
import { judgeFileSchema } from '../domain/judge-file.ts'
import { none } from '../domain/label.ts'
import { itemOf, rubricOf } from './samples.ts'
import { templated } from './templated.ts'

it('gives no label where its patterns never come to an end with an answer', { timeout: 10_000 }, () => {
  const file = judgeFileSchema.parse({
    name: 'mine',
    protocol: 'pairwise',
    template: { user: '{response_a}' },
    reader: { pick: 'last', patterns: { A: '^(a+)+$', B: 'b' } },
  })
  const judge = templated(file, { reference: true, seed: 0 })
  const [ask] = judge.asks(itemOf({ response_a: 'x', response_b: 'y' }), 'r')
  const read = (text: string) =>
    judge.read({ text, finish: 'stop' }, { ...ask!, sample: 0 }, rubricOf(), { mode: 'text', language: 'en' })
  expect(read(`${'a'.repeat(60)}b`)).toMatchObject({
    label: none('unparsed'),
    reason: expect.stringContaining('2 seconds'),
  })
  expect(read('aaa').label).toEqual({ kind: 'preference', winner: 'A' })
})
