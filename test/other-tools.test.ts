import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { assize } from './support/assize.ts'
import { folderWith, linesIn } from './support/folder.ts'

/** Files of other tools on their way in, through a judge, and out again. */
const sample = (name: string) =>
  fileURLToPath(new URL(`../src/datasets/importers/samples/${name}`, import.meta.url))

it("FastChat's judgments come back out of a run as they went in", async () => {
  const here = folderWith()
  const user = assize(here)
  const answers = ['question.jsonl', 'small-model.jsonl', 'large-model.jsonl'].map((name) =>
    sample(`mt-bench/${name}`),
  )
  const kept = ['-o', 'items.jsonl', '--ratings', 'in.jsonl', '--answers', 'answers.jsonl']
  await user('import', 'fastchat-judgments', ...answers, sample('mt-bench/some-judge_pair.jsonl'), ...kept)
  writeFileSync(
    join(here, 'judge.yaml'),
    "name: brackets\nprotocol: pairwise\nrubric: helpfulness\nreader: {pick: priority, patterns: {A: '\\[\\[A\\]\\]', B: '\\[\\[B\\]\\]', tie: '\\[\\[C\\]\\]'}}\n",
  )
  const judged = await user(
    'judge',
    'items.jsonl',
    '--judge',
    'judge.yaml',
    '--model',
    'recorded:answers.jsonl',
    '--run',
    'r',
  )
  expect(judged.code).toBe(0)
  expect(await user('export', 'r', '--as', 'fastchat', '-o', 'pair.jsonl')).toMatchObject({ code: 0 })
  await user('import', 'fastchat-judgments', 'pair.jsonl', '-o', 'none.jsonl', '--ratings', 'out.jsonl')

  const labels = (file: string) =>
    linesIn(here, file)
      .map(
        ({ item, order, preference, none }) =>
          `${String(item)} ${String(order)} ${String(preference ?? none)}`,
      )
      .sort()
  expect(labels('out.jsonl')).toEqual(labels('in.jsonl'))
  expect(labels('in.jsonl')).toHaveLength(4)
})

it('verdicts on what Langfuse and Phoenix hold go back to where it came from', async () => {
  const here = folderWith()
  const user = assize(here)
  await user('import', 'langfuse', sample('langfuse-traces.json'), '-o', 'items.jsonl')
  writeFileSync(
    join(here, 'answers.jsonl'),
    ['t1', 't2', 'o1'].map((item) => JSON.stringify({ item, answer: 'Fine.\nVerdict: 4' })).join('\n'),
  )
  const judge = ['--judge', 'pointwise', '--rubric', 'helpfulness', '--model', 'recorded:answers.jsonl']
  expect((await user('judge', 'items.jsonl', ...judge, '--run', 'r')).code).toBe(0)
  const { out } = await user('export', 'r', '--as', 'langfuse')
  expect(out.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { traceId: 't1', name: 'helpfulness', value: 4 },
    { traceId: 't2', value: 4 },
    { traceId: 't1', observationId: 'o1', value: 4 },
  ])
  await user('export', 'r', '--as', 'phoenix', '-o', 'annotations.csv')
  await user('import', 'phoenix', 'annotations.csv', '-o', 'none.jsonl', '--ratings', 'back.jsonl')
  expect(linesIn(here, 'back.jsonl')).toMatchObject([
    { item: 't1', annotator: 'phoenix:llm:r', criterion: 'helpfulness', score: 4 },
    { item: 't2', score: 4 },
    { item: 'o1', score: 4 },
  ])
})

it('--as knows its tools, and writes rows only', async () => {
  const here = folderWith()
  const user = assize(here)
  writeFileSync(join(here, 'items.jsonl'), '{"id": "1", "instruction": "Hi", "response": "Ho"}')
  writeFileSync(join(here, 'answers.jsonl'), '{"item": "1", "answer": "Verdict: 4"}')
  await user(
    'judge',
    'items.jsonl',
    '--rubric',
    'helpfulness',
    '--model',
    'recorded:answers.jsonl',
    '--run',
    'r',
  )
  expect(await user('export', 'r', '--as', 'excel')).toMatchObject({ code: 2 })
  expect(await user('export', 'r', '--as', 'phoenix', '-o', 'r.html')).toMatchObject({ code: 2 })
})

it("promptfoo's assertions become rubric files, which are never written over", async () => {
  const here = folderWith()
  const user = assize(here)
  const config = ['import', 'promptfoo-config', sample('promptfooconfig.yaml'), '-o', 'mine']
  const first = JSON.parse((await user(...config, '--json')).out) as { written: string[] }
  expect(first.written).toHaveLength(4)
  const [file = ''] = first.written
  expect(parse(readFileSync(join(here, file), 'utf8'))).toMatchObject({
    criterion: 'names a fruit',
    scale: 'binary',
  })

  writeFileSync(join(here, file), 'name: names-a-fruit\ncriterion: names a ripe fruit\n')
  expect(JSON.parse((await user(...config, '--json')).out)).toMatchObject({
    written: [],
    kept: first.written,
  })
  expect(readFileSync(join(here, file), 'utf8')).toContain('ripe')
})

it('an .eval log that is cut off says so, and leaves no file behind', async () => {
  const here = folderWith()
  writeFileSync(join(here, 'cut.eval'), Buffer.from('PK\u0003\u0004 and then nothing'))
  const { code, said } = await assize(here)('import', 'inspect', 'cut.eval', '-o', 'items.jsonl')
  expect(code).toBe(1)
  expect(said).toContain('datasets/damaged')
  expect(existsSync(join(here, 'items.jsonl'))).toBe(false)
})
