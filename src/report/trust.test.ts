import { describe, expect, it } from 'vitest'
import type { CriterionFindings, Findings, TruthFindings } from '../metaeval/findings.ts'
import { estimate, goodJudge, scoreJudge, undefinedEstimate, weakJudge, bareJudge } from './fixtures.ts'
import { itemsNeeded, trust, type Check, type TrustAnswer } from './trust.ts'

const good = goodJudge.criteria[0]!

/** The good judge with something changed. */
function changed(
  truth: Partial<TruthFindings>,
  criterion: Partial<CriterionFindings> = {},
): CriterionFindings {
  return { ...good, ...criterion, truth: { ...good.truth!, ...truth } }
}

function answerTo(criterion: CriterionFindings, findings: Findings = goodJudge): TrustAnswer {
  return trust(findings, criterion).answer
}

function check<N extends Check['name']>(
  name: N,
  criterion: CriterionFindings,
  findings: Findings = goodJudge,
) {
  return trust(findings, criterion).checks.find(
    (one): one is Extract<Check, { name: N }> => one.name === name,
  )
}

const flipsOften = {
  pairs: 400,
  consistency: estimate(0.7, 0.65, 0.75, 400),
  flips: 120,
  toFirst: 120,
  toSecond: 0,
  first: estimate(0.65, 0.6, 0.7, 800),
}

describe('can this judge be trusted?', () => {
  it.each<[string, TrustAnswer, CriterionFindings]>([
    ['all holds', 'good', good],
    ['there is no truth', 'no-truth', bareJudge.criteria[0]!],
    ['no item has both', 'nothing-compared', changed({ n: 0, accuracy: undefinedEstimate('no item') })],
    ['the truth is always A', 'one-class', changed({ confusion: { A: { A: 300, B: 117 } } })],
    ['kappa lies below 0', 'worse', changed({ kappa: estimate(-0.3, -0.4, -0.2, 417) })],
    ['kappa may be 0', 'guessing', changed({ kappa: estimate(0.05, -0.02, 0.12, 417) })],
    [
      'kappa has no interval, and accuracy may be chance',
      'guessing',
      changed({
        kappa: { ...estimate(0, 0, 0, 417), low: null, high: null },
        accuracy: estimate(0.46, 0.4, 0.52, 417),
      }),
    ],
    [
      'nothing has an interval',
      'guessing',
      changed({
        kappa: undefinedEstimate('one item'),
        accuracy: { ...estimate(1, 0, 0, 1), low: null, high: null },
      }),
    ],
    [
      'better than chance, within reach of the longer answer',
      'below-baseline',
      changed({ baselines: [{ name: 'longer answer', accuracy: estimate(0.74, 0.7, 0.78, 417) }] }),
    ],
    ['a third of the pairs flip', 'order', changed({}, { position: flipsOften })],
    ['kappa is 0.3', 'weak', changed({ kappa: estimate(0.3, 0.2, 0.4, 417) })],
    ['the interval is wide', 'care', changed({ accuracy: estimate(0.76, 0.62, 0.88, 41) })],
    ['it is drawn to length', 'care', changed({}, { prefersLonger: estimate(0.8, 0.75, 0.85, 379) })],
  ])('where %s: %s', (_, answer, criterion) => expect(answerTo(criterion)).toBe(answer))

  it('is with care where many asks have no label', () =>
    expect(answerTo(good, { ...goodJudge, asked: 900 })).toBe('care'))

  it('takes the worst news first', () =>
    expect(answerTo(changed({ kappa: estimate(0, -0.1, 0.1, 417) }, { position: flipsOften }))).toBe(
      'guessing',
    ))

  it('is about guessing for a judge that always names the first', () =>
    expect(answerTo(weakJudge.criteria[0]!, weakJudge)).toBe('guessing'))
})

describe('the headline', () => {
  it('is rank correlation for scores of more than two values', () =>
    expect(trust(scoreJudge, scoreJudge.criteria[0]!).headline).toMatchObject({
      measure: 'spearman',
      unit: 'number',
      chance: 0,
    }))

  it('is accuracy for scores of two values', () => {
    const binary = {
      ...scoreJudge.criteria[0]!,
      truth: {
        ...scoreJudge.criteria[0]!.truth!,
        confusion: { '0': { '0': 40, '1': 9 }, '1': { '0': 8, '1': 51 } },
      },
    }
    expect(trust(scoreJudge, binary).headline).toMatchObject({ measure: 'accuracy', unit: 'share' })
  })

  it('stands beside the best of the rules that do not read', () =>
    expect(trust(goodJudge, good).headline!.baseline!.name).toBe('most frequent truth'))
})

