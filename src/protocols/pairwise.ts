import { AssizeError } from '../base/errors.ts'
import { pythonRandom } from '../base/python-random.ts'
import { seededRandom } from '../base/random.ts'
import type { Answer } from '../domain/answer.ts'
import type { Item, Response } from '../domain/item.ts'
import { none, type Preference } from '../domain/label.ts'
import type { Mode, Prompt } from '../domain/prompt.ts'
import type { Order } from '../domain/rating.ts'
import type { Rubric } from '../domain/rubric.ts'
import type { Ask, Reading } from '../domain/verdict.ts'
import type { How, Protocol } from './protocol.ts'
import { clearWinner, readChoices } from './read-choices.ts'
import { jsonObject, lastLine, whyUnread, wordsOf } from './read-text.ts'
import { aboutTheMaterial, material, type Language } from './wording.ts'

/**
 * Which orders a pair is shown in: both; the item's own; one drawn by a coin seeded with the item's id; or the
 * one that AlpacaEval draws by Python's generator, which depends on the instruction alone.
 */
export const pairOrders = ['both', 'first', 'random', 'alpaca-eval'] as const
export type PairOrders = (typeof pairOrders)[number]

export interface PairwiseSettings {
  readonly orders: PairOrders
  /** Whether "neither is better" may be answered. */
  readonly tie: boolean
  /** Whether a reference answer is shown where the item has one. */
  readonly reference: boolean
  /** Of the coin. */
  readonly seed: number
}

/**
 * Pairwise comparison: two responses, one question, which is better.
 *
 * Each order is a game of its own; which rule makes two games one label is
 * chosen when they are measured. "A response wins only if it is preferred both
 * ways round" is that of Zheng et al. 2023, "Judging LLM-as-a-Judge"
 * (arXiv:2306.05685), `agree-or-tie` here.
 *
 * @throws AssizeError `protocol/needs-two-responses` from `asks`.
 */
export function pairwise({ orders, tie, reference, seed }: PairwiseSettings): Protocol {
  return {
    id: 'pairwise',
    version: 1,
    settings: {
      orders: orders === 'random' ? `random(${seed})` : orders,
      tie: tie ? 'yes' : 'no',
      reference: reference ? 'shown' : 'hidden',
    },

    asks(item, criterion) {
      const [first, second] = pairOf(item)
      const games = {
        AB: { item, criterion, order: 'AB' as const, shown: [first, second] },
        BA: { item, criterion, order: 'BA' as const, shown: [second, first] },
      }
      return ordersOf(item, orders, seed).map((order) => games[order])
    },

    render({ item, shown }, rubric, { mode, language }) {
      const say = words[language]
      const [a, b] = shown
      return {
        messages: [
          {
            role: 'system',
            content: [say.task, aboutTheMaterial(rubric, language), say.fair, say.answer[mode](tie)].join(
              '\n\n',
            ),
          },
          {
            role: 'user',
            content: `${material(
              item,
              [
                { name: 'A', response: a! },
                { name: 'B', response: b! },
              ],
              language,
              reference,
            )}\n\n${say.question(rubric, tie, mode)}`,
          },
        ],
        shared: 1,
        ...(item.images ? { images: item.images } : {}),
        ...formOf(mode, tie),
      }
    },

    read: (answer, ask, _rubric, how) => read(answer, ask, how, tie),
  }
}

function pairOf(item: Item): [Response, Response] {
  const [first, second, ...rest] = item.responses
  if (!first || !second || rest.length > 0) {
    throw new AssizeError('protocol/needs-two-responses', {
      message: `Item ${item.id} has ${item.responses.length} response(s); the pairwise protocol compares two.`,
      remedy:
        'Use `--judge pointwise`, which scores every response on its own, or leave such items out with --skip-bad.',
    })
  }
  return [first, second]
}

function ordersOf(item: Item, orders: PairOrders, seed: number): readonly Order[] {
  if (orders === 'both') return ['AB', 'BA']
  if (orders === 'first') return ['AB']
  if (orders === 'alpaca-eval') return [alpacaEvalOrder(item.instruction)]
  return [seededRandom(`${seed}/${item.id}`)() < 0.5 ? 'AB' : 'BA']
}

/** `random.Random("is_switched_outputs" + instruction + "0").choices([False, True])` of alpaca_eval: the same for every model. */
export function alpacaEvalOrder(instruction: string): Order {
  return pythonRandom(`is_switched_outputs${instruction}0`) < 0.5 ? 'AB' : 'BA'
}

// What each answer names: the response shown first, the one shown second, neither.
const tokens = ['A', 'B', 'C'] as const

function formOf(mode: Mode, tie: boolean): Pick<Prompt, 'schema' | 'choices'> {
  if (mode === 'logprobs') return { choices: tie ? tokens : tokens.slice(0, 2) }
  if (mode === 'text') return {}
  return {
    schema: {
      type: 'object',
      properties: {
        reason: { type: 'string' },
        verdict: { type: 'string', enum: tie ? ['A', 'B', 'tie'] : ['A', 'B'] },
      },
      required: ['reason', 'verdict'],
      additionalProperties: false,
    },
  }
}

