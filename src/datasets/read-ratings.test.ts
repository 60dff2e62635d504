import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ratingRow, type Rating } from '../domain/rating.ts'
import { readAnswers } from './read-answers.ts'
import { readRatings } from './read-ratings.ts'
import { writeRecords } from './write-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
afterAll(() => rm(folder, { recursive: true }))

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return name
}
const ratings = (name: string, content: string) =>
  Array.fromAsync(readRatings(file(name, content), { cwd: folder }))
const answers = (name: string, content: string) =>
  Array.fromAsync(readAnswers(file(name, content), { cwd: folder }))

const all: Rating[] = [
  { item: '1', annotator: 'kim', label: { kind: 'score', value: 4 }, criterion: 'tone' },
  {
    item: '1',
    annotator: 'judge',
    label: { kind: 'preference', winner: 'A', probabilities: { A: 0.75, B: 0.25, tie: 0 } },
    order: 'BA',
  },
  {
    item: '1',
    annotator: 'lee',
    label: { kind: 'preference', winner: null },
    sample: 2,
    reason: 'Both, equally.',
  },
  { item: '1', annotator: '박', label: { kind: 'category', value: '좋음' }, at: '2026-03-01T00:00:00.000Z' },
  { item: '1', annotator: 'choi', label: { kind: 'none', why: 'refused' } },
]

it.each(['jsonl', 'csv', 'json', 'parquet'])(
  'ratings written as %s are read as they were',
  async (ending) => {
    await writeRecords(`ratings.${ending}`, all.map(ratingRow), { cwd: folder })
    expect(await Array.fromAsync(readRatings(`ratings.${ending}`, { cwd: folder }))).toEqual(all)
  },
)

it('two ratings with one key are an error that names both lines and the key', async () => {
  const content = 'item,annotator,criterion,score\n1,kim,tone,4\n1,kim,depth,4\n1,kim,tone,5\n'
  await expect(ratings('twice.csv', content)).rejects.toMatchObject({
    code: 'datasets/duplicate',
    message: 'twice.csv, lines 2 and 4 have the same key (item "1", criterion "tone", annotator "kim").',
  })
})

it('a score that is no number is shown, not read as 0', async () => {
  await expect(ratings('words.csv', 'item,annotator,score\n1,kim,8/10\n')).rejects.toMatchObject({
    message: expect.stringContaining('words.csv, line 2: field score: expected a number; got "8/10"'),
  })
})

it('answers keep an empty text, and read their log-probabilities from a cell', async () => {
  expect(
    await answers(
      'answers.csv',
      'item,order,answer,sample,logprobs\n1,AB,,1,\n2,BA,B,,"{""A"":-2.5,""B"":-0.1}"\n',
    ),
  ).toEqual([
    { item: '1', order: 'AB', sample: 1, answer: { text: '', finish: 'stop' } },
    { item: '2', order: 'BA', answer: { text: 'B', finish: 'stop', choices: { A: -2.5, B: -0.1 } } },
  ])
})

it('nulls in an answer are absent', async () => {
  expect(await answers('nulls.jsonl', '{"item":1,"answer":"B","order":null,"usage":null}\n')).toEqual([
    { item: '1', answer: { text: 'B', finish: 'stop' } },
  ])
})
