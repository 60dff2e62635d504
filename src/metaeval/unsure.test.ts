import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import { bothOrders, prefers, scores, verdict } from './samples.ts'
import { ruleText, surenessOf, unsureBy, unsureRules } from './unsure.ts'

const pair = [{ id: 'x' }, { id: 'y' }]
const sure = (A: number, B: number): Label => ({
  kind: 'preference',
  winner: A > B ? 'x' : 'y',
  probabilities: { A, B, tie: 0 },
})

describe('how sure a judge is', () => {
  it('flips where its orders name different winners, a tie among them', () => {
    expect(surenessOf(bothOrders('i', prefers('x'), prefers('y')), pair).flip).toBe(true)
    expect(surenessOf(bothOrders('i', prefers('x'), prefers(null)), pair).flip).toBe(true)
    expect(surenessOf(bothOrders('i', prefers('x'), prefers('x')), pair).flip).toBe(false)
  })
  it('does not flip where one order was not asked or not read', () => {
    expect(surenessOf([verdict('i', prefers('x'), { order: 'AB' })], pair).flip).toBeUndefined()
    expect(surenessOf(bothOrders('i', prefers('x'), none('unparsed')), pair)).toMatchObject({ unread: true })
  })
  it('comes from the mean of the distributions that its answers give', () =>
    expect(surenessOf(bothOrders('i', sure(1, 0), sure(0, 1)), pair)).toMatchObject({
      entropy: 1,
      margin: 0,
    }))
  it('comes from shares of answers where none gives a distribution, and is not known of one answer', () => {
    const samples = [4, 4, 4, 2].map((value, sample) => verdict('i', scores(value), { sample }))
    const found = surenessOf(samples, [{ id: 'A' }])
    expect(found.margin).toBe(0.5)
    expect(found.spread).toBeCloseTo(Math.sqrt(0.75), 12)
    expect(surenessOf([verdict('i', scores(4))], [{ id: 'A' }])).toEqual({ unread: false })
  })
  it('is that of the least sure response, and the gap is between the two', () => {
    const even: Label = { kind: 'score', value: 3, distribution: { 2: 0.5, 4: 0.5 } }
    const certain: Label = { kind: 'score', value: 5, distribution: { 5: 1 } }
    const found = surenessOf(
      [verdict('i', even, { response: 'x' }), verdict('i', certain, { response: 'y' })],
      pair,
    )
    expect(found).toMatchObject({ entropy: 1, spread: 1, gap: 2 })
  })
})

describe('rules', () => {
  it('are read as they are written', () => {
    const text = 'unread,flip,entropy>0.5,margin<0.2,spread>1,gap<0.5'
    const rules = unsureRules(text)
    expect('bad' in rules || rules.map(ruleText).join()).toBe(text)
  })
  it.each(['', 'flip,', 'entropy', 'entropy>', 'entropy>-1', 'luck>1', 'entropy>=1', 'entropy>1e3'])(
    'are not guessed at: %j',
    (text) => expect(unsureRules(text)).toHaveProperty('bad'),
  )
  it('never throw, whatever is written', () =>
    fc.assert(fc.property(fc.string(), (text) => void unsureRules(text))))
  it('send on what any of them holds of, and say which could not be told', () => {
    const rules = unsureRules('flip,entropy>0.5')
    if ('bad' in rules) throw new Error(rules.bad)
    expect(unsureBy({ unread: false, flip: true }, rules)).toEqual({
      because: ['flip'],
      notKnown: ['entropy>0.5'],
    })
    expect(unsureBy({ unread: false, flip: false, entropy: 0.5 }, rules).because).toEqual([])
  })
})
