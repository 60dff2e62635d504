import { basename } from 'node:path'
import { z } from 'zod'
import { AssizeError } from '../../base/errors.ts'
import type { Item } from '../../domain/item.ts'
import { pairId } from '../../domain/pair-id.ts'
import type { Rating } from '../../domain/rating.ts'
import { revisionNeeded } from '../../domain/revision-needed.ts'
import type { Imported, Importer } from './importer.ts'
import { pairItem } from './pair.ts'
import { twoScores } from './two-scores.ts'

/**
 * SelFee's two kinds of records: reviews of two answers to the 80 Vicuna questions,
 * in both orders, and chains of outputs with feedback on each.
 *
 * A review's file is named after who was shown first, `<one>_vs_<other>.jsonl`; a pair is one
 * item, `vicuna/1/<a>~<b>`, the name that comes first as A. The reviews hold no answers:
 * where no file of them is given (`answer_id`, `text`), an item's responses are empty,
 * which is enough to replay the reviews and not to judge anew.
 *
 * A chain's outputs are the responses of one item; its feedbacks are ratings `needed` or
 * `not-needed` by the rule that made the chains, and recorded answers.
 *
 * Ye et al. 2023, github.com/kaistAI/SelFee; the form of reviews is that of Chiang et al. 2023 (Vicuna).
 */
export const selfee: Importer = {
  format: 'selfee',
  about: "SelFee's (and Vicuna's) two-score reviews in both orders, and chains of outputs and feedback",
  files: '[<question.jsonl> [<answers.jsonl>...]] <one_vs_other.jsonl>... or <feedback_...jsonl>...',
  async *read(paths, rows) {
    const questions = new Map<string, Question>()
    const answers = new Map<string, string>()
    const given = new Set<string>()
    let chains = 0
    for (const path of paths) {
      for await (const { value } of rows<Question | Answer | Review | Chain>(path, shapeOf)) {
        if ('outputs' in value) yield fromChain(value, chains++)
        else if ('review_id' in value) {
          const pair = pairOf(path)
          const { item, ...rest } = fromReview(value, pair, questions, answers)
          const known = item && given.has(item.id)
          if (item) given.add(item.id)
          yield item && !known
            ? { item, ...rest }
            : { ...rest, notes: (rest.notes ?? []).filter((note) => note !== noAnswers) }
        } else if ('answer_id' in value) answers.set(value.answer_id, value.text)
        else questions.set(String(value.question_id), value)
      }
    }
  },
}

const id = z.union([z.number(), z.string()])
const questionRow = z.object({ question_id: id, text: z.string(), category: z.string().optional() })
const answerRow = z.object({ answer_id: z.string(), question_id: id, text: z.string() })
const reviewRow = z.object({
  review_id: z.string(),
  question_id: id,
  answer1_id: z.string(),
  answer2_id: z.string(),
  reviewer_id: id.optional(),
  text: z.string(),
  score: z.tuple([z.number(), z.number()]).nullish(),
})
const chainRow = z.object({
  instruction: z.string(),
  input: z.string().default(''),
  output: z.string().nullish(),
  iteration: z.number().optional(),
  iteration_truncated: z.boolean().default(false),
  outputs: z.array(z.object({ output: z.string(), feedback: z.string() })).min(1),
})
type Question = z.infer<typeof questionRow>
type Answer = z.infer<typeof answerRow>
type Review = z.infer<typeof reviewRow>
type Chain = z.infer<typeof chainRow>

function shapeOf(raw: Readonly<Record<string, unknown>>): z.ZodType<Question | Answer | Review | Chain> {
  if ('outputs' in raw) return chainRow
  if ('review_id' in raw) return reviewRow
  return 'answer_id' in raw ? answerRow : questionRow
}

interface Shown {
  readonly first: string
  readonly second: string
}

