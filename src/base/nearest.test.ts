import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const names = ['mt-bench-pair', 'mt-bench-single', 'pandalm', 'judgelm-pair', 'show']

it.each([
  ['mt-bench-piar', 'mt-bench-pair'],
  ['pandalm', 'pandalm'],
  ['pandaml', 'pandalm'],
  ['shwo', 'show'],
  ['judgelm', 'judgelm-pair'],
])('takes %j for %j', (word, name) => expect(nearest(word, names)).toBe(name))

it.each(['', 'x', 'gpt-4', 'xxxxxxxxxxxxxxxx'])('guesses nothing at %j', (word) =>
  expect(nearest(word, names)).toBeUndefined(),
)

it('finds a name itself, whatever else there is', () =>
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (some) => {
      const name = some[0]!
      expect(nearest(name, some)).toBe(name)
    }),
  ))

it('is quick with a word of any length', () => expect(nearest('pair'.repeat(100_000), names)).toBeUndefined())
