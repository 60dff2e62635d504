import { basename } from 'node:path'
import { z } from 'zod'
import type { RecordedAnswer } from '../../domain/answer.ts'
import type { Item, Turn } from '../../domain/item.ts'
import { none, type Label } from '../../domain/label.ts'
import { pairId } from '../../domain/pair-id.ts'
import type { Order, Rating } from '../../domain/rating.ts'
import type { Imported, Importer } from './importer.ts'
import {
  mtBenchAnswer,
  mtBenchId,
  mtBenchName,
  mtBenchQuestion,
  MtBenchSet,
  responseOf,
  type MtBenchAnswer,
  type MtBenchQuestion,
} from './mt-bench-set.ts'
import { inItemFrame, preferA, preferB, tie } from './pair.ts'

/**
 * The judgments of FastChat's `llm_judge` on MT-Bench: pairs played in both orders,
 * single answers scored, and people's votes.
 *
 * A pair is an item of its own, `mt-bench/81/turn-1/<a>~<b>`, the model whose name comes
 * first as A, as a tournament over the items of `mt-bench` names it; a single answer is the
 * response, named by its model, of `mt-bench/81/turn-1`. The judgments hold no answers: items come where
 * the questions and the answers are given before them, or from votes, which have the conversations.
 *
 * `g2_winner` is in the frame of the models, as `g1_winner` is; `g2_judgment` speaks of
 * the order that it was shown. "error" and -1 are no labels.
 *
 * Zheng et al. 2023 (arXiv:2306.05685), github.com/lm-sys/FastChat.
 */
export const fastchatJudgments: Importer = {
  format: 'fastchat-judgments',
  about:
    "FastChat's judgments on MT-Bench (pairs, single answers) and people's votes; with the questions and answers before them, also items",
  files:
    '[<question.jsonl> <model_answer.jsonl>... <reference_answer.jsonl>] <gpt-4_pair.jsonl, gpt-4_single.jsonl or human_judgments.jsonl>...',
  async *read(paths, rows) {
    const set = new MtBenchSet()
    const given = new Set<string>()
    const voted = new Map<string, number>()
    const once = (item: Item | undefined): { item?: Item } => {
      if (!item || given.has(item.id)) return {}
      given.add(item.id)
      return { item }
    }
    for (const path of paths) {
      const reference = basename(path).startsWith('reference_answer')
      for await (const { value } of rows<MtBenchQuestion | MtBenchAnswer | Pair | Single | Vote>(
        path,
        shapeOf,
      )) {
        if ('choices' in value) {
          if (reference) set.addReference(value)
          else set.addAnswer(value)
        } else if ('turns' in value) set.addQuestion(value)
        else if ('g1_winner' in value)
          yield { ...once(pairItem(set, value.model_1, value.model_2, value)), ...fromPair(value) }
        else if ('model_a' in value)
          yield {
            ...once(pairItem(set, value.model_a, value.model_b, value) ?? votedItem(value)),
            ...fromVote(value, voted),
          }
        else yield { ...once(singleItem(set, value)), ...fromSingle(value) }
      }
    }
  },
}

const id = z.union([z.number(), mtBenchName])
const about = { question_id: id, turn: z.number().int().min(1).default(1) }
/** A model and the name of its prompt, or one name. */
const judge = z.union([mtBenchName, z.array(mtBenchName).min(1)])
const winner = z.string().nullish()
const pairRow = z.object({
  ...about,
  model_1: mtBenchName,
  model_2: mtBenchName,
  g1_winner: z.string().nullable(),
  g2_winner: winner,
  judge,
  g1_judgment: z.string().nullish(),
  g2_judgment: z.string().nullish(),
  tstamp: z.number().nullish(),
})
const singleRow = z.object({
  ...about,
  model: mtBenchName,
  judge,
  judgment: z.string().nullish(),
  score: z.number().nullable(),
  tstamp: z.number().nullish(),
})
const messages = z.array(z.looseObject({ role: z.string(), content: z.string().nullish() }))
const voteRow = z.object({
  ...about,
  model_a: mtBenchName,
  model_b: mtBenchName,
  winner,
  judge,
  conversation_a: messages.nullish(),
  conversation_b: messages.nullish(),
})
type Pair = z.infer<typeof pairRow>
type Single = z.infer<typeof singleRow>
type Vote = z.infer<typeof voteRow>

function shapeOf(
  raw: Readonly<Record<string, unknown>>,
): z.ZodType<MtBenchQuestion | MtBenchAnswer | Pair | Single | Vote> {
  if ('choices' in raw) return mtBenchAnswer
  if ('g1_winner' in raw) return pairRow
  if ('model_a' in raw) return voteRow
  return 'turns' in raw ? mtBenchQuestion : singleRow
}

const judgeName = (named: z.infer<typeof judge>, how: string): string =>
  typeof named === 'string' ? named : `${named[0]}-${how}`

const timeOf = (seconds: number | null | undefined): Pick<Rating, 'at'> =>
  seconds === null || seconds === undefined || !(seconds > 0 && seconds < 1e11)
    ? {}
    : { at: new Date(seconds * 1000).toISOString() }

