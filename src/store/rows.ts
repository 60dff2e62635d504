import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Answer } from '../domain/answer.ts'
import type { Label, Seat, WhyNone } from '../domain/label.ts'
import type { Order, Rating } from '../domain/rating.ts'
import type { JudgeSpec, Run, RunState } from '../domain/run.ts'
import type { Mode } from '../domain/prompt.ts'
import type { AskedStep, Verdict } from '../domain/verdict.ts'

// The domain's nouns as rows of the database, and back, exactly as they were.

export type Row = Record<string, SQLOutputValue>
export type NewRow = Record<string, SQLInputValue>

export const runRow = (run: Run): NewRow => ({
  name: text(run.name),
  judge: JSON.stringify(run.judge),
  judge_hash: text(run.judgeHash),
  source: text(run.source),
  source_hash: optional(run.sourceHash, text),
  truth: optional(run.truth, text),
  done_items: run.done?.items ?? 0,
  done_asks: run.done?.asks ?? 0,
  state: run.state,
  created_at: run.createdAt,
  finished_at: run.finishedAt ?? null,
  version: run.version,
})

export const toRun = (row: Row): Run =>
  present({
    name: toText(row.name),
    judge: JSON.parse(String(row.judge)) as JudgeSpec,
    judgeHash: toText(row.judge_hash),
    source: toText(row.source),
    sourceHash: row.source_hash === null ? undefined : toText(row.source_hash),
    truth: row.truth === null ? undefined : toText(row.truth),
    done: row.done_items === 0 ? undefined : { items: Number(row.done_items), asks: Number(row.done_asks) },
    state: row.state as RunState,
    createdAt: String(row.created_at),
    finishedAt: toOptional(row.finished_at, String),
    version: String(row.version),
  })

export const answerRow = ({ usage, ...answer }: Answer): NewRow => ({
  text: text(answer.text),
  finish: answer.finish,
  choices: optional(answer.choices, numbers),
  prompt_tokens: usage?.prompt ?? null,
  cached_tokens: usage?.cached ?? null,
  completion_tokens: usage?.completion ?? null,
  milliseconds: answer.milliseconds ?? null,
  cost: answer.cost ?? null,
  model: optional(answer.model, text),
})

export const toAnswer = (row: Row): Answer =>
  present({
    text: toText(row.text),
    finish: row.finish as Answer['finish'],
    choices: toOptional(row.choices, toNumbers),
    usage:
      row.prompt_tokens === null
        ? undefined
        : present({
            prompt: Number(row.prompt_tokens),
            cached: toOptional(row.cached_tokens, Number),
            completion: Number(row.completion_tokens),
          }),
    milliseconds: toOptional(row.milliseconds, Number),
    cost: toOptional(row.cost, Number),
    model: toOptional(row.model, toText),
  })

/** Without what other tables hold: the item and the answer. */
export const verdictRow = (verdict: Verdict): NewRow => ({
  criterion: text(verdict.criterion),
  order: verdict.order ?? '',
  response: text(verdict.response ?? ''),
  sample: verdict.sample,
  revision: verdict.revision,
  key: hash(verdict.key),
  ...labelRow(verdict.label),
  mode: verdict.mode,
  cached: Number(verdict.cached),
  reason: optional(verdict.reason, text),
  entropy: verdict.entropy ?? null,
  off_choices: verdict.offChoices ?? null,
  scores: optional(verdict.scores, JSON.stringify),
  steps: optional(verdict.steps, JSON.stringify),
  at: verdict.at,
})

/** From a row of `latest_verdicts` joined with the whole of its answer, where it has one. */
export const toVerdict = (row: Row): Verdict =>
  present({
    item: toText(row.item),
    criterion: toText(row.criterion),
    order: row.order === '' ? undefined : (row.order as Order),
    response: row.response === '' ? undefined : toText(row.response),
    sample: Number(row.sample),
    revision: Number(row.revision),
    label: toLabel(row),
    mode: row.mode as Mode,
    key: toHash(row.key),
    cached: row.cached === 1,
    answer: row.answer_id === null ? undefined : toAnswer(row),
    reason: toOptional(row.reason, toText),
    entropy: toOptional(row.entropy, Number),
    offChoices: toOptional(row.off_choices, Number),
    scores: toOptional(row.scores, (json) => JSON.parse(String(json)) as Record<string, number>),
    steps: toOptional(row.steps, (json) => JSON.parse(String(json)) as AskedStep[]),
    at: String(row.at),
  })

