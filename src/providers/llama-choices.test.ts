import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { llamaChoices, type Spelling } from './llama-choices.ts'
import type { Token } from './llama-types.ts'

/** A model whose next token depends on the path alone; what is not named has no probability. */
function model(next: Readonly<Record<string, Readonly<Record<number, number>>>>) {
  const asked: string[] = []
  return {
    asked,
    next: async (path: readonly Token[], wanted: readonly Token[]) => {
      asked.push(path.join(' '))
      return new Map(wanted.map((token) => [token, Math.log(next[path.join(' ')]?.[token] ?? 0)]))
    },
  }
}

const probabilities = async (spellings: readonly Spelling[], from: ReturnType<typeof model>) =>
  Object.fromEntries(
    Object.entries(await llamaChoices(spellings, from.next)).map(([choice, log]) => [choice, Math.exp(log)]),
  )

describe('the log-probabilities of choices', () => {
  it('need one evaluation where first tokens differ', async () => {
    const from = model({ '': { 1: 0.5, 2: 0.3 } })
    const found = await probabilities(
      [
        { choice: 'A', tokens: [1] },
        { choice: 'B', tokens: [2, 9] },
      ],
      from,
    )
    expect(found.A).toBeCloseTo(0.5)
    expect(found.B).toBeCloseTo(0.3)
    expect(from.asked).toEqual([''])
  })

  it('give the beginning of another choice what does not go on to it', async () => {
    const from = model({ '': { 1: 0.8, 2: 0.1 }, 1: { 0: 0.25 } })
    const found = await probabilities(
      [
        { choice: '1', tokens: [1] },
        { choice: '10', tokens: [1, 0] },
        { choice: '2', tokens: [2] },
      ],
      from,
    )
    expect(found['1']).toBeCloseTo(0.6)
    expect(found['10']).toBeCloseTo(0.2)
    expect(found['2']).toBeCloseTo(0.1)
    expect(from.asked).toEqual(['', '1'])
  })

  it('are told apart where several begin with the same half of a letter', async () => {
    const from = model({ '': { 7: 0.9 }, 7: { 1: 0.5, 2: 0.4 } })
    const found = await probabilities(
      [
        { choice: '예', tokens: [7, 1, 3] },
        { choice: '아니오', tokens: [7, 2, 4] },
      ],
      from,
    )
    expect(found.예).toBeCloseTo(0.45)
    expect(found.아니오).toBeCloseTo(0.36)
    expect(from.asked).toEqual(['', '7'])
  })

  it('add up the ways to write one choice', async () => {
    const from = model({ '': { 1: 0.5, 11: 0.2, 2: 0.1 } })
    const found = await probabilities(
      [
        { choice: 'A', tokens: [1] },
        { choice: 'A', tokens: [11] },
        { choice: 'B', tokens: [2] },
      ],
      from,
    )
    expect(found.A).toBeCloseTo(0.7)
    expect(found.B).toBeCloseTo(0.1)
  })

  it('stay numbers where a choice has no probability at all', async () => {
    const found = await llamaChoices(
      [
        { choice: 'A', tokens: [1] },
        { choice: 'B', tokens: [2] },
      ],
      model({ '': { 1: 1 } }).next,
    )
    expect(found.B).toBeLessThan(-600)
    expect(Number.isFinite(found.B)).toBe(true)
  })

  it('never give out more probability than there is', async () => {
    const spelling = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(spelling, { minLength: 1, maxLength: 8, selector: (tokens) => tokens.join(' ') }),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        async (all, weights) => {
          const sum = weights.reduce((a, b) => a + b, 0) * 1.1
          const found = await llamaChoices(
            all.map((tokens) => ({ choice: tokens.join(' '), tokens })),
            async (_, wanted) => new Map(wanted.map((token) => [token, Math.log(weights[token]! / sum)])),
          )
          const total = Object.values(found).reduce((p, log) => p + Math.exp(log), 0)
          expect(Object.keys(found)).toHaveLength(all.length)
          expect(total).toBeLessThanOrEqual(1 + 1e-9)
        },
      ),
    )
  })
})
