import { describe, expect, it } from 'vitest'
import type { TextFindings } from '../metaeval/text-scores.ts'
import { columnsOf } from './columns.ts'
import { estimate, undefinedEstimate } from './fixtures.ts'
import { languages } from './numbers.ts'
import { textScoresText, type TextReport } from './text-scores-text.ts'

const bleu = (hypothesis: string): TextFindings => ({
  metric: 'bleu',
  hypothesis,
  score: estimate(57.03, 51.84, 61.13, 999),
  details: {
    precision1: 63.6,
    precision2: 57.4,
    precision3: 54.7,
    precision4: 53,
    brevityPenalty: 1,
    hypothesisLength: 40_583,
    referenceLength: 38_975,
  },
  perItem: { mean: estimate(49.36, 45.55, 52.83, 999), signature: 'nrefs:1|eff:yes' },
  n: 999,
  items: 999,
  signature: 'nrefs:1|eff:no',
})
const report: TextReport = {
  findings: [bleu('ours'), bleu('theirs')],
  comparisons: [
    {
      metric: 'bleu',
      first: 'ours',
      second: 'theirs',
      difference: estimate(-0.27, -7.26, 5.98, 999),
      pairedBootstrap: { p: 0.389 },
      pairedRandomisation: { p: 0.0001, trials: 10_000 },
    },
  ],
  references: ['gold'],
  leftOut: [
    { reason: 'no reference', n: 7, first: ['a', 'b'] },
    { reason: 'no text to score', n: 1, first: ['\u001B[31mc\u202E'] },
  ],
}
const linesOf = (given: TextReport, language: 'en' | 'ko' = 'en', columns = 80) =>
  textScoresText(given, { language, color: false, columns })

it('gives the verdict on several columns first', () =>
  expect(linesOf(report).slice(0, 3)).toEqual([
    'bleu: theirs less ours',
    '  Not distinguishable: the difference may well be chance.',
    'Difference    −0.27 [−7.26, 5.98]',
  ]))

describe('a difference that the interval tells from 0', () => {
  const differing = (metric: string, value: number) => {
    const [one] = report.comparisons
    const difference = estimate(value, value - 1, value + 1, 999)
    return linesOf({ ...report, comparisons: [{ ...one!, metric, difference }] })[1]
  }

  it('says which is higher', () => {
    expect(differing('bleu', 4)).toBe('  “theirs” scores higher on items like these.')
    expect(differing('bleu', -4)).toBe('  “theirs” scores lower on items like these.')
  })

  it('says that fewer edits are better', () =>
    expect(differing('ter', -4)).toBe(
      '  “theirs” scores lower on items like these (fewer edits are better).',
    ))
})

it('says n, the score with what it is made of, and its signature', () =>
  expect(linesOf({ ...report, comparisons: [], leftOut: [], findings: [bleu('ours')] })).toEqual([
    'bleu of ours against gold: 999 items',
    'Score         57.03 [51.84, 61.13]',
    '              precisions 63.6/57.4/54.7/53.0',
    '              BP 1.000, 40,583 words, reference 38,975',
    'Per item      mean 49.36 [45.55, 52.83]',
    'Intervals     95 % percentile bootstrap, 1000 resamples of clusters, seed 0',
    'Signature     nrefs:1|eff:no',
    'per item      nrefs:1|eff:yes',
  ]))

it('counts and names what was left out', () =>
  expect(linesOf(report).slice(-2)).toEqual([
    'Left out      7  no reference (first: a, b)',
    '              1  no text to score (c)',
  ]))

it('says why a score is not defined', () => {
  const nothing = { ...bleu('ours'), score: undefinedEstimate('there is nothing to score') }
  expect(linesOf({ ...report, findings: [nothing] }, 'ko').join('\n')).toContain(
    '정의되지 않음: 채점할 것이 없음',
  )
})

it('holds no English sentence in Korean', () =>
  expect(linesOf(report, 'ko').filter((line) => /[a-z]{3,} [a-z]{3,}/i.test(line))).toEqual([]))

it.each(languages)('fits terminals and lets no control character through in %s', (language) => {
  for (const columns of [80, 60, 40]) {
    for (const line of linesOf(report, language, columns)) {
      expect(columnsOf(line), line).toBeLessThanOrEqual(columns)
      expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E]/u)
    }
  }
})