describe('each check is stated, whether it holds or not', () => {
  it('names them all for a good judge, and all hold', () =>
    expect(trust(goodJudge, good).checks.map(({ name, holds }) => [name, holds])).toEqual(
      ['guessing', 'baseline', 'strength', 'order', 'readable', 'spread', 'length', 'size'].map((name) => [
        name,
        true,
      ]),
    ))

  it('leaves out what does not apply: scores have no order', () =>
    expect(trust(scoreJudge, scoreJudge.criteria[0]!).checks.map(({ name }) => name)).toEqual([
      'guessing',
      'strength',
      'readable',
      'spread',
      'size',
    ]))

  it('cannot tell about the order where no pair was read both ways', () =>
    expect(check('order', { ...good, position: { ...flipsOften, pairs: 0, flips: 0 } })!.holds).toBeNull())

  it('holds at 20 % of flips and not above', () => {
    const flips = (n: number) =>
      check('order', { ...good, position: { ...flipsOften, pairs: 100, flips: n } })!.holds
    expect([flips(20), flips(21)]).toEqual([true, false])
  })

  it('holds at 5 % without a label and not above', () => {
    const answered = (n: number) => check('readable', good, { ...goodJudge, asked: 100, answered: n })!.holds
    expect([answered(95), answered(94)]).toEqual([true, false])
  })

  it('does not call one label for everything saturated where the truth is like that', () => {
    const labels = { A: 95, B: 5 }
    expect(
      check('spread', changed({ n: 100, confusion: { A: { A: 90, B: 5 }, B: { A: 5 } } }, { labels }))!.holds,
    ).toBe(true)
    expect(
      check('spread', changed({ n: 100, confusion: { A: { A: 48, B: 2 }, B: { A: 47, B: 3 } } }, { labels }))!
        .holds,
    ).toBe(false)
  })

  it('does not take random errors for a lean to length', () => {
    const truth = {
      n: 100,
      baselines: [{ name: 'longer answer', accuracy: estimate(0.2, 0.15, 0.25, 100) }],
      confusion: { A: { A: 35, B: 15 }, B: { A: 15, B: 35 } },
    }
    const prefers = (value: number) =>
      check('length', changed(truth, { prefersLonger: estimate(value, value - 0.05, value + 0.05, 100) }))!
    expect(prefers(0.38).expected).toBeCloseTo(0.38)
    expect([prefers(0.38).holds, prefers(0.5).holds]).toEqual([true, false])
  })

  it('compares length with the truth of the pairs that are no ties', () =>
    expect(
      check(
        'length',
        changed({
          n: 100,
          confusion: { A: { A: 40 }, B: { B: 40 }, tie: { tie: 20 } },
          baselines: [{ name: 'longer answer', accuracy: estimate(0.48, 0.4, 0.56, 100) }],
        }),
      )!.truthPrefersLonger,
    ).toBeCloseTo(0.6))
})

describe('how many items would be needed', () => {
  it('is more where the difference is smaller', () =>
    expect(itemsNeeded(estimate(0.55, 0.4, 0.7, 40), 0.5)!).toBeGreaterThan(
      itemsNeeded(estimate(0.65, 0.5, 0.8, 40), 0.5)!,
    ))

  it('is what the square root says: 15 points of half width, 5 of difference, 80 % power', () =>
    expect(itemsNeeded(estimate(0.55, 0.4, 0.7, 40), 0.5)).toBe(740))

  it.each([
    ['there is no difference to show', estimate(0.5, 0.4, 0.6, 40)],
    ['there is no interval', { ...estimate(0.6, 0, 0, 40), low: null, high: null }],
    ['there are enough already', estimate(0.9, 0.89, 0.91, 1000)],
  ])('is undefined where %s', (_, one) => expect(itemsNeeded(one, 0.5)).toBeUndefined())
})
