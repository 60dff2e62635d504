import { expect, it } from 'vitest'
import { none } from '../domain/label.ts'
import { usualResampling } from './estimate.ts'
import { positionMeter } from './position.ts'
import { bothOrders, pairItem, prefers, verdict } from './samples.ts'

const findings = (pairs: (readonly [string | null, string | null])[]) => {
  const meter = positionMeter()
  for (const [i, [AB, BA]] of pairs.entries())
    meter.add(pairItem(`p${i}`), bothOrders(`p${i}`, prefers(AB), prefers(BA)))
  return meter.findings(usualResampling)!
}

it('counts pairs whose two verdicts name the same winner, or both a tie', () => {
  const found = findings([
    ['A', 'A'],
    ['B', 'B'],
    [null, null],
    ['A', 'B'],
    ['A', null],
  ])
  expect(found).toMatchObject({ pairs: 5, flips: 2, consistency: { value: 0.6, n: 5 } })
})

it('tells flips to the first shown from flips to the second, and from flips with a tie', () =>
  expect(
    findings([
      ['A', 'B'],
      ['A', 'B'],
      ['B', 'A'],
      [null, 'A'],
    ]),
  ).toMatchObject({ flips: 4, toFirst: 2, toSecond: 1 }))

it('gives the share of single verdicts that name the first shown, ties left out', () =>
  // First shown: A in AB, B in BA.
  expect(
    findings([
      ['A', 'B'],
      ['B', null],
    ]).first,
  ).toMatchObject({ value: 2 / 3, n: 3 }))

it('knows a winner by the response it names, not by the letter', () => {
  const meter = positionMeter()
  const item = pairItem('p', {
    responses: [
      { id: 'gpt', text: '' },
      { id: 'llama', text: '' },
    ],
  })
  meter.add(item, bothOrders('p', prefers('gpt'), prefers('llama')))
  expect(meter.findings(usualResampling)).toMatchObject({ flips: 1, toFirst: 1 })
})

it('leaves out pairs that were not read in both orders', () => {
  const meter = positionMeter()
  meter.add(pairItem('p'), bothOrders('p', prefers('A'), none('unparsed')))
  expect(meter.findings(usualResampling)).toBeUndefined()
  meter.add(pairItem('q'), bothOrders('q', prefers('A'), prefers('A')))
  expect(meter.findings(usualResampling)).toMatchObject({ pairs: 1, first: { n: 3 } })
})

it('pairs samples by their number', () => {
  const meter = positionMeter()
  meter.add(pairItem('p'), [
    verdict('p', prefers('A'), { order: 'AB', sample: 0 }),
    verdict('p', prefers('B'), { order: 'AB', sample: 1 }),
    verdict('p', prefers('A'), { order: 'BA', sample: 0 }),
    verdict('p', prefers('B'), { order: 'BA', sample: 1 }),
  ])
  expect(meter.findings(usualResampling)).toMatchObject({ pairs: 2, flips: 0 })
})

it('says so where no verdict takes a side', () =>
  expect(findings([[null, null]]).first).toMatchObject({ value: null, why: 'every verdict is a tie' }))
