import { describe, expect, it } from 'vitest'
import { whyNone } from '../domain/label.ts'
import { disagreements, goodJudge, scoreJudge, weakJudge } from './fixtures.ts'
import { htmlReport } from './html-report.ts'
import { summary } from './summary.ts'
import { nameIn, wordsIn } from './words.ts'

describe('a name that measuring gave', () => {
  it.each(whyNone)('none:%s is said in both languages', (why) => {
    expect(nameIn(wordsIn('en'), `none:${why}`)).not.toContain('none:')
    expect(nameIn(wordsIn('ko'), `none:${why}`)).toMatch(/\p{Script=Hangul}/u)
  })

  it.each([
    'most frequent truth',
    'longer answer',
    'first answer',
    'none counted wrong',
    'ties dropped',
    'where neither ties',
    'ties as half',
    'no truth',
    'no majority',
  ])('%s is said in Korean', (name) => expect(nameIn(wordsIn('ko'), name)).toMatch(/\p{Script=Hangul}/u))

  it('stays as it is where nobody translated it, whatever it is called', () => {
    expect(nameIn(wordsIn('ko'), 'a rule of next year')).toBe('a rule of next year')
    expect(nameIn(wordsIn('ko'), 'constructor')).toBe('constructor')
    expect(nameIn(wordsIn('ko'), 'none:toString')).toBe('none:toString')
  })
})

/** English words that a Korean page may hold: data, names of methods, and those every reader knows. */
const data =
  /demo-pairs|llmbar-gpt-4|essays|instruction-following|construction|people|helpfulness|clarity|agree-or-tie|average|JSON| --/

it('leaves no English sentence in a Korean summary', () => {
  for (const findings of [weakJudge, goodJudge, scoreJudge]) {
    const lines = summary(findings, { language: 'ko', color: false })
    const sentences = lines.filter((line) => /[a-z]{3,} [a-z]{3,}/.test(line) && !data.test(line))
    // What a file's line lacked comes from elsewhere, in English.
    expect(sentences.filter((line) => !/expected at least/.test(line))).toEqual([])
  }
})

it('leaves no English heading in a Korean page', async () => {
  const page = await htmlReport({ language: 'ko', runs: [{ findings: goodJudge, disagreements }] })
  const headings = [...page.matchAll(/<(h[1-4]|th scope="col"[^>]*|dt)>([^<]*)</g)].map(([, , text = '']) =>
    text.trim(),
  )
  expect(headings.filter((text) => /[a-z]{3,}/.test(text))).toEqual([])
})
