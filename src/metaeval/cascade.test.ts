import { describe, expect, it } from 'vitest'
import { none, type Label } from '../domain/label.ts'
import type { Verdict } from '../domain/verdict.ts'
import { cascade, type CascadeOptions } from './cascade.ts'
import { judgedItems } from './judgments.ts'
import { pairItem, prefers, rating, verdict } from './samples.ts'
import { chooseTruth } from './truth.ts'

const about = {
  first: 'small',
  second: 'large',
  source: 'test',
  version: '0',
  resampling: { seed: 0, resamples: 20 },
}
const n = 40
const items = Array.from({ length: n }, (_, i) => pairItem(`i${i}`))
const truth = chooseTruth(items.map(({ id }) => rating(id, prefers('A'))))!
const answer = (cost: number) => ({
  text: '',
  finish: 'stop' as const,
  usage: { prompt: 100, completion: 10 },
  milliseconds: 500,
  cost,
})
const sure = (winner: 'A' | 'B', p: number): Label => ({
  kind: 'preference',
  winner,
  probabilities: { A: winner === 'A' ? p : 1 - p, B: winner === 'B' ? p : 1 - p, tie: 0 },
})
/** Right and sure on three of four, else wrong and unsure. */
const small = items.map(({ id }, i) =>
  verdict(id, i % 4 === 0 ? sure('B', 0.55) : sure('A', 0.95), { order: 'AB', answer: answer(0.001) }),
)
const largeOn = (wanted: (i: number) => boolean, label: Label = prefers('A')) =>
  new Map<string, Verdict[]>(
    items.flatMap(({ id }, i) =>
      wanted(i) ? [[id, [verdict(id, label, { order: 'AB', answer: answer(0.1) })]]] : [],
    ),
  )
const run = (second: Map<string, Verdict[]>, more: Partial<CascadeOptions> = {}) =>
  cascade(judgedItems(small, items), second, {
    ...about,
    unsure: [{ signal: 'margin', is: '<', limit: 0.2 }],
    truth,
    ...more,
  })

describe('a cascade', () => {
  it('takes the second judge’s label where the first is unsure, and the first’s elsewhere', async () => {
    const { verdicts, findings } = await run(largeOn((i) => i % 4 === 0))
    expect(findings).toMatchObject({ items: n, sent: 10, because: { 'margin<0.2': 10 }, waiting: 0 })
    expect(verdicts.filter(({ by }) => by === 'second')).toHaveLength(10)
    expect(findings.truth!.first.value).toBe(0.75)
    expect(findings.truth!.cascade.value).toBe(1)
    expect(findings.truth!.gain.value).toBe(0.25)
    expect([findings.truth!.sentFirst.value, findings.truth!.sentSecond.value]).toEqual([0, 1])
  })
  it('costs both, and says what the second alone would by its mean on what it judged', async () => {
    const { spent } = (await run(largeOn((i) => i % 4 === 0))).findings
    expect(spent.isMeasured).toBe(false)
    expect(spent.first).toMatchObject({ asks: 40, promptTokens: 4000, seconds: 20 })
    expect(spent.second.cost).toBeCloseTo(1, 9)
    expect(spent.cascade.cost).toBeCloseTo(1.04, 9)
    expect(spent.secondOnAll!.cost).toBeCloseTo(4, 9)
  })
  it('measures what the second alone costs where it judged everything, and counts only what was sent on', async () => {
    const { spent, truth: right } = (await run(largeOn(() => true))).findings
    expect(spent.isMeasured).toBe(true)
    expect(spent.second.asks).toBe(10)
    expect(spent.secondOnAll!.asks).toBe(40)
    expect(right!.second!.value).toBe(1)
    expect(right!.loss!.value).toBe(0)
  })
  it('does not know a cost that an answer lacks', async () => {
    const free = largeOn(() => true)
    free.set('i0', [{ ...free.get('i0')![0]!, answer: { text: '', finish: 'stop' } }])
    const { spent } = (await run(free)).findings
    expect([spent.second.cost, spent.cascade.cost, spent.first.cost === null]).toEqual([null, null, false])
  })
  it('has no label where the second judge was not read or has not answered, never the first’s', async () => {
    const unread = (await run(largeOn((i) => i % 4 === 0, none('unparsed')))).verdicts
    expect(unread[0]!.label).toEqual(none('unparsed'))
    const { verdicts, findings } = await run(largeOn((i) => i === 4))
    expect(verdicts[0]).toMatchObject({ label: none('failed'), by: 'second' })
    expect(findings.waiting).toBe(9)
  })
  it('counts rules that cannot be told', async () => {
    const { findings } = await run(
      largeOn(() => true),
      { unsure: [{ signal: 'gap', is: '<', limit: 1 }] },
    )
    expect(findings).toMatchObject({ sent: 0, notKnown: { 'gap<1': n } })
  })
})

describe('its curve', () => {
  const curve = async (more: Partial<CascadeOptions> = {}) =>
    (
      await run(
        largeOn(() => true),
        { unsure: [], curve: 'margin', ...more },
      )
    ).findings.curve!

  it('goes from the first judge to the second', async () => {
    const { points } = await curve()
    expect(
      points.map(({ limit, sent, accuracy }) => [limit && Number(limit.toFixed(3)), sent, accuracy.value]),
    ).toEqual([
      [0.1, 0, 0.75],
      [0.9, 0.25, 1],
      [null, 1, 1],
    ])
    expect(points.map(({ spent }) => spent.asks)).toEqual([40, 50, 80])
  })
  it('chooses the fewest sent on that are as good, on one half, and measures on the other', async () => {
    const { chosen, crossFit } = await curve()
    expect(chosen).toBeCloseTo(0.9, 9)
    expect(crossFit!.accuracy.value).toBe(1)
    expect(crossFit!.sent.value).toBe(0.25)
  })
  it('is there only where the second judged everything', async () =>
    expect(
      (
        await run(
          largeOn((i) => i > 0),
          { curve: 'margin' },
        )
      ).findings.curve,
    ).toBeUndefined())
})
