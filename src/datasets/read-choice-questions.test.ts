import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readChoiceQuestions } from './read-choice-questions.ts'
import { Skipped } from './skipped.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-questions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return name
}
const read = (name: string, more: { skipped?: Skipped } = {}) =>
  Array.fromAsync(readChoiceQuestions(name, { cwd: folder, ...more }))

describe('the questions of a file', () => {
  it('have the ids that they are given, or the file’s name and their number', async () => {
    const line = '"question":"Q?","choices":["x","y"],"answer":"A"'
    const name = write('two.jsonl', `{"id":"a",${line}}\n{${line}}\n`)
    expect((await read(name)).map(({ id }) => id)).toEqual(['a', 'two/2'])
  })

  it('may not share an id', async () => {
    const line = '{"id":"a","question":"Q?","choices":["x","y"],"answer":"A"}\n'
    await expect(read(write('same.jsonl', line + line))).rejects.toMatchObject({ code: 'datasets/duplicate' })
  })

  it("are MMLU's, from a CSV without a header whose name is the subject", async () => {
    const name = write('plain_sums_test.csv', '"What is 1, and 1?",1,2,3,4,B\n"Two\nlines?",1,1.5,2,0,D\n')
    expect(await read(name)).toEqual([
      {
        id: 'plain_sums_test/1',
        question: 'What is 1, and 1?',
        choices: ['1', '2', '3', '4'],
        answers: [1],
        domain: 'plain_sums',
      },
      expect.objectContaining({ question: 'Two\nlines?', answers: [3], domain: 'plain_sums' }),
    ])
  })

  it('are those of a CSV with a header', async () => {
    const columns = write('columns.csv', ',Question,A,B,C,D,Answer,Subject\n0,Q?,x,y,z,w,C,art\n')
    expect(await read(columns)).toMatchObject([
      { choices: ['x', 'y', 'z', 'w'], answers: [2], domain: 'art' },
    ])
    const list = write('list.csv', 'question,subject,choices,answer\nQ?,art,"[""x"",""y""]",1\n')
    expect(await read(list)).toMatchObject([{ choices: ['x', 'y'], answers: [1], domain: 'art' }])
  })

  it('are those of a BIG-bench task, whose name is the domain; gzip too', async () => {
    const task = JSON.stringify(
      {
        name: 'colours',
        examples: [{ input: 'A ripe tomato is', target_scores: { red: 1, blue: 0 } }],
        metrics: ['multiple_choice_grade'],
      },
      null,
      2,
    )
    const found = [
      {
        id: 'colours/1',
        domain: 'colours',
        question: 'A ripe tomato is',
        choices: ['red', 'blue'],
        answers: [0],
      },
    ]
    expect(await read(write('task.json', task))).toEqual(found)
    expect(await read(write('task.json.gz', gzipSync(task)))).toEqual(found)
  })

  it('leave out what has no options, counted', async () => {
    const examples = [
      { input: 'Write.', target: 'x' },
      { input: 'Q?', target_scores: { a: 1, b: 0 } },
    ]
    const name = write('mixed.json', JSON.stringify({ name: 't', examples }))
    await expect(read(name)).rejects.toMatchObject({
      code: 'datasets/bad-line',
      message: expect.stringContaining('example 1'),
    })
    const skipped = new Skipped()
    expect(await read(name, { skipped })).toHaveLength(1)
    expect(skipped.total).toBe(1)
  })

  it("are Constitutional AI's prompts as they stand", async () => {
    const prompt = '\n\nWhich is kinder? Options:\n (A) x\n (B) y\n\nThe answer is:'
    const name = write(
      'kind.jsonl',
      `${JSON.stringify({ prompt, corrects: [' (A)'], incorrects: [' (B)'] })}\n`,
    )
    expect(await read(name)).toEqual([
      { id: 'kind/1', question: prompt, choices: [' (A)', ' (B)'], answers: [0], whole: true },
    ])
  })

  it('are an array in a file that ends in .json, or JSON lines there', async () => {
    const one = { question: 'Q?', choices: ['x', 'y'], answer: 0 }
    expect(await read(write('array.json', JSON.stringify([one])))).toHaveLength(1)
    expect(await read(write('lines.json', `${JSON.stringify(one)}\n${JSON.stringify(one)}\n`))).toHaveLength(
      2,
    )
  })

  it('are missing in a task without examples', () =>
    expect(read(write('none.json', '{"name":"t","examples":[]}'))).rejects.toMatchObject({
      code: 'datasets/empty',
    }))
})