export const ratingRow = (rating: Rating): NewRow => ({
  item: text(rating.item),
  annotator: text(rating.annotator),
  ...labelRow(rating.label),
  response: optional(rating.response, text),
  criterion: optional(rating.criterion, text),
  order: rating.order ?? null,
  sample: rating.sample ?? null,
  round: rating.round ?? null,
  revision: rating.revision ?? null,
  at: rating.at ?? null,
  guideline: optional(rating.guideline, text),
  reason: optional(rating.reason, text),
  group: optional(rating.group, text),
  metadata: optional(rating.metadata, JSON.stringify),
})

export const toRating = (row: Row): Rating =>
  present({
    item: toText(row.item),
    annotator: toText(row.annotator),
    label: toLabel(row),
    response: toOptional(row.response, toText),
    criterion: toOptional(row.criterion, toText),
    order: toOptional(row.order, (order) => order as Order),
    sample: toOptional(row.sample, Number),
    round: toOptional(row.round, Number),
    revision: toOptional(row.revision, Number),
    at: toOptional(row.at, String),
    guideline: toOptional(row.guideline, toText),
    reason: toOptional(row.reason, toText),
    group: toOptional(row.group, toText),
    metadata: toOptional(row.metadata, (json) => JSON.parse(String(json)) as Record<string, unknown>),
  })

function labelRow(label: Label): NewRow {
  const row: NewRow = { score: null, preference: null, category: null, none: null, distribution: null }
  switch (label.kind) {
    case 'score':
      return { ...row, score: label.value, distribution: optional(label.distribution, numbers) }
    case 'preference':
      return {
        ...row,
        preference: text(label.winner ?? 'tie'),
        distribution: optional(label.probabilities, numbers),
      }
    case 'category':
      return { ...row, category: text(label.value), distribution: optional(label.distribution, numbers) }
    case 'none':
      return { ...row, none: label.why }
    default:
      return label satisfies never
  }
}

/** From a row with the columns score, preference, category, none and, where it was asked for, distribution. */
export function toLabel({ score, preference, category, none, distribution = null }: Row): Label {
  const spread = toOptional(distribution, toNumbers)
  if (typeof score === 'number') return present({ kind: 'score', value: score, distribution: spread })
  if (preference !== null) {
    const winner = preference === 'tie' ? null : toText(preference)
    return present({ kind: 'preference', winner, probabilities: spread as Record<Seat, number> | undefined })
  }
  if (category !== null) return present({ kind: 'category', value: toText(category), distribution: spread })
  return { kind: 'none', why: none as WhyNone }
}

/**
 * A text as SQLite can keep it. UTF-8 has no lone surrogates, and a NUL ends a
 * text when some versions of Node read it back: such a text is kept as the
 * bytes of its UTF-16.
 */
export const text = (value: string): SQLInputValue =>
  value.isWellFormed() && !value.includes('\0') ? value : Buffer.from(value, 'utf16le')

export const toText = (value: SQLOutputValue | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf16le') : String(value)

/** 64 hex digits as 32 bytes; any other text as it is. */
export const hash = (value: string): SQLInputValue =>
  /^[0-9a-f]{64}$/.test(value) ? Buffer.from(value, 'hex') : value

export const toHash = (value: SQLOutputValue | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)

/** JSON has no infinities, and the logarithm of nothing is one: those are texts. */
const numbers = (record: Readonly<Record<string, number>>): string =>
  JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  )

const toNumbers = (json: SQLOutputValue): Record<string, number> =>
  JSON.parse(String(json), (_key, value: unknown) => (typeof value === 'string' ? Number(value) : value))

const optional = <T>(value: T | undefined, write: (value: T) => SQLInputValue): SQLInputValue =>
  value === undefined ? null : write(value)

const toOptional = <T>(
  value: SQLOutputValue | undefined,
  read: (value: SQLOutputValue) => T,
): T | undefined => (value === null || value === undefined ? undefined : read(value))

/** Without the keys that are absent. */
function present<T extends object>(value: T): T {
  const kept: Partial<T> = {}
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] !== undefined) kept[key] = value[key]
  return kept as T
}
