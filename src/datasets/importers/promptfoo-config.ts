import { z } from 'zod'
import { sha256 } from '../../base/hash.ts'
import type { RubricData } from '../../domain/rubric.ts'

/** What a promptfooconfig.yaml gives: rubrics of the user's own words. */
export interface PromptfooConfig {
  readonly rubrics: readonly PromptfooRubric[]
  /** What was left out, and why. */
  readonly notes: readonly string[]
}

export interface PromptfooRubric {
  readonly rubric: RubricData
  /** The built-in judge that asks what the assertion asked. */
  readonly judge: 'pointwise' | 'pairwise'
}

/**
 * The model-graded assertions of a promptfooconfig.yaml as binary rubrics.
 *
 * `llm-rubric`, `model-graded-closedqa` and `g-eval` are for a pointwise judge, `select-best`
 * for a pairwise one. `factuality` is one rubric for all: its value is the test's reference answer.
 *
 * @param raw  the file's value, as YAML reads it.
 */
export function fromPromptfooConfig(raw: unknown): PromptfooConfig {
  const parsed = config.safeParse(raw)
  if (!parsed.success) return { rubrics: [], notes: ['it is no configuration of promptfoo'] }
  const { defaultTest, tests, scenarios } = parsed.data
  const notes: string[] = []
  const cases = [defaultTest, tests, scenarios].flatMap((one) => casesIn(one, notes))

  const rubrics = new Map<string, PromptfooRubric>()
  for (const { type, value } of cases.flatMap((one) => assertionsIn(one, notes))) {
    if (type.startsWith('not-') && graded.has(type.slice(4))) {
      notes.push(`${type} is graded the other way round: left out`)
      continue
    }
    if (!graded.has(type)) continue
    const made = type.endsWith('factuality') ? factuality : fromValue(type, value, notes)
    if (made) rubrics.set(made.rubric.name, rubrics.get(made.rubric.name) ?? made)
  }
  return { rubrics: [...rubrics.values()], notes }
}

/** A short name for a rubric's text, the same for the same text: some of its words, and six hex digits of its hash. */
export function rubricName(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .slice(0, 5)
    .join('-')
  return `${words.slice(0, 40) || 'rubric'}-${sha256(text.trim()).slice(0, 6)}`
}

const graded = new Set([
  'llm-rubric',
  'model-graded-closedqa',
  'select-best',
  'factuality',
  'model-graded-factuality',
  'g-eval',
])

const loose = z.looseObject({})
const config = z.looseObject({
  defaultTest: z.unknown().optional(),
  tests: z.unknown().optional(),
  scenarios: z.unknown().optional(),
})
const assertion = z.looseObject({
  type: z.string(),
  value: z.unknown().optional(),
  metric: z.string().nullish(),
})
type Assertion = z.infer<typeof assertion>

function casesIn(value: unknown, notes: string[]): Readonly<Record<string, unknown>>[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') {
    notes.push('tests of another file are named: they are not read, give that file')
    return []
  }
  if (Array.isArray(value)) return value.flatMap((one) => casesIn(one, notes))
  const one = loose.safeParse(value)
  if (!one.success) return []
  // A scenario holds tests, and its config more of them.
  return [one.data, ...casesIn(one.data['tests'], notes), ...casesIn(one.data['config'], notes)]
}

function assertionsIn(test: Readonly<Record<string, unknown>>, notes: string[]): Assertion[] {
  const listed = test['assert']
  if (!Array.isArray(listed)) return []
  return listed.flatMap((raw): Assertion[] => {
    const one = assertion.safeParse(raw)
    if (!one.success) {
      notes.push('an assertion has no type: left out')
      return []
    }
    return one.data.type === 'assert-set' ? assertionsIn(one.data, notes) : [one.data]
  })
}

function fromValue(type: string, value: unknown, notes: string[]): PromptfooRubric | undefined {
  const text = Array.isArray(value) ? value.join('\n') : value
  if (typeof text !== 'string' || text.trim() === '') {
    notes.push(`an assertion ${type} has no text: left out`)
    return undefined
  }
  if (text.startsWith('file://')) {
    notes.push(`an assertion ${type} names a file of its text: left out`)
    return undefined
  }
  if (text.includes('{{'))
    notes.push(`an assertion ${type} has {{vars}} in its text: they stay as they stand`)
  return {
    rubric: { name: rubricName(text), criterion: text.trim(), kind: 'objective', scale: 'binary' },
    judge: type === 'select-best' ? 'pairwise' : 'pointwise',
  }
}

const factuality: PromptfooRubric = {
  rubric: {
    name: 'agrees-with-the-reference',
    criterion: 'Does the response state the same facts as the reference answer, and none that contradict it?',
    kind: 'objective',
    scale: 'binary',
  },
  judge: 'pointwise',
}
