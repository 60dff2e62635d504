import { byName } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import {
  expectedScore,
  none,
  seatOf,
  type Category,
  type Label,
  type NoLabel,
  type Preference,
  type Score,
  type Seat,
} from '../domain/label.ts'
import type { Order } from '../domain/rating.ts'

/** What was asked and answered once: a verdict or a rating is one. */
export interface Game {
  readonly order?: Order
  /** Where a pair's responses were judged one by one: which of them this is about. */
  readonly response?: string
  readonly sample?: number
  readonly label: Label
}

/** The rule for labels of a kind: the one asked for where it fits them, else the default. */
export function ruleFor(kind: 'preference' | 'score' | 'category', asked?: CombineRule): CombineRule {
  const fits =
    asked !== undefined && (kind === 'preference' ? asked !== 'higher-score' : !pairsOnly.has(asked))
  return fits ? asked : kind === 'preference' ? 'agree-or-tie' : 'average'
}

const pairsOnly: ReadonlySet<CombineRule> = new Set(['agree-or-tie', 'sign-of-sum', 'higher-score'])

/**
 * Makes the games of one judgment one label by a named rule.
 *
 * @param games      of one item and criterion (and response, but for `higher-score`).
 * @param responses  the item's, as they stand in the item.
 * @returns one label; with `each`, one a game; none at all where there is no
 *          game, or where `higher-score` lacks one of the two responses.
 */
export function combine(
  games: readonly Game[],
  rule: CombineRule,
  responses: readonly { readonly id: string }[],
): readonly Label[] {
  if (games.length === 0) return []
  const labels = games.map((game) => game.label)
  switch (rule) {
    case 'agree-or-tie':
      return [agreed(inOrders(games, responses), { kind: 'preference', winner: null }, responses)]
    case 'agree-or-none':
      return [agreed(inOrders(games, responses), none('inconsistent'), responses)]
    case 'average':
      return [average(labels, responses)]
    case 'sign-of-sum':
      return [signOfSum(labels, responses)]
    case 'first-order-only':
      return [average(labelsByOrder(games)[0]!, responses)]
    case 'each':
      return labels
    case 'higher-score':
      return higherScore(games, responses)
    default:
      return rule satisfies never
  }
}

type Responses = readonly { readonly id: string }[]

/** The labels of each order, that of `AB` first. */
function labelsByOrder(games: readonly Game[]): Label[][] {
  const of = (order: Order | undefined) =>
    games.filter((game) => game.order === order).map((game) => game.label)
  return [of('AB'), of(undefined), of('BA')].filter((labels) => labels.length > 0)
}

function inOrders(games: readonly Game[], responses: Responses): Label[] {
  return labelsByOrder(games).map((labels) => average(labels, responses))
}

function agreed(labels: readonly Label[], otherwise: Label, responses: Responses): Label {
  const unread = labels.find((label) => label.kind === 'none')
  if (unread) return unread
  const [first, ...rest] = labels
  return rest.every((label) => sameConclusion(label, first!)) ? average(labels, responses) : otherwise
}

function sameConclusion(a: Label, b: Label): boolean {
  if (a.kind === 'preference') return b.kind === 'preference' && a.winner === b.winner
  if (a.kind === 'none') return false
  return a.kind === b.kind && a.value === (b as Score | Category).value
}

function average(labels: readonly Label[], responses: Responses): Label {
  const readable = labels.filter((label) => isReadable(label, responses))
  const [first] = readable
  if (!first) return labels[0]!
  if (readable.length === 1) return first
  switch (first.kind) {
    case 'preference':
      return averagePreference(
        readable.filter((label) => label.kind === 'preference'),
        responses,
      )
    case 'score':
      return averageScore(readable.filter((label) => label.kind === 'score'))
    case 'category':
      return averageCategory(readable.filter((label) => label.kind === 'category'))
    default:
      return first satisfies never
  }
}

