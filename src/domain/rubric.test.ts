import { describe, expect, it } from 'vitest'
import { rubricIn, scaleValues, type RubricData } from './rubric.ts'

const data: RubricData = {
  name: 'depth',
  criterion: 'Goes into detail.',
  levels: { 1: 'none', 5: 'all' },
  translations: { ko: { criterion: '자세하다.', levels: { 1: '없음' } } },
}

describe('a rubric', () => {
  it('is worded in the language asked for', () => {
    expect(rubricIn(data, 'ko')).toMatchObject({
      criterion: '자세하다.',
      levels: { 1: '없음' },
      language: 'ko',
    })
  })
  it('is worded in its own language where it has no other', () => {
    expect(rubricIn(data, 'fr')).toMatchObject({ criterion: 'Goes into detail.', language: 'en' })
  })
  it('has one version in every language, of 12 hex digits', () => {
    expect(rubricIn(data, 'ko').version).toBe(rubricIn(data, 'en').version)
    expect(rubricIn(data, 'en').version).toMatch(/^[0-9a-f]{12}$/)
  })
  it('has another version as soon as a word changes', () => {
    expect(rubricIn({ ...data, guidance: 'Look twice.' }, 'en').version).not.toBe(
      rubricIn(data, 'en').version,
    )
  })
  it('is binary where it is objective, and 1 to 5 where it is not, unless it says otherwise', () => {
    expect(rubricIn({ ...data, kind: 'objective' }, 'en').scale).toEqual({ kind: 'binary' })
    expect(rubricIn(data, 'en').scale).toEqual({ kind: 'integers', low: 1, high: 5 })
    expect(rubricIn({ ...data, kind: 'objective', scale: '0-10' }, 'en').scale).toEqual({
      kind: 'integers',
      low: 0,
      high: 10,
    })
  })
})

it.each([
  [{ kind: 'integers', low: -1, high: 2 }, ['-1', '0', '1', '2']],
  [{ kind: 'binary' }, ['no', 'yes']],
  [{ kind: 'named', names: ['poor', 'good'] }, ['poor', 'good']],
] as const)('%j has the values %j', (scale, values) => expect(scaleValues(scale)).toEqual(values))
