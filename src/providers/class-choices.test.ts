import { describe, expect, it } from 'vitest'
import { classChoices, type ModelClass } from './class-choices.ts'

const named: ModelClass[] = [
  { label: 'bad', probability: 0.25 },
  { label: 'good', probability: 0.75 },
]
const nameless: ModelClass[] = [
  { label: 'LABEL_0', probability: 0.25 },
  { label: 'LABEL_1', probability: 0.75 },
]
const probabilities = (classes: readonly ModelClass[], choices?: readonly string[]) =>
  Object.fromEntries(
    Object.entries(classChoices(classes, choices, 'm')).map(([name, log]) => [
      name,
      +Math.exp(log).toFixed(9),
    ]),
  )

it("takes the model's own labels by name, in any order, and some of them", () => {
  expect(probabilities(named, ['good', 'bad'])).toEqual({ good: 0.75, bad: 0.25 })
  expect(probabilities(named, ['good'])).toEqual({ good: 0.75 })
  expect(probabilities(named)).toEqual({ bad: 0.25, good: 0.75 })
})

it("takes the judge's names in the order of the classes, where the model has none", () => {
  expect(probabilities(nameless, ['No', 'Yes'])).toEqual({ No: 0.25, Yes: 0.75 })
  expect(probabilities([{ probability: 0.25 }, { probability: 0.75 }], ['No', 'Yes'])).toEqual({
    No: 0.25,
    Yes: 0.75,
  })
  expect(probabilities([{ probability: 0.25 }, { label: 'Yes', probability: 0.75 }], ['No', 'Yes'])).toEqual({
    No: 0.25,
    Yes: 0.75,
  })
})

it('keeps a number where the probability is 0', () =>
  expect(classChoices([{ label: 'a', probability: 0 }], ['a'], 'm').a).toBeCloseTo(Math.log(1e-300)))

it.each([5, -0.1, 1e308, Number.NaN])('takes %d for no probability', (probability) =>
  expect(() => classChoices([{ label: 'a', probability }], ['a'], 'm')).toThrow(
    expect.objectContaining({
      code: 'provider/wrong-classes',
      message: expect.stringContaining('no probability'),
    }),
  ),
)

describe('guesses no class', () => {
  it.each([
    ['of another name', named, ['A', 'B']],
    ['at another place', [{ probability: 0.75 }, { label: 'No', probability: 0.25 }], ['No', 'Yes']],
    ['of another number', nameless, ['1', '2', '3']],
  ])('%s', (_, classes, choices) =>
    expect(() => classChoices(classes, choices, 'm')).toThrow(
      expect.objectContaining({
        kind: 'stop',
        code: 'provider/wrong-classes',
        message: expect.stringContaining(choices.join(', ')),
      }),
    ),
  )
})
