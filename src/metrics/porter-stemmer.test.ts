import { expect, it } from 'vitest'
import { golden } from './golden.ts'
import { porterStem } from './porter-stemmer.ts'

const { made_by, cases } = golden<[word: string, stem: string]>('porter-stemmer')

it(`stems as ${made_by}`, () => {
  expect(cases.length).toBeGreaterThan(1500)
  expect(cases.map(([word]) => [word, porterStem(word)])).toEqual(cases)
})

// Porter 1980, the examples beside the rules.
it.each([
  ['caresses', 'caress'],
  ['ponies', 'poni'],
  ['plastered', 'plaster'],
  ['motoring', 'motor'],
  ['sized', 'size'],
  ['hopping', 'hop'],
  ['filing', 'file'],
  ['hopefulness', 'hope'],
  ['generalizations', 'gener'],
  ['oscillators', 'oscil'],
])('makes %s %s, as Porter does', (word, stem) => expect(porterStem(word)).toBe(stem))

it.each([
  ['dies', 'die'],
  ['skies', 'sky'],
  ['enjoy', 'enjoy'],
  ['spy', 'spi'],
])('makes %s %s, as NLTK does and Porter does not', (word, stem) => expect(porterStem(word)).toBe(stem))

it.each(['', 'a', 'is', '42'])('leaves %j as it is', (word) => expect(porterStem(word)).toBe(word))

it('does not care about capitals', () => expect(porterStem('Judging')).toBe(porterStem('judging')))

it('stems a run of y of any length', () =>
  expect(porterStem(`${'y'.repeat(100_000)}ed`)).toBe(`${'y'.repeat(99_999)}i`))
