import { describe, expect, it } from 'vitest'
import { rubricIn } from '../domain/rubric.ts'
import { parseRubric, readRubric } from './read-rubric.ts'

const good = `# yaml-language-server: $schema=../contracts/rubric.schema.json
$schema: ../contracts/rubric.schema.json
name: tone
criterion: Is the tone fit for the reader?
scale: 1-3
levels:
  1: It offends.
  2: It is neutral.
  3: It is warm.
translations:
  ko:
    criterion: 읽는 사람에게 알맞은 말투인가?
    levels: {1: 무례하다., 2: 무난하다., 3: 따뜻하다.}
`

it('reads YAML, and JSON, which is YAML', () => {
  const data = parseRubric(good, 'tone.yaml')
  expect(parseRubric(JSON.stringify(data), 'tone.json')).toEqual(data)
  expect(rubricIn(data, 'ko').levels).toEqual({ 1: '무례하다.', 2: '무난하다.', 3: '따뜻하다.' })
})

it('leaves the editor line out, so that it is no part of the version', () => {
  expect(parseRubric(good, 'tone.yaml')).not.toHaveProperty('$schema')
})

describe('a bad rubric names the line, what was expected and what stood there', () => {
  it.each([
    [
      'a key with a slip',
      'name: x\ncriterion: y\nlevel: {1: z}\n',
      'x.yaml, line 3: There is no key "level"; the keys are ',
    ],
    [
      'no criterion',
      'name: x\nscale: 1-5\n',
      'x.yaml, line 1: Field criterion: expected a string; got nothing.',
    ],
    ['a kind of its own', 'name: x\ncriterion: y\nkind: strict\n', 'x.yaml, line 3: Field kind: expected '],
    [
      'a level off the scale',
      'name: x\ncriterion: y\nscale: 1-3\nlevels:\n  1: a\n  5: b\n',
      'x.yaml, line 6: There is no level "5" on this scale; its values are 1, 2, 3.',
    ],
    [
      'a range backwards',
      'name: x\ncriterion: y\nscale: 5-1\n',
      'x.yaml, line 3: Field scale: expected a range such as 1-5, "binary", or a list of at least two names from worst to best; got "5-1".',
    ],
    ['a list', '- a\n- b\n', 'x.yaml, line 1: Expected keys such as name.'],
    ['no YAML', 'name: x\ncriterion: "y\n', 'x.yaml, line '],
    ['a key twice', 'name: x\nname: y\n', 'x.yaml, line 2: Map keys must be unique.'],
  ])('%s', (_what, text, message) => {
    expect(() => parseRubric(text, 'x.yaml')).toThrow(
      expect.objectContaining({ code: 'datasets/bad-rubric', message: expect.stringContaining(message) }),
    )
  })
})

it('says that there is no such file', async () => {
  await expect(readRubric('nowhere.yaml', { cwd: import.meta.dirname })).rejects.toMatchObject({
    code: 'datasets/no-such-file',
  })
})
