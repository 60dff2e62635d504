import { expect, it } from 'vitest'
import { emptyTextIds, WordIds } from './text-ids.ts'
import { textWords } from './text-words.ts'

const read = (words: WordIds, text: string): { ids: number[]; lineEnds: number[] } => {
  const into = emptyTextIds()
  words.read(text, into)
  return { ids: [...into.ids.subarray(0, into.length)], lineEnds: into.lineEnds }
}

it('gives equal words equal numbers, over several texts', () => {
  const words = new WordIds({})
  expect(read(words, 'a b A').ids).toEqual([0, 1, 0])
  expect(read(words, 'c b').ids).toEqual([2, 1])
  expect(words.size).toBe(3)
})

it('gives words of one stem one number', () =>
  expect(read(new WordIds({ stemmer: true }), 'judge judging judged cat').ids).toEqual([0, 0, 0, 1]))

it.each(['ascii', 'unicode'] as const)('says where lines with words end, in %s mode', (mode) =>
  expect(read(new WordIds({ mode }), '\na b\n\n?\nc\nd e').lineEnds).toEqual([2, 3, 5]),
)

it.each(['ascii', 'unicode'] as const)('finds the words of textWords, in %s mode', (mode) => {
  const text = "The cat's hat: 2nd, café; 서울은 K\u212a x_y\r\nz"
  expect(read(new WordIds({ mode }), text).ids).toHaveLength(textWords(text, { mode }).length)
})

it('reads a text of any length', () =>
  expect(read(new WordIds({}), 'x '.repeat(5000)).ids).toHaveLength(5000))

it('forgets words between segments when they become too many', () => {
  const words = new WordIds({}, 10)
  for (let i = 0; i < 1000; i++) {
    words.beginSegment()
    read(words, `a${i} b${i}`)
    expect(words.size).toBeLessThanOrEqual(12)
  }
})

it('forgets nothing within a segment', () => {
  const words = new WordIds({}, 2)
  words.beginSegment()
  read(words, 'a b c d e')
  expect(read(words, 'e d c').ids).toEqual([4, 3, 2])
})
