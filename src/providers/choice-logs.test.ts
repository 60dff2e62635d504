import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceLogs, tokenBytes, type Position } from './choice-logs.ts'

/** Probability of each token; the first is the one that was said. */
const place = (tokens: Readonly<Record<string, number>>): Position => ({
  said: tokenBytes(Object.keys(tokens)[0]!),
  top: new Map(Object.entries(tokens).map(([token, p]) => [tokenBytes(token), Math.log(p)])),
})

const chances = (choices: readonly string[], ...places: Position[]) =>
  Object.fromEntries(
    Object.entries(choiceLogs(choices, places)).map(([choice, log]) => [
      choice,
      Number(Math.exp(log).toFixed(6)),
    ]),
  )

it('adds up what differs by white space only', () =>
  expect(chances(['A', 'B'], place({ A: 0.4, ' A': 0.2, '\nA': 0.1, '▁B': 0.1, 'B ': 0.05 }))).toEqual({
    A: 0.7,
    B: 0.15,
  }))

it('takes case as it is given', () => expect(chances(['A'], place({ a: 0.9, A: 0.1 }))).toEqual({ A: 0.1 }))

it('leaves out what is not among those returned', () =>
  expect(chances(['A', 'B'], place({ A: 0.9, The: 0.1 }))).toEqual({ A: 0.9 }))

it('counts no word that only begins like a choice', () =>
  expect(chances(['A', 'B'], place({ Answer: 0.9, B: 0.1 }))).toEqual({ B: 0.1 }))

it('takes the start of a choice for the choice, where no other starts so', () =>
  expect(chances(['good', 'neutral'], place({ good: 0.5, ne: 0.4 }))).toEqual({ good: 0.5, neutral: 0.4 }))

it('looks past white space that was said first', () =>
  expect(chances(['A', 'B'], place({ '\n': 0.9, A: 0.1 }), place({ A: 0.5, B: 0.5 }))).toEqual({
    A: 0.55,
    B: 0.45,
  }))

describe('1 and 10', () => {
  const scale = Array.from({ length: 10 }, (_, i) => String(i + 1))

  it('are told apart where 10 is one token', () =>
    expect(chances(scale, place({ '7': 0.5, '1': 0.2, '10': 0.1 }))).toEqual({
      '1': 0.2,
      '7': 0.5,
      '10': 0.1,
    }))

  it('are told apart by the next token where 1 was said', () =>
    expect(chances(scale, place({ '1': 0.6, '7': 0.4 }), place({ '': 0.7, '0': 0.25, '\n': 0.05 }))).toEqual({
      '1': 0.45,
      '7': 0.4,
      '10': 0.15,
    }))

  it('are both left out where nothing tells them apart', () =>
    expect(chances(scale, place({ '7': 0.6, '1': 0.4 }))).toEqual({ '7': 0.6 }))
})

describe('letters of several tokens', () => {
  it('are matched by their bytes', () => {
    const [first, second] = [Buffer.from('예').subarray(0, 1), Buffer.from('아니오').subarray(0, 2)]
    const top = new Map([
      [tokenBytes('', [...first]), Math.log(0.3)],
      [tokenBytes('', [...second]), Math.log(0.6)],
    ])
    // 예 and 아니오 share their first byte, which therefore tells nothing; the first two bytes of 아 do.
    const found = choiceLogs(['예', '아니오'], [{ said: '', top }])
    expect(Object.keys(found)).toEqual(['아니오'])
  })

  it('never lose a byte that looks like a space in another alphabet', () => {
    const choice = 'à' // its last byte is A0
    expect(chances([choice], place({ [choice]: 1 }))).toEqual({ [choice]: 1 })
  })
})

it('never gives more probability than there was', () =>
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('1', '10', '100', '2', 'A', 'AB', 'tie'), { minLength: 1 }),
      fc.array(
        fc.dictionary(
          fc.constantFrom('1', '10', '0', '00', ' ', 'A', ' A', 'B', 't', 'ie', 'tie', 'x'),
          fc.nat(9),
          {
            minKeys: 1,
          },
        ),
        { minLength: 1, maxLength: 2 },
      ),
      (choices, weights) => {
        const places = weights.map((weight) => {
          const sum = Object.values(weight).reduce((a, b) => a + b, 1)
          return place(Object.fromEntries(Object.entries(weight).map(([token, w]) => [token, w / sum])))
        })
        const found = choiceLogs(choices, places)
        expect(choices).toEqual(expect.arrayContaining(Object.keys(found)))
        const total = Object.values(found).reduce((sum, log) => sum + Math.exp(log), 0)
        expect(total).toBeLessThanOrEqual(1 + 1e-9)
      },
    ),
    { seed: 3 },
  ))
