import { describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { parseItem, type Item } from '../domain/item.ts'
import { ItemIndex } from './item-index.ts'
import { codePoints } from './length.ts'
import { lengthControlled } from './length-controlled.ts'
import { RatingTable } from './rating-table.ts'

function itemOf(fields: Record<string, unknown>): Item {
  const parsed = parseItem({ instruction: 'Q', ...fields })
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems))
  return parsed.value
}

interface Planted {
  readonly first: string
  readonly second: string
  readonly lengths: readonly [number, number]
  /** That the second is preferred. */
  readonly p: number
  readonly difficulty?: number
}

function rowsOf(pairs: readonly Planted[]) {
  const index = new ItemIndex({
    pair: ({ responses: [a, b], metadata }) => ({
      lengths: [codePoints(a!.text), codePoints(b!.text)],
      ...(typeof metadata.difficulty === 'number' ? { difficulty: metadata.difficulty } : {}),
    }),
  })
  const table = new RatingTable({ factsOf: (id) => index.get(id) })
  for (const [i, { first, second, lengths, p, difficulty }] of pairs.entries()) {
    const responses = [first, second].map((writer, at) => ({
      id: writer,
      writer,
      text: '가'.repeat(lengths[at]!),
    }))
    index.add(itemOf({ id: `${i}`, responses, ...(difficulty === undefined ? {} : { difficulty }) }))
    table.add({
      item: `${i}`,
      annotator: 'judge',
      label: {
        kind: 'preference',
        winner: p > 0.5 ? second : first,
        probabilities: { A: 1 - p, B: p, tie: 0 },
      },
    })
  }
  return table.rows
}
const options = { baseline: 'base', source: 's', version: '0', resampling: { seed: 0, resamples: 50 } }

/** A judge who likes length alone: the logit of the longer one's win is what it is longer by, in tens. */
const byLength = (n: number): Planted[] => {
  const random = seededRandom(1)
  return Array.from({ length: n }, () => {
    const [a, b] = [20 + Math.floor(random() * 20), 30 + Math.floor(random() * 20)]
    return { first: 'base', second: 'wordy', lengths: [a, b] as const, p: 1 / (1 + Math.exp(-(b - a) / 10)) }
  })
}

describe('win rates at equal lengths', () => {
  it('see through a judge who likes length alone', () => {
    const [wordy] = lengthControlled(rowsOf(byLength(300)), options).systems
    expect(wordy!.winRate.value).toBeGreaterThan(0.65)
    expect(wordy!.lengthControlled.value).toBeCloseTo(0.5, 1)
    expect(wordy!.lengthControlled.low).toBeLessThan(wordy!.lengthControlled.value!)
    expect(wordy!.longer).toBeGreaterThan(8)
  })

  it('do not care which of a pair stands first', () => {
    const pairs = byLength(60)
    const turned = pairs.map(({ first, second, lengths: [a, b], p }) => ({
      first: second,
      second: first,
      lengths: [b, a] as const,
      p: 1 - p,
    }))
    const [one, other] = [pairs, turned].map(
      (planted) => lengthControlled(rowsOf(planted), options).systems[0]!,
    )
    expect(other!.winRate.value).toBeCloseTo(one!.winRate.value!, 12)
    expect(other!.lengthControlled.value).toBeCloseTo(one!.lengthControlled.value!, 4)
  })

  it('leave out pairs without the baseline, and say so', () => {
    const found = lengthControlled(
      rowsOf([...byLength(5), { first: 'x', second: 'y', lengths: [1, 2], p: 1 }]),
      options,
    )
    expect(found.systems.map(({ system, games }) => [system, games])).toEqual([['wordy', 5]])
    expect(found.leftOut).toEqual({ 'another pair of systems': 1 })
  })

  it('know whether every difficulty was given', () => {
    const pairs = byLength(20)
    expect(lengthControlled(rowsOf(pairs), options).difficulties).toBe(false)
    const given = pairs.map((pair, i) => ({ ...pair, difficulty: i % 3 }))
    expect(lengthControlled(rowsOf(given), options).difficulties).toBe(true)
  })

  it('need a baseline that met somebody', () => {
    expect(() => lengthControlled(rowsOf(byLength(3)), { ...options, baseline: 'nobody' })).toThrow(
      expect.objectContaining({
        code: 'metaeval/no-such-baseline',
        remedy: expect.stringContaining('base, wordy') as string,
      }),
    )
  })
})
