import { z } from 'zod'
import { AssizeError } from '../../base/errors.ts'
import type { RecordedAnswer } from '../../domain/answer.ts'
import { none, type Label } from '../../domain/label.ts'
import type { Rating } from '../../domain/rating.ts'
import { chatMessage, conversationOf, textOf, type ChatMessage } from './conversation.ts'
import type { Document, Documents, Imported, Importer } from './importer.ts'

/**
 * Logs of Inspect: `.eval` (a zip of JSON) and the older `.json`.
 *
 * An item is a sample of one model, its response what the model gave; each
 * scorer is an annotator (`inspect:model_graded_qa`). C, P and I are 1, 0.5 and 0,
 * as Inspect counts them. N (no answer), which Inspect counts as 0, and scores
 * that are not there are no labels. A score of several values gives a rating each, by criterion.
 * What a model grader said is kept as a recorded answer.
 *
 * inspect.aisi.org.uk; github.com/UKGovernmentBEIS/inspect_ai, log version 2.
 */
export const inspect: Importer = {
  format: 'inspect',
  about: 'Inspect logs, .eval or .json, with their scores',
  files: '<log.eval or log.json>...',
  async *read(paths, _rows, documents) {
    for (const path of paths) {
      if (await documents.isZip(path)) yield* fromZip(path, documents)
      else {
        const log = await documents.whole(path)
        const head = log?.take(header, log.value, 'the log')
        if (!log || !head) throw noLog(path)
        for (const [i, raw] of (head.samples ?? []).entries())
          yield* fromSample(log, raw, `samples[${i}]`, head)
      }
    }
  },
}

const spec = z.looseObject({
  task: z.string(),
  model: z.string(),
  dataset: z.looseObject({ name: z.string().nullish() }).nullish(),
  scorers: z.array(z.looseObject({ name: z.string() })).nullish(),
})
const header = z.looseObject({ eval: spec, samples: z.array(z.unknown()).nullish() })
type Header = z.infer<typeof header>

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const score = z.looseObject({
  value: z.union([scalar, z.array(scalar), z.record(z.string(), scalar)]).optional(),
  answer: z.string().nullish(),
  explanation: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  history: z.array(z.unknown()).nullish(),
})
const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number().default(1),
  input: z.union([z.string(), z.array(chatMessage)]),
  choices: z.array(z.string()).nullish(),
  target: z.union([z.string(), z.array(z.string())]).nullish(),
  output: z
    .looseObject({
      completion: z.string().nullish(),
      choices: z.array(z.looseObject({ message: chatMessage })).nullish(),
    })
    .nullish(),
  scores: z.record(z.string(), score).nullish(),
  score: score.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  error: z.unknown().optional(),
  attachments: z.record(z.string(), z.string()).nullish(),
})
type Sample = z.infer<typeof sampleSchema>
type ScoreOf = z.infer<typeof score>

async function* fromZip(path: string, documents: Documents): AsyncGenerator<Imported> {
  // A run that did not end has no header yet.
  const heads = ['header.json', '_journal/start.json', 'start.json']
  let head: Header | undefined
  const choose = (names: readonly string[]) => [
    ...heads.filter((name) => names.includes(name)).slice(0, 1),
    ...names.filter((name) => /^samples\/[^/]+\.json$/.test(name)),
  ]
  let samples = 0
  for await (const document of documents.entries(path, choose)) {
    if (!head) {
      head = document.take(header, document.value, 'the header')
      if (!head) break
      continue
    }
    samples++
    yield* fromSample(document, document.value, 'the sample', head)
  }
  if (!head || samples === 0) throw noLog(path)
}

