import { expect, it } from 'vitest'
import { labelOrder, labelRows } from './label-rows.ts'

it('counts numbers upwards', () => expect(labelOrder(['10', '9', '1', '-1'])).toEqual(['-1', '1', '9', '10']))

it('puts A, B and tie in this order, before other words', () =>
  expect(labelOrder(['good', 'tie', 'B', 'A'])).toEqual(['A', 'B', 'tie', 'good']))

it('puts the most frequent of other words first', () =>
  expect(labelRows({ poor: 1, good: 3 }).map(({ label }) => label)).toEqual(['good', 'poor']))