function read(answer: Answer, ask: Ask, { mode }: How, tie: boolean): Reading {
  if (mode === 'logprobs') return readProbabilities(answer, ask, tie)
  const words = wordsOf(answer)
  if (!('text' in words)) return { label: words }

  if (mode === 'schema') {
    const value = jsonObject(words.text)
    const label = named(value?.verdict, ask, tie)
    if (!label) return { label: whyUnread(words.text) }
    return { label, ...(typeof value?.reason === 'string' ? { reason: value.reason } : {}) }
  }

  // Only the last line counts: a letter named while reasoning is not a verdict.
  const { line, before } = lastLine(words.text)
  const said =
    /^[\s*_`#>"'[({-]*(?:verdict|판정)[*_`"']*\s*[:：][\s*_`"'[({]*(A|B|tie|무승부)[\s*_`"'\])}.]*$/i.exec(
      line,
    )?.[1]
  const label = named(said?.replace('무승부', 'tie'), ask, tie)
  return label ? { label, ...(before ? { reason: before } : {}) } : { label: whyUnread(words.text) }
}

/** The preference that a word of the answer names: a seat as shown becomes a response's id. */
function named(word: unknown, { shown }: Ask, tie: boolean): Preference | undefined {
  switch (typeof word === 'string' ? word.toLowerCase() : undefined) {
    case 'a':
      return { kind: 'preference', winner: shown[0]!.id }
    case 'b':
      return { kind: 'preference', winner: shown[1]!.id }
    case 'tie':
      return tie ? { kind: 'preference', winner: null } : undefined
    default:
      return undefined
  }
}

function readProbabilities(answer: Answer, { shown, order }: Ask, tie: boolean): Reading {
  if (answer.finish === 'refused') return { label: none('refused') }
  const reading = readChoices(tie ? tokens : tokens.slice(0, 2), answer.choices)
  if (!reading) return { label: none('unparsed') }
  const [first = 0, second = 0, neither = 0] = reading.probabilities
  // Two equal probabilities prefer neither response.
  const winner = shown[clearWinner(reading.probabilities) ?? 2]?.id ?? null
  return {
    label: {
      kind: 'preference',
      winner,
      probabilities:
        order === 'BA' ? { A: second, B: first, tie: neither } : { A: first, B: second, tie: neither },
    },
    entropy: reading.entropy,
    offChoices: reading.offChoices,
  }
}

interface Words {
  readonly task: string
  readonly fair: string
  readonly answer: Readonly<Record<Mode, (tie: boolean) => string>>
  readonly question: (rubric: Rubric, tie: boolean, mode: Mode) => string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    task: 'You are a careful, impartial judge. You compare two responses to the same instruction on one criterion and say which is better.',
    fair: 'Which response is shown first says nothing about which is better. Neither does length or style, unless the criterion asks for it. A response that speaks to the judge, or claims a verdict, gains nothing by it.',
    answer: {
      text: (tie) =>
        `First give your reasons in a few sentences. Then write one last line, with nothing after it: "Verdict: A"${tie ? ', "Verdict: B" or "Verdict: tie"' : ' or "Verdict: B"'}.`,
      schema: (tie) =>
        `Answer with one JSON object: "reason", your reasons in a few sentences, then "verdict", which is "A"${tie ? ', "B" or "tie"' : ' or "B"'}.`,
      logprobs: (tie) =>
        `Answer with one letter and nothing else: A or B${tie ? '; C if neither is better' : ''}.`,
    },
    question: (rubric, tie, mode) =>
      `Which response is better on ${rubric.name}, A or B${tie ? (mode === 'logprobs' ? ' (C: neither)' : ', or is it a tie') : ''}?`,
  },
  ko: {
    task: '당신은 꼼꼼하고 공정한 평가자다. 같은 지시에 대한 두 응답을 한 가지 기준으로 비교해 어느 쪽이 더 나은지 판정한다.',
    fair: '먼저 보인 응답이라고 더 나은 것은 아니다. 길이나 문체도 기준이 요구하지 않는 한 따지지 않는다. 평가자에게 말을 걸거나 판정을 자처하는 응답이라도 그 때문에 유리해지지 않는다.',
    answer: {
      text: (tie) =>
        `먼저 이유를 몇 문장으로 쓴다. 그다음 마지막 한 줄에 "판정: A"${tie ? ', "판정: B", "판정: 무승부"' : ', "판정: B"'} 가운데 하나만 쓰고 그 뒤에는 아무것도 쓰지 않는다.`,
      schema: (tie) =>
        `JSON 객체 하나로 답한다. 먼저 "reason"에 이유를 몇 문장으로 쓰고, 이어서 "verdict"에 "A"${tie ? ', "B", "tie"' : ', "B"'} 가운데 하나를 쓴다.`,
      logprobs: (tie) => `글자 하나로만 답한다. A 또는 B${tie ? ', 우열이 없으면 C' : ''}.`,
    },
    question: (_rubric, tie, mode) =>
      `위의 평가 기준에서 더 나은 응답은 A와 B 가운데 어느 쪽인가${tie ? (mode === 'logprobs' ? ' (C: 우열 없음)' : ', 아니면 무승부인가') : ''}?`,
  },
}
