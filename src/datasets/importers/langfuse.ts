import { z } from 'zod'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import { readCells } from '../cells.ts'
import { askedIn, chatIn } from './conversation.ts'
import type { Imported, Importer } from './importer.ts'
import { recordsIn } from './records-in.ts'

/**
 * Langfuse's exports of scores, and of traces or observations with input and output.
 *
 * Scores from its tables (CSV, JSON), its API (`{"data": [...]}`) and its blob storage
 * (snake_case) are read. What was scored is the item: a trace, or the observation
 * that the score names. Scores by people have their authors' names, others their
 * source (`langfuse:eval`, `langfuse:api`); the score's name is the criterion.
 *
 * langfuse.com/docs, github.com/langfuse/langfuse.
 */
export const langfuse: Importer = {
  format: 'langfuse',
  about: 'Langfuse exports of scores, and of traces or observations with what they answered',
  files: '<scores.csv, .json or .jsonl> [<traces.json>]...',
  async *read(paths, rows, documents) {
    const seen = new Map<string, number>()
    for (const path of paths) {
      for await (const row of recordsIn(path, anyRow, rows, documents)) yield fromRow(row, seen)
    }
  },
}

const text = z.union([z.string(), z.number().transform(String)]).nullish()
const scoreRow = z.looseObject({
  trace_id: text,
  observation_id: text,
  name: z.string().min(1),
  value: z.union([z.number(), z.string(), z.boolean()]).nullish(),
  string_value: text,
  data_type: text,
  source: text,
  comment: text,
  timestamp: text,
  author: text,
})
type Score = z.infer<typeof scoreRow>
const subjectRow = z.looseObject({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  trace_id: text,
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  expected_output: z.unknown().optional(),
  scores: z.unknown().optional(),
  model: text,
  name: text,
})
type Subject = z.infer<typeof subjectRow>

/** Every export's own spelling, in one. */
const anyRow = z
  .looseObject({})
  .transform((row) => spelledAlike(row))
  .pipe(
    z.union(
      [subjectRow.refine(hasContent), scoreRow.refine((row) => !hasContent(row))],
      'a score (name, value, traceId), or a trace or observation (id, input, output)',
    ),
  )

/** What was asked or answered stands in it: it is no score. */
function hasContent(row: object): boolean {
  return 'input' in row || 'output' in row
}

function spelledAlike(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const alike: Record<string, unknown> = {}
  // Tables have JSON in their cells.
  for (const [key, value] of Object.entries(
    readCells(row, ['input', 'output', 'expectedOutput', 'expected_output', 'scores', 'metadata', 'value']),
  )) {
    const name = key
      .trim()
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .replace(/[\s-]+/g, '_')
      .toLowerCase()
    alike[spellings.get(name) ?? name] = value
  }
  return alike
}

const spellings = new Map([
  ['author_user_name', 'author'],
  ['author_name', 'author'],
  ['author_user_id', 'author_id'],
  ['provided_model_name', 'model'],
  ['type_of_data', 'data_type'],
])

function fromRow(row: Score | Subject, seen: Map<string, number>): Imported {
  return hasContent(row) ? fromSubject(row as Subject, seen) : fromScore(row as Score, seen)
}

function fromSubject(row: Subject, seen: Map<string, number>): Imported {
  const scored = scoresWithin(row)
  const ratings = scored.flatMap((score) => fromScore(score, seen, row.id))
  const given = {
    ratings: ratings.flatMap(({ ratings = [] }) => ratings),
    notes: ratings.flatMap(({ notes = [] }) => notes),
  }
  if (row.output === undefined || row.output === null)
    return { ...given, notes: [...given.notes, 'a trace or observation has no output: no item'] }
  const { instruction, ...asked } = askedBy(row.input)
  return {
    ...given,
    item: {
      id: row.id,
      instruction,
      ...asked,
      responses: [{ id: 'response', ...(row.model ? { writer: row.model } : {}), text: said(row.output) }],
      ...(row.expected_output === undefined || row.expected_output === null
        ? {}
        : { reference: said(row.expected_output) }),
      criteria: [],
      ...(row.trace_id ? { cluster: row.trace_id } : {}),
      metadata: {
        ...(row.name ? { name: row.name } : {}),
        // An observation names its trace; a trace is one itself.
        langfuse: row.trace_id ? { traceId: row.trace_id, observationId: row.id } : { traceId: row.id },
      },
    },
  }
}

