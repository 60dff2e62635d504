import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rubricIn, rubricSchema, scaleValues, type Rubric, type RubricData } from '../src/domain/rubric.ts'
import { estimatedTokens } from './estimated-tokens.ts'

const folder = new URL('../rubrics/', import.meta.url)
const objective = ['accuracy', 'faithfulness', 'format', 'instruction-following']
const subjective = [
  'bias',
  'clarity',
  'conciseness',
  'creativity',
  'cultural-sensitivity',
  'depth',
  'ethics',
  'feedback-quality',
  'feedback-reason',
  'helpfulness',
  'relevance',
  'safety',
  'tone',
]
const files = readdirSync(folder).sort()
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')

it('the pack holds these rubrics and no others', () =>
  expect(files).toEqual([...objective, ...subjective].sort().map((name) => `${name}.yaml`)))

describe.each(files)('%s', (file) => {
  const data = parse(read(file)) as RubricData
  const english = rubricIn(data, 'en')
  const korean = rubricIn(data, 'ko')

  it('names its schema, for editors, on its first line', () =>
    expect(read(file).split('\n')[0]).toBe('# yaml-language-server: $schema=../contracts/rubric.schema.json'))

  it('is a rubric with no key that nothing reads, and is called as its file', () => {
    expect(rubricSchema.strict().safeParse(data).error).toBeUndefined()
    expect(`${data.name}.yaml`).toBe(file)
  })

  it('is binary where it is objective, else from 1 to 5, but for words that say what feedback is like', () => {
    expect(data.kind).toBe(objective.includes(data.name) ? 'objective' : 'subjective')
    const usual = data.kind === 'objective' ? { kind: 'binary' } : { kind: 'integers', low: 1, high: 5 }
    const named = expect.objectContaining({ kind: 'named' }) as object
    expect(english.scale).toEqual(data.name === 'feedback-reason' ? named : usual)
  })

  it('is one version in both languages', () => {
    expect([english.language, korean.language]).toEqual(['en', 'ko'])
    expect(korean.version).toBe(english.version)
  })

  it.each([english, korean].map((rubric) => [rubric.language, rubric] as const))(
    'says what each level means, and no two the same (%s)',
    (_language, { levels, scale }) => {
      expect(Object.keys(levels).sort()).toEqual(scaleValues(scale).sort())
      expect(new Set(Object.values(levels)).size).toBe(Object.keys(levels).length)
    },
  )

  it.each([english, korean].map((rubric) => [rubric.language, rubric] as const))(
    'is short: two sentences for the criterion, one a level, three for the guidance (%s)',
    (_language, { criterion, levels, guidance = '' }) => {
      expect(sentences(criterion)).toBeLessThanOrEqual(2)
      for (const level of Object.values(levels)) expect(sentences(level), level).toBe(1)
      expect(sentences(guidance)).toBeLessThanOrEqual(3)
    },
  )

  it('costs a small model at most 250 tokens in English and 800 in Korean', () => {
    expect(estimatedTokens(textOf(english))).toBeLessThanOrEqual(250)
    expect(estimatedTokens(textOf(korean))).toBeLessThanOrEqual(800)
  })

  it('says what not to count', () => {
    expect(english.guidance).toContain('Do not count')
    expect(korean.guidance).toContain('따지지 않는다')
  })

  it('is Korean in its translation', () => {
    for (const text of [korean.criterion, ...Object.values(korean.levels), korean.guidance]) {
      expect(text).toMatch(/[가-힣]/)
      expect(text?.replaceAll(/JSON|CSV|"(yes|no)"/g, '')).not.toMatch(/[A-Za-z]/)
    }
  })
})

function sentences(text: string): number {
  return text.match(/[.?](?=\s|$)/g)?.length ?? 0
}

function textOf({ criterion, levels, guidance }: Rubric): string {
  return [criterion, ...Object.values(levels), guidance].join('\n')
}
