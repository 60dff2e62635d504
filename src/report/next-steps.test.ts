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

it('has the answers looked at where most could not be read, and asks for no truth yet', () => {
  const unread = { ...bareJudge, asked: 10, answered: 0, none: { unparsed: 10 } }
  expect(stepsFor(unread)[0]).toEqual({ name: 'answers', command: `assize export ${bareJudge.run}` })
  expect(stepsFor(unread).map(({ name }) => name)).not.toContain('compare')
})

it('has no other reading to offer where every request failed', () => {
  const failed = { ...goodJudge, answered: 0, none: { failed: goodJudge.asked } }
  expect(stepsFor(failed).map(({ name }) => name)).not.toContain('schema')
})

it('asks for longer answers where most are cut off', () => {
  const cut = { ...bareJudge, asked: 10, answered: 2, none: { truncated: 8 } }
  expect(stepsFor(cut).map(({ name }) => name)).toContain('room')
})

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