function pairOf(path: string): Shown {
  const [, first, second] = /^(.+?)_vs_(.+?)\.jsonl?(\.gz|\.zst)?$/.exec(basename(path)) ?? []
  if (first !== undefined && second !== undefined) return { first, second }
  throw new AssizeError('datasets/needs-file', {
    message: `${path} holds reviews, and its name does not say of whom.`,
    remedy: 'Name it after who was shown first and second: chatgpt_vs_selfee.jsonl.',
  })
}

const judge = 'gpt-4'
const noAnswers = "a pair's answers are in no file: its responses are empty, enough to replay its reviews"

function fromReview(
  row: Review,
  { first, second }: Shown,
  questions: ReadonlyMap<string, Question>,
  answers: ReadonlyMap<string, string>,
): Imported {
  const question = questions.get(String(row.question_id))
  const item = pairId(`vicuna/${row.question_id}`, first, second)
  const order = first < second ? 'AB' : 'BA'
  const shown = [
    { writer: first, text: answers.get(row.answer1_id) },
    { writer: second, text: answers.get(row.answer2_id) },
  ]
  const [a, b] = order === 'AB' ? shown : shown.toReversed()
  const missing = a!.text === undefined || b!.text === undefined
  const cluster = `vicuna/${row.question_id}`
  const group = question?.category === undefined ? {} : { group: question.category }
  return {
    ...(question
      ? {
          item: pairItem({
            id: item,
            instruction: question.text,
            a: { writer: a!.writer, text: a!.text ?? '' },
            b: { writer: b!.writer, text: b!.text ?? '' },
            cluster,
            metadata: {
              ...(question.category === undefined ? {} : { category: question.category }),
              ...(missing ? { answers_missing: true } : {}),
            },
          }),
        }
      : {}),
    ratings: twoScores(
      { item, annotator: judge, cluster, ...group },
      order,
      row.score ?? [undefined, undefined],
    ),
    answers: [{ item, order, judge, answer: { text: row.text, finish: 'unknown' } }],
    notes: [
      ...(missing && question ? [noAnswers] : []),
      ...(question ? [] : ["a review's question is in no file given before it: no item"]),
      ...(row.score && row.score.every((score) => score >= 0)
        ? []
        : ['a review has no two scores: kept as no labels (unparsed)']),
    ],
  }
}

function fromChain(row: Chain, index: number): Imported {
  const item = `selfee-chain/${index}`
  const outputs = row.outputs.map(({ output }, i): Item['responses'][number] => ({
    id: `output-${i + 1}`,
    text: output,
  }))
  // An item with one response has its ratings without naming it.
  const named = (i: number) => (outputs.length > 1 ? { response: outputs[i]!.id } : {})
  const writer = 'gpt-3.5-turbo'
  const needed = row.outputs.map(({ feedback }) => revisionNeeded(feedback))
  return {
    item: {
      id: item,
      instruction: row.instruction,
      ...(row.input === '' ? {} : { input: row.input }),
      responses: outputs.map((output) => ({ ...output, writer })),
      ...(row.output ? { reference: row.output } : {}),
      criteria: [],
      metadata: { iteration_truncated: row.iteration_truncated },
    },
    ratings: row.outputs.map(({ feedback }, i): Rating => ({
      item,
      ...named(i),
      annotator: writer,
      criterion: 'revision',
      label: { kind: 'category', value: needed[i] ? 'needed' : 'not-needed' },
      reason: feedback,
    })),
    answers: row.outputs.map(({ feedback }, i) => ({
      item,
      ...named(i),
      judge: writer,
      answer: { text: feedback, finish: 'unknown' },
    })),
    notes: [
      `a chain has ${outputs.length} ${outputs.length === 1 ? 'output' : 'outputs'}`,
      row.iteration_truncated
        ? 'a chain was cut at its longest'
        : needed.at(-1)
          ? 'a chain that was not cut ends without a stop phrase'
          : 'a chain that was not cut ends with a stop phrase',
    ],
  }
}