/** A trace of the API lists its scores; its table's export has them by name, each a value or a list of them. */
function scoresWithin({ scores }: Subject): Score[] {
  const one = (raw: unknown): Score[] => {
    const parsed = anyRow.safeParse(raw)
    return parsed.success && !hasContent(parsed.data) ? [parsed.data as Score] : []
  }
  if (Array.isArray(scores)) return scores.flatMap(one)
  if (scores === null || typeof scores !== 'object') return []
  return Object.entries(scores).flatMap(([name, values]) =>
    [values]
      .flat()
      .flatMap((value) =>
        one(value !== null && typeof value === 'object' ? { name, ...value } : { name, value }),
      ),
  )
}

function fromScore(row: Score, seen: Map<string, number>, subject?: string): Imported {
  const item = row.observation_id ?? row.trace_id ?? subject
  if (!item)
    return { notes: ['a score names neither a trace nor an observation (a session, perhaps): left out'] }
  const source = (row.source ?? 'api').toLowerCase()
  const annotator = source === 'annotation' && row.author ? row.author : `langfuse:${source}`
  const key = JSON.stringify([item, annotator, row.name])
  const sample = seen.get(key) ?? 0
  seen.set(key, sample + 1)
  const label = labelOf(row)
  const at = timeOf(row.timestamp)
  const rating: Rating = {
    item,
    annotator,
    criterion: row.name,
    label,
    ...(sample > 0 ? { sample } : {}),
    ...(row.comment ? { reason: row.comment } : {}),
    ...(at === undefined ? {} : { at }),
  }
  return {
    ratings: [rating],
    notes: [
      ...(label.kind === 'none'
        ? ['a score has no value that can be read: kept as no label (unparsed)']
        : []),
      ...(sample > 0 ? ['one source scored one thing several times under one name: kept as samples'] : []),
    ],
  }
}

function labelOf({ value, string_value, data_type }: Score): Label {
  const type = data_type?.toUpperCase()
  const word = string_value ?? (typeof value === 'string' ? value : undefined)
  if (type === 'BOOLEAN' || typeof value === 'boolean') {
    const truth = /^(true|1(\.0+)?)$/i.test(String(value ?? word))
    const known = truth || /^(false|0(\.0+)?)$/i.test(String(value ?? word))
    return known ? { kind: 'score', value: Number(truth) } : none('unparsed')
  }
  if (type === 'CATEGORICAL') return word ? { kind: 'category', value: word } : none('unparsed')
  const number =
    typeof value === 'number' ? value : word === undefined || word.trim() === '' ? Number.NaN : Number(word)
  if (Number.isFinite(number)) return { kind: 'score', value: number }
  // Free text is a comment, not a conclusion.
  return word && type === undefined ? { kind: 'category', value: word } : none('unparsed')
}

/** ISO, or as ClickHouse prints it: `2026-03-01 09:00:00.000000`, in UTC. */
function timeOf(stamp: string | null | undefined): string | undefined {
  if (!stamp) return undefined
  const time = new Date(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(stamp) ? `${stamp.replace(' ', 'T')}Z` : stamp,
  )
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

function askedBy(input: unknown): Pick<Item, 'instruction' | 'turns' | 'images'> {
  const chat = chatIn(input)
  return chat ? askedIn(chat) : { instruction: said(input) }
}

const message = z.looseObject({ content: z.string() })

/** A text as it is, a message's content, or else the value as JSON. */
function said(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  const one = message.safeParse(value)
  return one.success ? one.data.content : JSON.stringify(value)
}