function fromPair(row: Pair): Imported {
  const item = pairId(mtBenchId(row.question_id, row.turn), row.model_1, row.model_2)
  const annotator = judgeName(row.judge, 'pair')
  const games = [
    [row.model_1, row.g1_winner, row.g1_judgment],
    [row.model_2, row.g2_winner, row.g2_judgment],
  ] as const
  const shownFirst = (model: string): Order => (model === [row.model_1, row.model_2].sort()[0] ? 'AB' : 'BA')
  const ratings = games.map(([first, won]): Rating => ({
    item,
    annotator,
    order: shownFirst(first),
    label: inItemFrame(labelOf(won, ['model_1', 'model_2']), shownFirst(row.model_1)),
    cluster: clusterOf(row),
    ...timeOf(row.tstamp),
  }))
  return {
    ratings,
    answers: games.flatMap(([first, , text]): RecordedAnswer[] =>
      typeof text === 'string'
        ? [{ item, order: shownFirst(first), judge: annotator, answer: { text, finish: 'unknown' } }]
        : [],
    ),
    notes: ratings.flatMap(({ label }) => (label.kind === 'none' ? [unread] : [])),
  }
}

/** All turns, pairs and answers of a question stand or fall together. */
const clusterOf = ({ question_id }: Pick<Pair, 'question_id'>) => `mt-bench/${question_id}`

const unread =
  'a winner is neither a model nor a tie ("error"): kept as no label (unparsed); FastChat drops the record'

function labelOf(won: string | null | undefined, [first, second]: readonly [string, string]): Label {
  if (won === first) return preferA
  if (won === second) return preferB
  // "tie (inconsistent)" and its like count as ties where FastChat measures agreement.
  return won?.startsWith('tie') ? tie : none('unparsed')
}

function fromSingle(row: Single): Imported {
  const item = mtBenchId(row.question_id, row.turn)
  const { id: response } = responseOf(row.model, [])
  const annotator = judgeName(row.judge, 'single')
  const label: Label =
    row.score === null || row.score === -1 ? none('unparsed') : { kind: 'score', value: row.score }
  return {
    ratings: [{ item, response, annotator, label, cluster: clusterOf(row), ...timeOf(row.tstamp) }],
    answers:
      typeof row.judgment === 'string'
        ? [{ item, response, judge: annotator, answer: { text: row.judgment, finish: 'unknown' } }]
        : [],
    notes:
      label.kind === 'none'
        ? ['a score is -1: kept as no label (unparsed); FastChat leaves it out of the mean']
        : [],
  }
}

function fromVote(row: Vote, voted: Map<string, number>): Imported {
  const item = pairId(mtBenchId(row.question_id, row.turn), row.model_a, row.model_b)
  const annotator = judgeName(row.judge, 'pair')
  const order: Order = row.model_a < row.model_b ? 'AB' : 'BA'
  const label = inItemFrame(labelOf(row.winner, ['model_a', 'model_b']), order)
  const key = JSON.stringify([item, annotator, order])
  const sample = voted.get(key) ?? 0
  voted.set(key, sample + 1)
  return {
    ratings: [{ item, annotator, order, label, cluster: clusterOf(row), ...(sample > 0 ? { sample } : {}) }],
    notes: [
      ...(label.kind === 'none' ? [unread] : []),
      ...(sample > 0 ? ['somebody voted on one pair several times: kept as samples'] : []),
    ],
  }
}

function pairItem(
  set: MtBenchSet,
  a: string,
  b: string,
  { question_id, turn }: Pair | Vote,
): Item | undefined {
  const question = set.questions.get(String(question_id))
  const item = question && turn <= question.turns.length ? set.item(question, turn, [a, b].sort()) : undefined
  return item?.responses.length === 2 ? { ...item, id: pairId(item.id, a, b) } : undefined
}

function singleItem(set: MtBenchSet, { question_id, turn }: Single): Item | undefined {
  const question = set.questions.get(String(question_id))
  return question && turn <= question.turns.length
    ? set.item(question, turn, [...set.models.keys()])
    : undefined
}

/** A vote has both conversations, up to the turn that was voted on or beyond. */
function votedItem(row: Vote): Item | undefined {
  const [a, b] = [turnsOf(row.conversation_a, row.turn), turnsOf(row.conversation_b, row.turn)]
  if (!a || !b) return undefined
  const responses = [responseOf(row.model_a, a), responseOf(row.model_b, b)]
  const base = mtBenchId(row.question_id, row.turn)
  return {
    id: pairId(base, row.model_a, row.model_b),
    instruction: a[2 * row.turn - 2]!.content,
    responses: row.model_a < row.model_b ? responses : responses.toReversed(),
    criteria: [],
    cluster: clusterOf(row),
    metadata: {
      question_id: row.question_id,
      turn: row.turn,
      ...Object.fromEntries(
        a.filter(({ role }) => role === 'user').map(({ content }, i) => [`question_${i + 1}`, content]),
      ),
    },
  }
}

function turnsOf(
  conversation: z.infer<typeof messages> | null | undefined,
  turn: number,
): Turn[] | undefined {
  const turns = (conversation ?? [])
    .slice(0, 2 * turn)
    .map(({ role, content }, i): Turn | undefined =>
      role === (i % 2 === 0 ? 'user' : 'assistant') ? { role, content: content ?? '' } : undefined,
    )
  return turns.length === 2 * turn && turns.every((one) => one !== undefined) ? (turns as Turn[]) : undefined
}
