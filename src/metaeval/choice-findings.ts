import { byName } from '../base/by-name.ts'
import { adjustedPValues } from '../metrics/adjusted-p-values.ts'
import { chanceTail } from '../metrics/chance-tail.ts'
import { mean } from '../metrics/mean.ts'
import { multipleChoice, type Normalisation, type OptionLikelihood } from '../metrics/multiple-choice.ts'
import { wilsonInterval } from '../metrics/wilson-interval.ts'
import type { Estimate } from './findings.ts'

/** What a model said of one multiple-choice question. */
export interface AnsweredQuestion {
  readonly id: string
  readonly domain?: string
  /** Indices of the right options. */
  readonly answers: readonly number[]
  /** The options as they were shown: at each place, the index of the option. */
  readonly order: readonly number[]
  /** By the options' indices; absent where the model gave none. */
  readonly options?: readonly OptionLikelihood[]
  /** Why there are none. */
  readonly failed?: string
}

/** How often a model chose the right option, beside what guessing would get. */
export interface ChoiceAccuracy {
  readonly questions: number
  /** Those with a choice; the others are left out of everything below. */
  readonly answered: number
  /** No answer came, or several options shared the highest score: neither is a choice. */
  readonly none: { readonly failed: number; readonly tied: number }
  readonly accuracy: Estimate
  /** What guessing gets: the mean over the answered questions of right options among all. */
  readonly chance: number | null
  /** How likely guessing would be right so often or more (one-sided, exact). */
  readonly p: number | null
}

/** A place among the options as they were shown. */
export interface PlaceFindings {
  /** From 0; a letter in reports. */
  readonly place: number
  /** Answered questions that have an option here. */
  readonly offered: number
  /** Those whose right option stood here (one of several is a part). */
  readonly right: number
  readonly chosen: number
}

export interface ChoiceFindings extends ChoiceAccuracy {
  readonly normalisation: Normalisation
  /** The same answers under other rules, where they can choose otherwise. */
  readonly otherwise: readonly {
    readonly rule: string
    readonly accuracy: Estimate
    readonly answered: number
  }[]
  readonly places: readonly PlaceFindings[]
  /** The largest of the differences between the share of choices and of right options at a place, 0-1. */
  readonly placeBias: number | null
  /** By domain; `p` is adjusted for their number (Holm). Questions without one are under the empty name. */
  readonly by?: Readonly<Record<string, ChoiceAccuracy>>
  readonly signature: string
}

export interface ChoiceMeasuring {
  readonly normalisation: Normalisation
  readonly byDomain: boolean
  readonly signature: string
}

/** What the answers to multiple-choice questions come to. */
export function choiceFindings(
  answered: readonly AnsweredQuestion[],
  { normalisation, byDomain, signature }: ChoiceMeasuring,
): ChoiceFindings {
  const whole = accuracyOf(answered, normalisation)
  const places = placesOf(answered, normalisation)
  const total = places.reduce((sum, { chosen }) => sum + chosen, 0)
  return {
    ...whole,
    normalisation,
    otherwise: otherwise(answered, normalisation),
    places,
    placeBias:
      total === 0 ? null : Math.max(...places.map(({ chosen, right }) => Math.abs(chosen - right) / total)),
    ...(byDomain ? { by: parts(answered, normalisation) } : {}),
    signature,
  }
}

const others: Readonly<Record<Normalisation, string>> = {
  none: 'log-probability',
  bytes: 'log-probability a byte',
  tokens: 'log-probability a token',
  unconditional: 'log-probability less that without the question',
}

/** What a normalisation is called in findings. */
export const ruleOf = (normalisation: Normalisation): string => others[normalisation]

function otherwise(answered: readonly AnsweredQuestion[], used: Normalisation) {
  const all = answered.flatMap(({ options }) => (options ? [options] : []))
  /** Whether a rule can choose otherwise: letters are all of one length. */
  const matters: Record<Normalisation, boolean> = {
    none: true,
    bytes: all.some((options) => new Set(options.map(({ bytes }) => bytes)).size > 1),
    tokens: all.some((options) => new Set(options.map(({ tokens }) => tokens)).size > 1),
    unconditional: all.some((options) => options.some(({ unconditional }) => unconditional !== undefined)),
  }
  const rules = (Object.keys(others) as Normalisation[]).filter((one) => one !== used && matters[one])
  const found = rules.map((one) => {
    const { accuracy, answered: n } = accuracyOf(answered, one)
    return { rule: others[one], accuracy, answered: n }
  })
  const { none, questions } = accuracyOf(answered, used)
  if (none.failed + none.tied === 0) return found
  const hits = answered.filter((one) => isRight(one, used)).length
  return [
    ...found,
    { rule: 'no choice counted wrong', accuracy: shareOf(hits, questions), answered: questions },
  ]
}

const choiceOf = ({ options }: AnsweredQuestion, normalisation: Normalisation): number | undefined =>
  options && multipleChoice(options, normalisation)

function isRight(one: AnsweredQuestion, normalisation: Normalisation): boolean {
  const chosen = choiceOf(one, normalisation)
  return chosen !== undefined && one.answers.includes(chosen)
}

function accuracyOf(all: readonly AnsweredQuestion[], normalisation: Normalisation): ChoiceAccuracy {
  const answered = all.filter((one) => choiceOf(one, normalisation) !== undefined)
  const failed = all.filter(({ options }) => options === undefined).length
  const hits = answered.filter((one) => isRight(one, normalisation)).length
  const chances = answered.map(({ answers, order }) => answers.length / order.length)
  return {
    questions: all.length,
    answered: answered.length,
    none: { failed, tied: all.length - answered.length - failed },
    accuracy: shareOf(hits, answered.length),
    chance: mean(chances) ?? null,
    p: answered.length === 0 ? null : chanceTail(chances, hits),
  }
}

function shareOf(hits: number, n: number): Estimate {
  const interval = wilsonInterval(hits, n)
  if (!interval)
    return {
      value: null,
      low: null,
      high: null,
      method: 'none: not defined',
      n,
      why: 'no question was answered',
    }
  return { value: hits / n, ...interval, method: `95 % Wilson interval, ${n} questions`, n }
}

function placesOf(all: readonly AnsweredQuestion[], normalisation: Normalisation): PlaceFindings[] {
  const places: { place: number; offered: number; right: number; chosen: number }[] = []
  for (const one of all) {
    const chosen = choiceOf(one, normalisation)
    if (chosen === undefined) continue
    for (const [place, option] of one.order.entries()) {
      const at = (places[place] ??= { place, offered: 0, right: 0, chosen: 0 })
      at.offered++
      if (one.answers.includes(option)) at.right += 1 / one.answers.length
      if (chosen === option) at.chosen++
    }
  }
  return places
}

function parts(
  all: readonly AnsweredQuestion[],
  normalisation: Normalisation,
): Record<string, ChoiceAccuracy> {
  const groups = [...Map.groupBy(all, ({ domain = '' }) => domain)].sort(([a], [b]) => (a < b ? -1 : 1))
  const found = groups.map(([name, some]) => [name, accuracyOf(some, normalisation)] as const)
  const told = found.flatMap(([, { p }]) => (p === null ? [] : [p]))
  const adjusted = adjustedPValues(told, 'holm')
  let next = 0
  const by = byName<ChoiceAccuracy>()
  for (const [name, one] of found) by[name] = one.p === null ? one : { ...one, p: adjusted[next++]! }
  return by
}
