import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sparseLogistic } from './sparse-logistic.ts'

it('without a penalty to speak of, is the log odds of the mean of a constant', () => {
  const data = { features: new Float64Array(4).fill(1), chances: [1, 1, 0.5, 0.5], weights: [1, 1, 1, 1] }
  expect(sparseLogistic(data, 1e8, new Float64Array(1))[0]).toBeCloseTo(Math.log(3), 7)
})

it('is where no small step of any coefficient helps, whatever the data and wherever it begins', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: -3, max: 3, noNaN: true }),
          fc.double({ min: -3, max: 3, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        { minLength: 1, maxLength: 30 },
      ),
      fc.constantFrom(0.01, 0.3, 1, 20),
      fc.constantFrom(0, 2),
      (rows, c, start) => {
        const features = Float64Array.from(rows.flatMap(([x, y]) => [x, y, 1]))
        const [chances, weights] = [rows.map(([, , p]) => p), rows.map(() => 1)]
        const found = sparseLogistic({ features, chances, weights }, c, new Float64Array(3).fill(start))
        return [...found].every((w, j) => {
          let slope = 0
          for (const [i, p] of chances.entries()) {
            const z = features.subarray(3 * i, 3 * i + 3).reduce((sum, x, k) => sum + x * found[k]!, 0)
            slope += c * features[3 * i + j]! * (1 / (1 + Math.exp(-z)) - p)
          }
          return w === 0 ? Math.abs(slope) <= 1 + 1e-6 : Math.abs(slope + Math.sign(w)) <= 1e-6
        })
      },
    ),
    { numRuns: 300 },
  ))
