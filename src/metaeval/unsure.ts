import { expectedScore, seatOf, type Label } from '../domain/label.ts'
import { entropy } from '../metrics/entropy.ts'
import { combine, type Game } from './combine.ts'

/** What a judge's own verdicts on one item and criterion tell of how sure it is. */
export interface Sureness {
  /** Whether any answer gave no label. */
  readonly unread: boolean
  /** Whether the two orders of a pair name different winners; absent where it was not asked in both. */
  readonly flip?: boolean
  /**
   * Entropy in bits of its distribution over what it could say: the mean of those that its answers
   * give, else the shares of two or more answers.
   */
  readonly entropy?: number
  /** The probability of what is most probable minus that of what comes next (0-1). */
  readonly margin?: number
  /** Standard deviation of its score, from the same distribution. */
  readonly spread?: number
  /** Of a pair whose responses were scored one by one: how far the two scores are apart. */
  readonly gap?: number
}

/** The signals that are numbers; of `margin` and `gap` less is less sure. */
export const sureSignals = ['entropy', 'margin', 'spread', 'gap'] as const
export type SureSignal = (typeof sureSignals)[number]

/** When a judge counts as unsure: by what happened, or by a number above or below a limit. */
export type UnsureRule =
  | { readonly signal: 'unread' | 'flip' }
  | { readonly signal: SureSignal; readonly is: '>' | '<'; readonly limit: number }

/** How a rule is written: `flip`, `entropy>0.5`. */
export const ruleText = (rule: UnsureRule): string =>
  'limit' in rule ? `${rule.signal}${rule.is}${rule.limit}` : rule.signal

/**
 * Rules from a text such as `unread,flip,entropy>0.5`.
 *
 * @returns the first part that is none, where there is one.
 */
export function unsureRules(text: string): readonly UnsureRule[] | { readonly bad: string } {
  const rules: UnsureRule[] = []
  for (const part of text.split(',').map((word) => word.trim())) {
    if (part === 'unread' || part === 'flip') {
      rules.push({ signal: part })
      continue
    }
    const [, name = '', is = '', limit = ''] = /^([a-z]+)\s*([<>])\s*(\d+\.?\d*|\.\d+)$/.exec(part) ?? []
    const signal = sureSignals.find((one) => one === name)
    if (!signal || (is !== '<' && is !== '>')) return { bad: part }
    rules.push({ signal, is, limit: Number(limit) })
  }
  return rules
}

/** What of some rules holds, and which of them look at something that is not known here. */
export function unsureBy(
  sureness: Sureness,
  rules: readonly UnsureRule[],
): { readonly because: readonly string[]; readonly notKnown: readonly string[] } {
  const because: string[] = []
  const notKnown: string[] = []
  for (const rule of rules) {
    const value = sureness[rule.signal]
    if (value === undefined) notKnown.push(ruleText(rule))
    else if (
      'limit' in rule ? (rule.is === '>' ? Number(value) > rule.limit : Number(value) < rule.limit) : value
    )
      because.push(ruleText(rule))
  }
  return { because, notKnown }
}

/**
 * How sure a judge is of one item on one criterion. Where responses were judged one by one, of
 * the least sure.
 *
 * @param games  its verdicts, whatever their orders, responses and samples.
 */
export function surenessOf(games: readonly Game[], responses: readonly { readonly id: string }[]): Sureness {
  const each = [...Map.groupBy(games, ({ response }) => response).values()].map((own) =>
    distributionOf(own, responses),
  )
  const known = each.filter((shares) => shares !== undefined)
  const all = known.length === each.length && each.length > 0
  const spreads = known.map(spreadOf).filter((spread) => spread !== undefined)
  const flip = flipOf(games, responses)
  const gap = gapOf(games, responses)
  return {
    unread: games.some(({ label }) => label.kind === 'none'),
    ...(flip === undefined ? {} : { flip }),
    ...(all
      ? {
          entropy: Math.max(...known.map((shares) => entropy(Object.values(shares)) ?? 0)),
          margin: Math.min(...known.map(marginOf)),
        }
      : {}),
    ...(all && spreads.length === known.length ? { spread: Math.max(...spreads) } : {}),
    ...(gap === undefined ? {} : { gap }),
  }
}

type Shares = Readonly<Record<string, number>>

function distributionOf(games: readonly Game[], responses: readonly { readonly id: string }[]) {
  const labels = games.map(({ label }) => label).filter((label) => label.kind !== 'none')
  if (labels.length === 0) return undefined
  const given = labels.map((label) =>
    label.kind === 'preference' ? label.probabilities : label.distribution,
  )
  const known = given.filter((shares) => shares !== undefined)
  if (known.length === labels.length) return meanShares(known)
  if (labels.length < 2) return undefined
  const said = labels.map((label) => classText(label, responses))
  return meanShares(said.map((name) => ({ [name]: 1 })))
}

const classText = (label: Label, responses: readonly { readonly id: string }[]): string => {
  switch (label.kind) {
    case 'preference':
      return seatOf(responses, label.winner) ?? String(label.winner)
    case 'score':
    case 'category':
      return String(label.value)
    case 'none':
      return label.why
    default:
      return label satisfies never
  }
}

function meanShares(all: readonly Shares[]): Shares {
  const sums = new Map<string, number>()
  for (const shares of all)
    for (const [name, p] of Object.entries(shares)) sums.set(name, (sums.get(name) ?? 0) + p / all.length)
  return Object.fromEntries(sums)
}

function marginOf(shares: Shares): number {
  const [first = 0, second = 0] = Object.values(shares).sort((a, b) => b - a)
  return first - second
}

/** `undefined` where what it could say are no numbers. */
function spreadOf(shares: Shares): number | undefined {
  const levels = Object.entries(shares).map(([level, p]) => [Number(level), p] as const)
  if (levels.some(([level]) => !Number.isFinite(level))) return undefined
  const mean = levels.reduce((sum, [level, p]) => sum + level * p, 0)
  return Math.sqrt(levels.reduce((sum, [level, p]) => sum + p * (level - mean) ** 2, 0))
}

function flipOf(games: readonly Game[], responses: readonly { readonly id: string }[]): boolean | undefined {
  const inOrder = (wanted: 'AB' | 'BA') => games.filter(({ order }) => order === wanted)
  const [first, second] = [inOrder('AB'), inOrder('BA')].map((own) => combine(own, 'average', responses)[0])
  if (first?.kind !== 'preference' || second?.kind !== 'preference') return undefined
  return seatOf(responses, first.winner) !== seatOf(responses, second.winner)
}

function gapOf(games: readonly Game[], responses: readonly { readonly id: string }[]): number | undefined {
  if (responses.length !== 2) return undefined
  const [a, b] = responses.map(({ id }) => {
    const label = combine(
      games.filter(({ response }) => response === id),
      'average',
      responses,
    )[0]
    return label?.kind === 'score' ? expectedScore(label) : undefined
  })
  return a === undefined || b === undefined ? undefined : Math.abs(a - b)
}
