import { basename } from 'node:path'
import { z } from 'zod'
import type { Item } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import { parseJson } from '../parse-json.ts'
import { askedIn, chatIn } from './conversation.ts'
import type { Imported, Importer } from './importer.ts'
import { recordsIn } from './records-in.ts'

/**
 * Arize Phoenix: spans as its data frames and its client write them, with their
 * evaluations as columns (`eval.Correctness.label`), and annotations or evaluations on their own.
 *
 * A span with an output is an item, named by its id. An annotation's name is the
 * criterion; its annotator is `phoenix:llm`, `phoenix:human` or `phoenix:code`, with
 * the identifier where it has one. Where it has both a score and a label, the score is taken.
 *
 * arize.com/docs/phoenix, github.com/Arize-ai/phoenix.
 */
export const phoenix: Importer = {
  format: 'phoenix',
  about: 'Arize Phoenix spans with their evaluations, and annotations or evaluations on their own',
  files: '<spans or annotations: .csv, .parquet, .json, .jsonl>...',
  async *read(paths, rows, documents) {
    const seen = new Map<string, number>()
    for (const path of paths) {
      const fallback = basename(path).replace(/\..*$/, '')
      for await (const row of recordsIn(path, anyRow, rows, documents)) yield fromRow(row, fallback, seen)
    }
  },
}

/** Any nesting, as one level of names with dots: data frames have it so, JSON exports have objects. */
const anyRow = z
  .looseObject({})
  .transform((row) => flattened(row))
  .refine((row) => idOf(row) !== undefined, 'a span id (context.span_id or span_id)')
type Row = Readonly<Record<string, unknown>>

const idNames = ['context.span_id', 'span_id', 'spanId', 'context.spanId']

function idOf(row: Row): string | undefined {
  const id = idNames.map((name) => row[name]).find((value) => typeof value === 'string' && value !== '')
  return id as string | undefined
}

function flattened(row: Row, prefix = '', depth = 0): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row)) {
    const name = `${prefix}${key}`
    const inside = value !== null && typeof value === 'object' && !Array.isArray(value) && depth < 6
    if (inside) Object.assign(flat, flattened(value as Row, `${name}.`, depth + 1))
    else if (value !== null && value !== undefined && value !== '') flat[name] = value
  }
  return flat
}

const textAt = (row: Row, ...names: readonly string[]): string | undefined => {
  const value = names.map((name) => row[name]).find((one) => one !== undefined)
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
}

function fromRow(row: Row, fallback: string, seen: Map<string, number>): Imported {
  const span = idOf(row)!
  const beside = besideSpan(span, row, seen)
  const own = annotationOf(span, row, fallback, seen)
  const output = textAt(row, 'attributes.output.value', 'output.value', 'output')
  const notes = [...beside, ...(own ? [own] : [])].flatMap(({ notes }) => notes)
  const ratings = [...beside, ...(own ? [own] : [])].map(({ rating }) => rating)
  if (output === undefined)
    return {
      ratings,
      notes:
        ratings.length > 0 ? notes : [...notes, 'a span has neither an output nor an evaluation: left out'],
    }
  const trace = textAt(row, 'context.trace_id', 'trace_id', 'traceId', 'context.traceId')
  const model = textAt(row, 'attributes.llm.model_name')
  const reference = textAt(row, 'attributes.reference', 'reference', 'attributes.metadata.reference')
  const name = textAt(row, 'name')
  return {
    item: {
      id: span,
      ...askedBy(row),
      responses: [{ id: 'response', ...(model ? { writer: model } : {}), text: said(output) }],
      ...(reference === undefined ? {} : { reference }),
      criteria: [],
      ...(trace ? { cluster: trace } : {}),
      metadata: name && !own ? { name } : {},
    },
    ratings,
    notes,
  }
}

interface Rated {
  readonly rating: Rating
  readonly notes: readonly string[]
}

