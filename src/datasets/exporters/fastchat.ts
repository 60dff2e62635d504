import { seatOf, type Label } from '../../domain/label.ts'
import type { Item, Response } from '../../domain/item.ts'
import type { Run } from '../../domain/run.ts'
import type { Verdict } from '../../domain/verdict.ts'
import type { Exported, Exporter, Judged } from './exporter.ts'

/**
 * The records that FastChat's `llm_judge` writes: a pair's two games in one (`g1_winner`,
 * `g2_winner`), a single answer's score.
 *
 * FastChat counts a record with an "error" as not played and a score of -1 as not given: so
 * they stand for verdicts that could not be read and for games that were not played. The
 * prompts are not kept in the store: `g1_user_prompt` and its like are null.
 *
 * github.com/lm-sys/FastChat, fastchat/llm_judge/common.py.
 */
export const fastchat: Exporter = {
  name: 'fastchat',
  about: "FastChat's pair or single judgments (JSON lines)",
  async *rows(judged, run) {
    let games: Judged[] = []
    for await (const one of judged) {
      if (games.length > 0 && !sameRecord(games[0]!, one)) {
        yield fromGames(games, run)
        games = []
      }
      games.push(one)
    }
    if (games.length > 0) yield fromGames(games, run)
  },
}

/** The store has an item's verdicts by criterion, then order, then response, then sample. */
function sameRecord(a: Judged, b: Judged): boolean {
  return (
    a.item.id === b.item.id &&
    a.verdict.criterion === b.verdict.criterion &&
    a.verdict.response === b.verdict.response &&
    a.verdict.order !== undefined &&
    b.verdict.order !== undefined
  )
}

function fromGames(games: readonly Judged[], run: Run): Exported {
  const { item, verdict } = games[0]!
  const about = {
    question_id: item.metadata['question_id'] ?? item.id,
    judge: judgeOf(run, verdict.criterion),
    turn: typeof item.metadata['turn'] === 'number' ? item.metadata['turn'] : 1,
    tstamp: Date.parse(verdict.at) / 1000,
  }
  const first = games.filter(({ verdict }) => verdict.sample === 0)
  const notes =
    first.length < games.length ? ['more samples than one: FastChat has a place for the first only'] : []
  if (verdict.order === undefined) {
    if (verdict.sample > 0)
      return { notes: ['more samples than one: FastChat has a place for the first only'] }
    return { row: { ...about, ...single(item, verdict) }, notes }
  }
  if (item.responses.length !== 2)
    return { notes: ['an item has another number of responses than two: no record'] }
  const [g1, g2] = (['AB', 'BA'] as const).map(
    (order) => first.find((game) => game.verdict.order === order)?.verdict,
  )
  return {
    row: {
      ...about,
      model_1: writerOf(item.responses[0]),
      model_2: writerOf(item.responses[1]),
      g1_winner: winnerOf(item, g1?.label),
      g2_winner: winnerOf(item, g2?.label),
      g1_user_prompt: null,
      g1_judgment: g1?.answer?.text ?? null,
      g2_user_prompt: null,
      g2_judgment: g2?.answer?.text ?? null,
    },
    notes: [
      ...notes,
      ...(g1 && g2
        ? []
        : [
            'a pair was judged in one order only: the other game is an "error", and FastChat drops the record',
          ]),
    ],
  }
}

const judgeOf = ({ judge: { model, name, rubrics } }: Run, criterion: string) => [
  model,
  Object.keys(rubrics).length > 1 ? `${name}/${criterion}` : name,
]

const writerOf = (response: Response | undefined) => response?.writer ?? response?.id

function winnerOf({ responses }: Item, label: Label | undefined): string {
  const seat = label?.kind === 'preference' ? seatOf(responses, label.winner) : undefined
  return seat === 'A' ? 'model_1' : seat === 'B' ? 'model_2' : (seat ?? 'error')
}

function single(item: Item, { label, answer, response }: Verdict) {
  const judged = item.responses.find(({ id }) => id === response) ?? item.responses[0]
  return {
    model: writerOf(judged),
    user_prompt: null,
    judgment: answer?.text ?? null,
    score: label.kind === 'score' ? label.value : -1,
  }
}
