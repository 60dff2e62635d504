import { basename } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { letterOf, parseChoiceQuestion, type ChoiceQuestion } from '../domain/choice-question.ts'
import type { Parsed } from '../domain/parse.ts'
import { readCells } from './cells.ts'
import { FirstSeen } from './first-seen.ts'
import { parseJson } from './parse-json.ts'
import { readAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'
import { openSource } from './source.ts'

/**
 * The multiple-choice questions of a file, in order.
 *
 * Besides JSON lines, JSON arrays, CSV and Parquet in the forms of
 * `parseChoiceQuestion` it reads two published files as they are: MMLU's CSV,
 * which has no header and its subject in its name
 * (`anatomy_test.csv`), and a BIG-bench task (`task.json`), whose domain is the
 * task's name. A question without an id gets its file's name and its number.
 *
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two questions share an id.
 *
 * @example
 * for await (const { question, choices } of readChoiceQuestions('anatomy_test.csv')) console.log(question, choices)
 */
export async function* readChoiceQuestions(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<ChoiceQuestion> {
  const stem =
    path === '-' ? 'stdin' : basename(path).replace(/\.(jsonl?|ndjson|csv|tsv|parquet)(\.gz|\.zst)?$/i, '')
  const start = path === '-' ? '' : await startOf(path, options)
  const task =
    /^\s*\{/.test(start) && /\.json(\.gz|\.zst)?$/i.test(path) ? await taskIn(path, options) : undefined
  if (task) return yield* questionsOfTask(task, path, stem, options)

  const isBare = /\.csv(\.gz|\.zst)?$/i.test(path) && !hasHeader(start)
  const subject = isBare ? stem.replace(/_(test|dev|val|auxiliary_train)$/, '') : undefined
  const ids = new FirstSeen()
  yield* readAs<ChoiceQuestion>(
    path,
    {
      things: 'questions',
      names: ['id'],
      fromTable: (row) => readCells(row, ['choices', 'corrects', 'incorrects', 'target_scores']),
      parse: (raw, { index }) => {
        const parsed = parseChoiceQuestion(raw, `${stem}/${index + 1}`)
        if (!parsed.ok || subject === undefined) return parsed
        return { ok: true, value: { ...parsed.value, domain: subject } }
      },
      unique: ({ id }, line) => {
        const before = ids.add(id, line)
        return before === undefined ? undefined : { before, what: `id ${JSON.stringify(id)}` }
      },
    },
    isBare ? { ...options, header: bareHeader } : options,
  )
}

const bareHeader = ['question', ...[0, 1, 2, 3].map(letterOf), 'answer']
const hasHeader = (start: string) =>
  /(^|[,;\t])\s*"?question"?\s*([,;\t]|\r?$)/im.test(start.split('\n', 1)[0]!)

async function startOf(path: string, options: ReadOptions): Promise<string> {
  const { bytes } = await openSource(path, options)
  for await (const chunk of bytes) return chunk.toString('utf8')
  return ''
}

interface Task {
  readonly name?: unknown
  readonly examples: readonly unknown[]
}

/** A BIG-bench task; `undefined` for any other JSON, which may be JSON lines by another ending. */
async function taskIn(path: string, options: ReadOptions): Promise<Task | undefined> {
  const { bytes } = await openSource(path, options)
  const parsed = parseJson(Buffer.concat(await Array.fromAsync(bytes)).toString('utf8'))
  if (!('value' in parsed) || parsed.value === null || typeof parsed.value !== 'object') return undefined
  const { examples } = parsed.value as Partial<Task>
  return Array.isArray(examples) ? (parsed.value as Task) : undefined
}

function* questionsOfTask(
  { name, examples }: Task,
  path: string,
  stem: string,
  { skipped }: ReadOptions,
): Generator<ChoiceQuestion> {
  const domain = typeof name === 'string' && name !== '' ? name : stem
  for (const [i, example] of examples.entries()) {
    const parsed = parseChoiceQuestion(example, `${domain}/${i + 1}`)
    if (parsed.ok) {
      yield { domain, ...parsed.value }
      continue
    }
    const error = badExample(path, i, parsed)
    if (!skipped) throw error
    skipped.add(`${parsed.problems[0]?.field}: expected ${parsed.problems[0]?.expected}`, error)
  }
  if (examples.length > 0) return
  throw new AssizeError('datasets/empty', {
    message: `${path} holds no examples.`,
    remedy: 'Check that what wrote it ran to its end.',
  })
}

function badExample(
  path: string,
  i: number,
  { problems }: Extract<Parsed<never>, { ok: false }>,
): AssizeError {
  const what = problems.map(({ field, expected, got }) => `field ${field}: expected ${expected}; got ${got}`)
  return new AssizeError('datasets/bad-line', {
    message: `${path}, example ${i + 1}: ${what.join('; ')}.`,
    remedy: 'Mend it, or leave such examples out with `--skip-bad`, which counts them.',
  })
}