/** `eval.<name>.label`, `.score`, `.explanation`: the columns that a data frame of spans has for its evaluations. */
function besideSpan(item: string, row: Row, seen: Map<string, number>): Rated[] {
  const names = new Set<string>()
  for (const key of Object.keys(row)) {
    const [, name] = /^(?:eval|annotation)\.(.+)\.(?:label|score|explanation)$/.exec(key) ?? []
    if (name) names.add(name)
  }
  return [...names].map((name) => {
    const at = (field: string) => row[`eval.${name}.${field}`] ?? row[`annotation.${name}.${field}`]
    return rated(
      item,
      name,
      'phoenix:llm',
      { score: at('score'), label: at('label'), explanation: at('explanation') },
      seen,
    )
  })
}

/** A row of an annotations' frame (`annotation_name` or `name`, `annotator_kind`), of the client's list (`result.label`), or of an evaluation's frame. */
function annotationOf(
  item: string,
  row: Row,
  fallback: string,
  seen: Map<string, number>,
): Rated | undefined {
  const [score, label, explanation] = ['score', 'label', 'explanation'].map(
    (field) => row[`result.${field}`] ?? row[field],
  )
  if (score === undefined && label === undefined && explanation === undefined) return undefined
  const kind = textAt(row, 'annotator_kind', 'annotatorKind')?.toLowerCase() ?? 'llm'
  const identifier = textAt(row, 'identifier')
  const name = textAt(row, 'annotation_name', 'annotationName', 'name') ?? fallback
  return rated(
    item,
    name,
    `phoenix:${kind}${identifier ? `:${identifier}` : ''}`,
    { score, label, explanation },
    seen,
  )
}

interface Given {
  readonly score: unknown
  readonly label: unknown
  readonly explanation: unknown
}

function rated(
  item: string,
  criterion: string,
  annotator: string,
  given: Given,
  seen: Map<string, number>,
): Rated {
  const key = JSON.stringify([item, annotator, criterion])
  const sample = seen.get(key) ?? 0
  seen.set(key, sample + 1)
  const label = labelOf(given)
  return {
    rating: {
      item,
      annotator,
      criterion,
      label,
      ...(sample > 0 ? { sample } : {}),
      ...(typeof given.explanation === 'string' ? { reason: given.explanation } : {}),
      ...(label.kind === 'score' && typeof given.label === 'string'
        ? { metadata: { label: given.label } }
        : {}),
    },
    notes: [
      ...(label.kind === 'none'
        ? ['an evaluation has neither a score nor a label: kept as no label (unparsed)']
        : []),
      ...(sample > 0
        ? ['one annotator evaluated one span several times under one name: kept as samples']
        : []),
    ],
  }
}

/** Phoenix's evaluators write NOT_PARSABLE for a reply that names none of their labels. */
function labelOf({ score, label }: Given): Label {
  if (label === 'NOT_PARSABLE') return none('unparsed')
  const number =
    typeof score === 'number'
      ? score
      : typeof score === 'string' && score.trim() !== ''
        ? Number(score)
        : Number.NaN
  if (Number.isFinite(number)) return { kind: 'score', value: number }
  if (typeof score === 'boolean') return { kind: 'score', value: Number(score) }
  return typeof label === 'string' && label.trim() !== ''
    ? { kind: 'category', value: label }
    : none('unparsed')
}

function askedBy(row: Row): Pick<Item, 'instruction' | 'turns' | 'images'> {
  const input = textAt(row, 'attributes.input.value', 'input.value', 'input') ?? ''
  const chat = chatIn(jsonOf(input))
  return chat ? askedIn(chat) : { instruction: input }
}

const completion = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string() }) })).min(1),
})

/** Instrumented clients keep the whole response of the API as a span's output. */
function said(output: string): string {
  const parsed = completion.safeParse(jsonOf(output))
  return parsed.success ? parsed.data.choices[0]!.message.content : output
}

function jsonOf(text: string): unknown {
  const parsed = /^\s*[[{]/.test(text) ? parseJson(text) : undefined
  return parsed && 'value' in parsed ? parsed.value : undefined
}
