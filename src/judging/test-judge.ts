import type { JudgeCase } from '../domain/judge-case.ts'
import { seatName, type Item } from '../domain/item.ts'
import { labelText } from '../domain/label.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import type { Protocol } from '../protocols/protocol.ts'

export interface CaseResult {
  readonly passed: boolean
  /** The label that the answer became, in the case's own words. */
  readonly got: string
}

/**
 * Reads a case's answer as the judge reads a model's, and holds the label against what it must be.
 *
 * @param fallback  how many responses the protocol shows.
 */
export function testCase(protocol: Protocol, rubric: Rubric, one: JudgeCase, fallback: number): CaseResult {
  const ask = askOf(one, fallback)
  const answer = {
    text: one.answer,
    finish: one.finish ?? ('stop' as const),
    ...(one.logprobs ? { choices: one.logprobs } : {}),
  }
  const reading = protocol.read(answer, ask, rubric, {
    mode: one.logprobs ? 'logprobs' : 'text',
    language: 'en',
  })
  const got = labelText(reading.label, ask.item.responses)
  const scores = scoresOf(reading, ask)
  return {
    passed:
      got === String(one.label) &&
      (one.scores === undefined || JSON.stringify(scores) === JSON.stringify(one.scores)),
    got: one.scores === undefined ? got : `${got} ${JSON.stringify(scores ?? null)}`,
  }
}

/** Each response's score, in the item's order. */
const scoresOf = ({ scores }: Reading, { item }: Ask): (number | undefined)[] | undefined =>
  scores && item.responses.map(({ id }) => scores[id])

function askOf({ order, responses: count }: JudgeCase, fallback: number): Ask {
  const responses = Array.from({ length: count ?? fallback }, (_, i) => ({ id: seatName(i), text: '' }))
  const item: Item = { id: 'case', instruction: '', responses, criteria: [], metadata: {} }
  const pair = responses.length === 2
  return {
    item,
    criterion: 'case',
    ...(pair ? { order: order ?? 'AB' } : {}),
    shown: pair && order === 'BA' ? responses.toReversed() : responses,
    sample: 0,
  }
}
