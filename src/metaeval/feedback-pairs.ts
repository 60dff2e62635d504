import { seededRandom } from '../base/random.ts'
import type { Item } from '../domain/item.ts'
import { askId, type Verdict } from '../domain/verdict.ts'
import { withoutVerdict } from './without-verdict.ts'

export interface FeedbackOptions {
  /** Names of the two judges; they become the writers of what they wrote. */
  readonly first: string
  readonly second: string
  /** Which side is shown first is drawn by it and the ask, whatever else is in the file. */
  readonly seed: number
}

export interface FeedbackPairs {
  readonly items: readonly Record<string, unknown>[]
  /** Asks that make no item, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
  /** Pieces of verdicts taken out of reasons. */
  readonly removed: number
}

/**
 * Two judges' reasons about the same answers as items: the answer judged is the context, the
 * reasons are the responses, and which of the two stands first is drawn.
 *
 * The item says whose reason is whose (`writer`) for whoever measures; what is shown to people or
 * judges is the text alone. `order` in its metadata is the side of the first judge.
 *
 * @param verdicts  of the two runs, by item; reasons about the same ask (order, response and sample) meet.
 */
export function feedbackPairs(
  items: Iterable<Item>,
  verdicts: {
    readonly first: ReadonlyMap<string, readonly Verdict[]>
    readonly second: ReadonlyMap<string, readonly Verdict[]>
  },
  { first, second, seed }: FeedbackOptions,
): FeedbackPairs {
  const leftOut: Record<string, number> = {}
  const leave = (why: string) => void (leftOut[why] = (leftOut[why] ?? 0) + 1)
  const found: Record<string, unknown>[] = []
  let removed = 0
  for (const item of items) {
    const others = new Map((verdicts.second.get(item.id) ?? []).map((verdict) => [askId(verdict), verdict]))
    for (const own of verdicts.first.get(item.id) ?? []) {
      const other = others.get(askId(own))
      if (!other) {
        leave('asked of one judge only')
        continue
      }
      others.delete(askId(own))
      // The reason of a failed ask says what went wrong with the call.
      const reasons = [own, other].map(({ label, reason = '' }) =>
        label.kind === 'none' && label.why === 'failed' ? '' : reason,
      )
      const [a, b] = reasons.map(withoutVerdict) as [
        ReturnType<typeof withoutVerdict>,
        ReturnType<typeof withoutVerdict>,
      ]
      if (a.text === '' || b.text === '') {
        leave(a.text === '' && b.text === '' ? 'neither gave a reason' : 'one gave no reason')
        continue
      }
      if (a.text === b.text) {
        leave('both reasons are the same')
        continue
      }
      removed += a.removed + b.removed
      const isSwapped = seededRandom(`${seed} ${askId(own)}`)() < 0.5
      const sides = [
        { writer: first, text: a.text },
        { writer: second, text: b.text },
      ]
      found.push(pairOf(item, own, isSwapped ? sides.toReversed() : sides, isSwapped))
    }
    for (const _ of others) leave('asked of one judge only')
  }
  return { items: found, leftOut, removed }
}

function pairOf(
  item: Item,
  verdict: Verdict,
  responses: readonly { readonly writer: string; readonly text: string }[],
  isSwapped: boolean,
): Record<string, unknown> {
  const { criterion, order, response, sample } = verdict
  const words = item.language === 'ko' ? korean : english
  const shown = shownResponses(item, verdict)
  const parts = [
    [words.instruction, item.instruction],
    [words.input, item.input],
    [words.context, item.context],
    ...shown.map((text, i) => [shown.length === 1 ? words.response : words.responses(i), text]),
    [words.reference, item.reference],
  ]
  return {
    id: ['feedback', item.id, criterion, order, response, sample || undefined]
      .filter((part) => part !== undefined)
      .join('/'),
    instruction: shown.length === 1 ? words.task(criterion) : words.pairTask(criterion),
    context: parts
      .filter(([, text]) => text !== undefined && text !== '')
      .map(([name, text]) => `${name}:\n${text}`)
      .join('\n\n'),
    responses,
    ...(item.language === undefined ? {} : { language: item.language }),
    cluster: item.cluster ?? item.id,
    about: item.id,
    judged: criterion,
    order: isSwapped ? 'BA' : 'AB',
  }
}

/** The rubric that feedback is compared by, and the one that says what it is like. */
export const feedbackCriterion = 'feedback-quality'
export const feedbackReason = 'feedback-reason'

/** What the judge saw, in its order: a reason may speak of the first and the second. */
function shownResponses(item: Item, { order, response }: Verdict): readonly string[] {
  const texts = item.responses
    .filter(({ id }) => response === undefined || id === response)
    .map(({ text }) => text)
  return order === 'BA' ? texts.toReversed() : texts
}

const english = {
  task: (criterion: string) => `Write feedback on the response below, by this criterion: ${criterion}.`,
  pairTask: (criterion: string) =>
    `Write feedback that compares the two responses below, by this criterion: ${criterion}.`,
  instruction: 'Instruction',
  input: 'Input',
  context: 'Context',
  response: 'Response',
  responses: (i: number) => `Response ${'AB'[i] ?? i + 1}`,
  reference: 'Reference answer',
}
const korean: typeof english = {
  task: (criterion) => `아래 응답에 대한 피드백을 쓰시오. 기준: ${criterion}`,
  pairTask: (criterion) => `아래 두 응답을 비교하는 피드백을 쓰시오. 기준: ${criterion}`,
  instruction: '지시',
  input: '입력',
  context: '맥락',
  response: '응답',
  responses: (i) => `응답 ${'AB'[i] ?? i + 1}`,
  reference: '참고 답',
}
