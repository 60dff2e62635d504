import { describe, expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { bareJudge, goodJudge, hostileJudge, scoreJudge, undefinedEstimate, weakJudge } from './fixtures.ts'
import { languages } from './numbers.ts'
import { summary } from './summary.ts'

const english = { language: 'en', color: false } as const
const textOf = (...input: Parameters<typeof summary>) => summary(...input).join('\n')
const all = { weakJudge, goodJudge, scoreJudge, bareJudge, hostileJudge }

it('counts no label where nothing could be read, and shows no empty line of verdicts', () => {
  const [criterion] = weakJudge.criteria
  const unread = {
    ...weakJudge,
    answered: 0,
    none: { unparsed: weakJudge.asked },
    labels: {},
    criteria: [{ ...criterion!, labels: {} }],
  }
  expect(textOf(unread, english)).toContain('0 labels, made by the rule')
  expect(textOf(unread, english)).not.toMatch(/^Verdicts/m)
})

it('asks nothing about trust where nothing was asked', () => {
  const text = textOf({ ...bareJudge, asked: 0, answered: 0, none: {}, labels: {}, criteria: [] }, english)
  expect(text).not.toContain('trusted?')
  expect(text).not.toContain('could be read')
  expect(text).not.toContain('Next')
})

it('names who has a vote in a majority', () => {
  const [criterion] = weakJudge.criteria
  const truth = { ...criterion!.truth!, truth: 'majority', voters: ['mina', 'omar'] }
  const voted = { ...weakJudge, criteria: [{ ...criterion!, truth }] }
  expect(textOf(voted, english)).toContain('with “majority” of mina, omar on')
  expect(textOf(voted, { ...english, language: 'ko' })).toContain('‘다수결’(mina, omar)')
})

describe.each(languages)('in %s', (language) => {
  it.each(Object.entries(all))('%s takes no more than 80 columns', (_, findings) => {
    for (const line of summary(findings, {
      language,
      color: false,
      report: `/home/${'x'.repeat(200)}.html`,
    })) {
      expect(columnsOf(line), line).toBeLessThanOrEqual(80)
    }
  })

  it.each(Object.entries(all))('%s fits a narrow terminal', (_, findings) => {
    for (const line of summary(findings, { language, color: false, columns: 60 })) {
      expect(columnsOf(line), line).toBeLessThanOrEqual(60)
    }
  })

  it('lets no control or bidi character through, with or without colour', () => {
    for (const line of summary(hostileJudge, { language, color: false })) {
      expect(line).not.toMatch(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
    }
    for (const line of summary(hostileJudge, { language, color: true })) {
      expect(line.replace(/\u001B\[\d+m/g, '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
    }
  })

  it('says the same with colour as without', () =>
    expect(textOf(goodJudge, { language, color: true }).replace(/\u001B\[\d+m/g, '')).toBe(
      textOf(goodJudge, { language, color: false }),
    ))

  it('ends with the signature', () => {
    const text = textOf(weakJudge, { language, color: false }).replaceAll('\n', '')
    expect(text.endsWith(weakJudge.signature)).toBe(true)
  })
})

it('says in words what a swap of the order did', () => {
  const text = textOf(weakJudge, english).replaceAll(/\n +/g, ' ')
  expect(text).toContain(
    'both orders give the same verdict in 4 of 40 pairs; 36 flips, all to the answer shown first',
  )
})

it('puts chance and rules that do not read beside the agreement', () => {
  const text = textOf(weakJudge, english)
  expect(text).toMatch(/accuracy +7\.5 % +\[0\.0, 17\.5\]/)
  expect(text).toMatch(/chance alone +5\.0 %/)
  expect(text).toMatch(/always the longer answer +52\.5 % +\[37\.5, 67\.5\]/)
})

it('says n where it is not the n of the block', () =>
  expect(textOf(goodJudge, english)).toMatch(/none counted wrong +75\.9 % +\[71\.9, 79\.9\] n=419/))

it('counts what has no label by reason', () => {
  const text = textOf(scoreJudge, english)
  expect(text).toMatch(
    /No label +6 {2}cut off before the verdict\n +2 {2}refused to judge\n +1 {2}the request failed/,
  )
})

it('says why a number is not defined, in place of the number', () => {
  const [criterion] = weakJudge.criteria
  const findings = {
    ...weakJudge,
    criteria: [
      { ...criterion!, truth: { ...criterion!.truth!, kappa: undefinedEstimate('one class only', 40) } },
    ],
  }
  expect(textOf(findings, english)).toMatch(/Cohen's kappa +not defined: one class only/)
})

it('does not show a price it does not know as 0', () => {
  expect(textOf(bareJudge, english)).toContain('price not known')
  expect(textOf(weakJudge, english)).toContain('$0;')
})

it('gives the answer and the commands that follow from it', () => {
  const text = textOf(weakJudge, english)
  expect(text).toContain('No: this judge cannot be told from guessing on these items (n=40).')
  expect(text.replaceAll(/ \\\n +/g, ' ')).toContain(
    'assize judge examples/demo/items.jsonl --judge pairwise --rubric instruction-following --model openai:<model>',
  )
})

it('suggests a truth where there is none, and no report that is there already', () => {
  expect(textOf(bareJudge, english)).toContain('--ratings <ratings file>')
  expect(textOf(goodJudge, { ...english, report: 'r.html' })).not.toContain('assize export')
})

it('answers in Korean', () =>
  expect(textOf(weakJudge, { language: 'ko', color: false }).replaceAll(/\n +/g, ' ')).toContain(
    '이 항목들로는 이 심판을 찍기와 구별할 수 없습니다(n=40). 40쌍 중 36쌍은 답을 보여 준 순서가 판정을 좌우했습니다.',
  ))

it('has something to say about a run that asked nothing', () => {
  const nothing = { ...weakJudge, items: 0, asked: 0, answered: 0, labels: {}, criteria: [] }
  expect(textOf(nothing, english)).toContain('0 asks')
})
