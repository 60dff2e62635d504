import { expect, it } from 'vitest'
import { signature, signatureDifference } from './signature.ts'

it('is one line of its parts in order, without those that are undefined', () => {
  expect(signature({ judge: 'helpful', seed: 7, adapter: undefined, n: 999 })).toBe(
    'judge:helpful|seed:7|n:999',
  )
})
it('stays one line of its parts whatever their values hold', () => {
  expect(signature({ model: 'a|b\nc d' })).toBe('model:a_b_c_d')
})
it('names the parts in which two differ', () => {
  expect(signatureDifference('judge:a|temp:0|n:1', 'judge:a|temp:1|seed:2|n:1')).toEqual([
    { part: 'temp', a: '0', b: '1' },
    { part: 'seed', a: undefined, b: '2' },
  ])
})
