import { expect, it } from 'vitest'
import { bareJudge, goodJudge, weakJudge } from './fixtures.ts'
import { nextSteps, shellQuoted } from './next-steps.ts'
import { trust } from './trust.ts'

const stepsFor = (findings: typeof goodJudge, report?: string) =>
  nextSteps(
    findings,
    findings.criteria.map((criterion) => trust(findings, criterion)),
    report === undefined ? {} : { report },
  )

it('asks for a truth first where there is none', () => expect(stepsFor(bareJudge)[0]!.name).toBe('compare'))

it('asks for a more capable model where it cannot be told from guessing', () =>
  expect(stepsFor(weakJudge).map(({ name }) => name)).toEqual(['stronger', 'export']))

it('asks for a schema where free text could not be read', () =>
  expect(stepsFor({ ...goodJudge, answered: 600 }).map(({ name }) => name)).toEqual(['schema', 'export']))

it('has nothing to add where all holds and the report is written', () =>
  expect(stepsFor(goodJudge, 'r.html')).toEqual([]))

it.each([
  ['items.jsonl', 'items.jsonl'],
  ['my items.jsonl', "'my items.jsonl'"],
  ["it's", `'it'\\''s'`],
  ['$(rm -rf .)', "'$(rm -rf .)'"],
  ['a\u001B[2Jb', 'ab'],
])('%j is one word of a shell: %s', (text, quoted) => expect(shellQuoted(text)).toBe(quoted))

it('starts what it suggests with the command that was typed', () => {
  const trusts = weakJudge.criteria.map((criterion) => trust(weakJudge, criterion))
  expect(nextSteps(weakJudge, trusts, { command: 'assize judge my.jsonl --rubric my.yaml' })).toContainEqual({
    name: 'stronger',
    command: 'assize judge my.jsonl --rubric my.yaml --model openai:<model>',
  })
})