function* fromSample(document: Document, raw: unknown, place: string, head: Header): Generator<Imported> {
  const sample = document.take(sampleSchema, raw, place)
  if (!sample) return
  const { task, model, scorers } = head.eval
  const full = attachedTo(sample)
  const cluster = `${task}/${sample.id}`
  const id = `${task}/${model}/${sample.id}${sample.epoch > 1 ? `/epoch-${sample.epoch}` : ''}`
  const asked =
    typeof sample.input === 'string'
      ? { instruction: full(sample.input), turns: [], images: [], notes: [] }
      : conversationOf(
          sample.input.map((message) => ({ ...message, content: full(textOf(message.content)) })),
        )
  if (!asked) {
    yield { notes: ['a sample has no message of the user: left out'] }
    return
  }
  const text = sample.output?.completion || textOf(sample.output?.choices?.[0]?.message.content)
  const failed = sample.error !== undefined && sample.error !== null
  const targets = [sample.target ?? []].flat()
  const { rated, notes } = ratingsOf(id, sample, full)
  const unscored =
    failed && rated.length === 0
      ? (scorers ?? []).map(({ name }): Rating => ({
          item: id,
          annotator: `inspect:${name}`,
          label: none('failed'),
        }))
      : []
  yield {
    item: {
      id,
      instruction: asked.instruction,
      ...(asked.turns.length > 0 ? { turns: asked.turns } : {}),
      ...(asked.images.length > 0 ? { images: asked.images } : {}),
      responses: [{ id: 'response', writer: model, text: full(text) }],
      ...(targets.length > 0 ? { reference: targets.join('\n') } : {}),
      criteria: [],
      cluster,
      metadata: {
        ...(sample.metadata && Object.keys(sample.metadata).length > 0 ? { sample: sample.metadata } : {}),
        ...(sample.choices ? { choices: sample.choices } : {}),
        epoch: sample.epoch,
      },
    },
    ratings: [...rated, ...unscored],
    answers: answersOf(id, sample, full),
    notes: [
      ...asked.notes,
      ...notes,
      ...(failed
        ? [
            'a sample ended in an error: its response is what there was, and scorers that said nothing are kept as no label (failed)',
          ]
        : []),
      ...(targets.length > 1 ? ['a sample has several targets: they are the lines of its reference'] : []),
    ],
  }
}

/** Long texts stand beside the sample once, and are named where they belong. */
function attachedTo({ attachments }: Sample): (text: string) => string {
  return (text) => {
    const [, key] = /^attachment:\/\/([0-9a-f]+)$/.exec(text) ?? []
    return key === undefined ? text : (attachments?.[key] ?? text)
  }
}

const scoresOf = ({ scores, score }: Sample): [scorer: string, score: ScoreOf][] =>
  scores ? Object.entries(scores) : score ? [['score', score]] : []

function ratingsOf(
  item: string,
  sample: Sample,
  full: (text: string) => string,
): { rated: Rating[]; notes: string[] } {
  const notes: string[] = []
  const rated = scoresOf(sample).flatMap(([scorer, one]): Rating[] => {
    const { value, explanation, history } = one
    if (history && history.length > 0)
      notes.push('a score was edited after it was given: the edited value is taken')
    const parts: [criterion: string | undefined, value: z.infer<typeof scalar> | undefined][] = Array.isArray(
      value,
    )
      ? value.map((part, i) => [String(i), part])
      : value !== null && typeof value === 'object'
        ? Object.entries(value)
        : [[undefined, value]]
    return parts.map(([criterion, part]) => {
      const label = labelOf(part)
      if (label.kind === 'none') notes.push(label.why === 'abstained' ? noAnswer : noScore)
      return {
        item,
        annotator: `inspect:${scorer}`,
        ...(criterion === undefined ? {} : { criterion }),
        label,
        ...(explanation ? { reason: full(explanation) } : {}),
      }
    })
  })
  return { rated, notes }
}

const noAnswer = 'a score is N (no answer): kept as no label (abstained), where Inspect counts 0'
const noScore = 'a score has no value: kept as no label (unparsed)'

function labelOf(value: z.infer<typeof scalar> | undefined): Label {
  if (value === null || value === undefined) return none('unparsed')
  if (typeof value === 'number') return { kind: 'score', value }
  if (typeof value === 'boolean') return { kind: 'score', value: Number(value) }
  const known = grades.get(value) ?? grades.get(value.toLowerCase())
  if (known !== undefined) return { kind: 'score', value: known }
  if (value === 'N') return none('abstained')
  if (value.trim() === '') return none('unparsed')
  const number = Number(value)
  return Number.isFinite(number) ? { kind: 'score', value: number } : { kind: 'category', value }
}

/** Inspect's `value_to_float`, but for N. */
const grades = new Map([
  ['C', 1],
  ['P', 0.5],
  ['I', 0],
  ['yes', 1],
  ['true', 1],
  ['no', 0],
  ['false', 0],
])

const graded = z.array(chatMessage)

/** A model grader keeps its conversation; the last that the assistant said there is its answer. */
function answersOf(item: string, sample: Sample, full: (text: string) => string): RecordedAnswer[] {
  return scoresOf(sample).flatMap(([scorer, { metadata }]): RecordedAnswer[] => {
    const grading = graded.safeParse(metadata?.['grading'])
    const said = grading.success
      ? grading.data.findLast(({ role }: ChatMessage) => role === 'assistant')
      : undefined
    if (!said) return []
    return [
      { item, judge: `inspect:${scorer}`, answer: { text: full(textOf(said.content)), finish: 'unknown' } },
    ]
  })
}

const noLog = (path: string) =>
  new AssizeError('datasets/needs-file', {
    message: `${path} is no log of Inspect with samples in it.`,
    remedy:
      'Give a log that `inspect eval` wrote (.eval or .json), with its samples: not `--no-log-samples`.',
  })