/** A winner that is not one of the responses says nothing, least of all a tie. */
function isReadable(label: Label, responses: Responses): label is Exclude<Label, NoLabel> {
  return label.kind === 'preference' ? seatOf(responses, label.winner) !== undefined : label.kind !== 'none'
}

function averagePreference(labels: readonly Preference[], responses: Responses): Preference {
  const shares = meanOf(
    labels.map(({ winner, probabilities }) => probabilities ?? { [seatOf(responses, winner)!]: 1 }),
  )
  const seat = mostProbable(shares) ?? 'tie'
  return {
    kind: 'preference',
    winner: seat === 'tie' ? null : (responses[seat === 'A' ? 0 : 1]?.id ?? null),
    ...(labels.every((label) => label.probabilities)
      ? { probabilities: { A: 0, B: 0, tie: 0, ...shares } satisfies Record<Seat, number> }
      : {}),
  }
}

function averageScore(labels: readonly Score[]): Score {
  const distributions = labels.map((label) => label.distribution).filter((one) => one !== undefined)
  return {
    kind: 'score',
    value: labels.reduce((sum, label) => sum + label.value, 0) / labels.length,
    ...(distributions.length === labels.length ? { distribution: meanOf(distributions) } : {}),
  }
}

function averageCategory(labels: readonly Category[]): Category | NoLabel {
  const shares = meanOf(labels.map(({ value, distribution }) => distribution ?? { [value]: 1 }))
  const value = mostProbable(shares)
  if (value === undefined) return none('inconsistent')
  return {
    kind: 'category',
    value,
    ...(labels.every((label) => label.distribution) ? { distribution: shares } : {}),
  }
}

function meanOf(distributions: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum = byName()
  for (const distribution of distributions) {
    for (const [value, p] of Object.entries(distribution)) sum[value] = (sum[value] ?? 0) + p
  }
  return Object.fromEntries(Object.entries(sum).map(([value, p]) => [value, p / distributions.length]))
}

/** The most probable outcome, or `undefined` where two are (but for rounding) equally so. */
function mostProbable(shares: Readonly<Record<string, number>>): string | undefined {
  const [first, second] = Object.entries(shares).sort(([, p], [, q]) => q - p)
  return first && (!second || first[1] - second[1] > 1e-12) ? first[0] : undefined
}

function signOfSum(labels: readonly Label[], responses: Responses): Label {
  if (labels.every((label) => label.kind === 'none')) return labels[0]!
  let sum = 0
  for (const label of labels) {
    const seat = label.kind === 'preference' ? seatOf(responses, label.winner) : undefined
    sum += seat === 'A' ? 1 : seat === 'B' ? -1 : 0
  }
  return {
    kind: 'preference',
    winner: sum === 0 ? null : (responses[sum > 0 ? 0 : 1]?.id ?? null),
  }
}

function higherScore(games: readonly Game[], responses: Responses): Label[] {
  const scores = responses.slice(0, 2).map((response) => {
    const labels = games
      .filter((game) => game.response !== undefined && sameResponse(responses, game.response, response.id))
      .map((game) => game.label)
    return labels.length > 0 ? average(labels, responses) : undefined
  })
  const [first, second] = scores
  if (!first || !second) return []
  if (first.kind === 'none') return [first]
  if (second.kind === 'none') return [second]
  // Words have no order that this rule knows.
  if (first.kind !== 'score' || second.kind !== 'score') return [none('inconsistent')]
  const [a, b] = [expectedScore(first), expectedScore(second)]
  const better = a > b ? 0 : a < b ? 1 : undefined
  return [{ kind: 'preference', winner: better === undefined ? null : responses[better]!.id }]
}

/** Whether two names, ids or seats, mean the same response of an item. */
export function sameResponse(responses: Responses, a: string, b: string): boolean {
  return a === b || (seatOf(responses, a) !== undefined && seatOf(responses, a) === seatOf(responses, b))
}
