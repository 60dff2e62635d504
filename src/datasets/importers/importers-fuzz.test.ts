import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { AssizeError } from '../../base/errors.ts'
import { parseRecordedAnswer } from '../../domain/answer.ts'
import { parseItem } from '../../domain/item.ts'
import { parseRating, ratingRow } from '../../domain/rating.ts'
import { answerRow } from '../answer-row.ts'
import { itemRow } from '../item-row.ts'
import { sampleZip } from '../sample-zip.ts'
import { Skipped } from '../skipped.ts'
import { importers } from './index.ts'
import { imported, samples } from './read-samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true }))
const here = pathToFileURL(`${folder}/`)

/** A sample of each format's own kind of record, beside files of others. */
const sampleOf: Readonly<Record<string, readonly string[]>> = {
  'alpaca-eval': ['alpaca-eval.json'],
  'auto-j': ['auto-j.jsonl', 'auto-j-output.jsonl'],
  'auto-j-single': ['auto-j-single.jsonl'],
  'fastchat-judgments': [
    'mt-bench/question.jsonl',
    'mt-bench/small-model.jsonl',
    'mt-bench/large-model.jsonl',
    'mt-bench/some-judge_pair.jsonl',
    'mt-bench/some-judge_single.jsonl',
    'mt-bench/human_judgments.jsonl',
  ],
  hhh: ['hhh.json'],
  inspect: ['inspect.json'],
  judgebench: ['judgebench.jsonl'],
  judgelm: ['judgelm-val.jsonl', 'judgelm-val-gpt4.jsonl'],
  langfuse: ['langfuse-traces.json'],
  llmbar: ['llmbar/Poems/some-judge-result.json'],
  'mt-bench': ['mt-bench/question.jsonl', 'mt-bench/small-model.jsonl'],
  'openai-batch': ['openai-batch-requests.jsonl', 'openai-batch-results.jsonl'],
  'openai-chat': ['openai-chat.jsonl'],
  'openai-preferences': ['openai-preferences.jsonl'],
  pandalm: ['pandalm.json', 'pandalm-verdicts.json'],
  phoenix: ['phoenix-annotations.jsonl'],
  prometheus: ['prometheus.json', 'feedback-collection.jsonl', 'perception-collection.json'],
  promptfoo: ['promptfoo.json'],
  'reward-bench': ['reward-bench.jsonl'],
  selfee: ['selfee/question.jsonl', 'selfee/chatbot_vs_selfee.jsonl', 'selfee/feedback.jsonl'],
}

/** What may stand anywhere in a file of somebody else's. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    '__proto__',
    'constructor',
    'tie',
    'A',
    'NaN',
    '1e999',
    -0,
    0,
    -1,
    1e300,
    2 ** 53,
    0.5,
    [],
    {},
    [[]],
    [null],
    { constructor: 1, toString: null },
    JSON.parse('{"__proto__": {"x": 1}}'),
    '\u0000\u202E\uD800',
    'x'.repeat(5000),
  ),
  fc.jsonValue(),
)

/** Puts something else in place of one value, or takes it out. */
function changed(value: unknown, path: number, other: unknown): unknown {
  const places: { of: Record<string, unknown> | unknown[]; key: string }[] = []
  const walk = (of: unknown) => {
    if (of === null || typeof of !== 'object') return
    for (const [key, inner] of Object.entries(of)) {
      places.push({ of: of as Record<string, unknown>, key })
      walk(inner)
    }
  }
  const copy = structuredClone(value)
  walk(copy)
  const place = places[path % places.length]
  if (!place) return other
  Object.defineProperty(place.of, place.key, {
    value: other,
    enumerable: true,
    writable: true,
    configurable: true,
  })
  return copy
}

interface Change {
  readonly file: number
  readonly path: number
  readonly other: unknown
}

const changes = fc.array(fc.record({ file: fc.nat(), path: fc.nat(), other: anything }), {
  minLength: 1,
  maxLength: 3,
})

/** The sample's files with the changes made, as written beside each other. */
function changedFiles(files: readonly string[], made: readonly Change[]): string[] {
  const texts = files.map((file) => readFileSync(new URL(file, samples), 'utf8'))
  const values = texts.map((text, i): unknown =>
    files[i]!.endsWith('.jsonl')
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown)
      : JSON.parse(text),
  )
  for (const { file, path, other } of made)
    values[file % files.length] = changed(values[file % files.length], path, other)
  return files.map((file, i) => {
    const value = values[i]
    const lines = file.endsWith('.jsonl') && Array.isArray(value)
    const name = basename(file)
    writeFileSync(
      join(folder, name),
      lines ? (value as unknown[]).map((one) => `${JSON.stringify(one)}\n`).join('') : JSON.stringify(value),
    )
    return name
  })
}

/** What came of it reads back as what it is, or there is an error with a way out. */
async function holds(format: string, files: readonly string[]): Promise<void> {
  for (const skipped of [undefined, new Skipped()]) {
    const came = await rowsBack(format, files, skipped).catch((error: unknown) => {
      if (error instanceof AssizeError) return error
      throw error
    })
    const wrong = came instanceof AssizeError ? [] : came.filter(({ ok }) => !ok)
    const { message, remedy } = came instanceof AssizeError ? came : { message: '', remedy: 'none needed' }
    expect(wrong).toEqual([])
    expect(message.length).toBeLessThan(1500)
    expect(remedy).not.toBe('')
  }
}

/** Everything imported, written as lines and read again. */
async function rowsBack(format: string, files: readonly string[], skipped: Skipped | undefined) {
  const { items, ratings, answers } = await imported(format, files, here, skipped ? { skipped } : {})
  return [
    ...items.map((item) => parseItem(JSON.parse(JSON.stringify(itemRow(item))))),
    ...ratings.map((rating) => parseRating(JSON.parse(JSON.stringify(ratingRow(rating))))),
    ...answers.map((answer) => parseRecordedAnswer(JSON.parse(JSON.stringify(answerRow(answer))))),
  ]
}

it('knows a sample of every format', () => {
  expect(Object.keys(sampleOf).sort()).toEqual(importers.map(({ format }) => format).sort())
})

describe.each(Object.entries(sampleOf))('%s', (format, files) => {
  it('reads a file with anything in it, or says what is wrong', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(changes, (made) => holds(format, changedFiles(files, made))),
      { numRuns: 60 },
    ),
  )
  it('says what is wrong with any other JSON', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        writeFileSync(join(folder, 'any.json'), JSON.stringify(value))
        await holds(format, ['any.json'])
      }),
      { numRuns: 50 },
    ),
  )
})

it('reads an Inspect log of anything, or says what is wrong', { timeout: 60_000 }, () =>
  fc.assert(
    fc.asyncProperty(changes, async (made) => {
      const [name = ''] = changedFiles(['inspect.json'], made)
      const { samples: all, ...header } = (JSON.parse(readFileSync(join(folder, name), 'utf8')) ?? {}) as {
        samples?: unknown
      }
      const entries = [{ name: 'header.json', content: JSON.stringify(header) }]
      for (const [i, one] of (Array.isArray(all) ? all : [all]).entries())
        entries.push({ name: `samples/${i}_epoch_1.json`, content: JSON.stringify(one) ?? '' })
      writeFileSync(join(folder, 'log.eval'), sampleZip(entries))
      await holds('inspect', ['log.eval'])
    }),
    { numRuns: 100 },
  ),
)
