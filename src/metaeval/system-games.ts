import { byName } from '../base/by-name.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import { expectedScore, type Label } from '../domain/label.ts'
import { systemName } from '../domain/system-name.ts'
import { scoreOf, type Game } from '../metrics/game.ts'
import { Tally } from '../metrics/tally.ts'
import type { NoneCounts } from './findings.ts'
import type { ItemFacts } from './item-index.ts'
import type { RatedRow } from './rating-table.ts'
import { kindsOf, unitsOf, type Unit } from './units.ts'

/** Games between systems, as annotators' preferences or scores tell them. */
export interface SystemGames {
  readonly tally: Tally<Game>
  readonly none: NoneCounts
  readonly leftOut: Readonly<Record<string, number>>
  /** What every two systems that met came to, in order of their names. */
  readonly pairs: readonly PairCounts[]
}

export interface PairCounts {
  readonly a: string
  readonly b: string
  /** Judgments, those without a label among them. */
  readonly asked: number
  /** Of `a`, of `b`, and neither; a probability counts as what it rounds to. */
  readonly wins: number
  readonly losses: number
  readonly ties: number
  /** Of these, those whose two orders named different winners: whatever the rule made of them. */
  readonly inconsistent: number
  readonly none: NoneCounts
}

/**
 * The games between systems in some ratings. A preference between an item's two
 * responses is one game; where an item's responses were scored one by one, every
 * two of them are: the higher score wins, equal scores are a tie.
 *
 * @param rule  how orders and samples of one annotator become one label.
 */
export function systemGames(
  rows: readonly RatedRow[],
  annotators: readonly string[],
  rule: CombineRule | undefined,
): SystemGames {
  const wanted = new Set(annotators)
  const allKinds = kindsOf(rows)
  const tally = new Tally<Game>(({ a, b, outcome }) => JSON.stringify([a, b, outcome]))
  const none = byName()
  const leftOut = byName()
  const pairs = new Map<string, Counting>()
  for (const row of rows) {
    const { times, facts } = row
    // What another item's preferences look like says nothing of one whose responses are scored.
    const kinds = facts.responses?.length === 2 ? allKinds : kindsOf([row])
    const games: Game[] = []
    const units = unitsOf(row, kinds, rule)
    const strict = isShownTwice(row) ? unitsOf(row, kinds, 'agree-or-none') : undefined
    const meet = (systems: Systems, label: Label, isFlip: boolean) => {
      const pair = countsIn(pairs, systems)
      pair.asked += times
      if (label.kind !== 'preference') {
        const why = label.kind === 'none' ? label.why : 'unparsed'
        none[why] = (none[why] ?? 0) + times
        pair.none[why] = (pair.none[why] ?? 0) + times
        if (why === 'inconsistent') pair.inconsistent += times
        return
      }
      const outcome = outcomeOf(label)
      games.push({ a: systems[0], b: systems[1], outcome })
      const score = scoreOf(outcome)
      const side = score === 0.5 ? 'ties' : score > 0.5 === systems[0] < systems[1] ? 'wins' : 'losses'
      pair[side] += times
      if (isFlip) pair.inconsistent += times
    }
    const leave = (why: string, n = 1) => (leftOut[why] = (leftOut[why] ?? 0) + n * times)

    for (const [i, { response, labels }] of units.entries()) {
      if (response !== undefined) continue
      const systems = systemsOf(facts)
      for (const [annotator, label] of labels) {
        if (!wanted.has(annotator)) continue
        if (label.kind !== 'preference' && label.kind !== 'none') leave('no preference between two responses')
        else if (systems) meet(systems, label, isInconsistent(strict?.[i]?.labels.get(annotator)))
        else if (label.kind === 'none') none[label.why] = (none[label.why] ?? 0) + times
        else leave('responses without names')
      }
    }
    const scored = units.filter(({ response }) => response !== undefined)
    for (const responses of scoresBy(scored, wanted)) {
      const named = responses.flatMap(({ response, label }) => {
        const found = facts.responses?.find(({ id }) => id === response)
        const system = found && systemName(found)
        return system === undefined ? [] : [{ system, label }]
      })
      if (named.length < responses.length) leave('a score of a response without a name')
      for (const [i, one] of named.entries()) {
        for (const other of named.slice(i + 1)) {
          if (one.system === other.system) leave('two scores of one system')
          else if (isWord(one.label) || isWord(other.label)) leave('a score that is a word')
          else meet([one.system, other.system], higherOf(one.label, other.label), false)
        }
      }
    }
    tally.add(games, facts.cluster, times)
  }
  return {
    tally,
    none: none as NoneCounts,
    leftOut,
    pairs: [...pairs.values()].sort((x, y) => (x.a === y.a ? (x.b < y.b ? -1 : 1) : x.a < y.a ? -1 : 1)),
  }
}

type Systems = readonly [string, string]
type Counting = { -readonly [K in Exclude<keyof PairCounts, 'none'>]: PairCounts[K] } & {
  readonly none: Record<string, number>
}

function countsIn(pairs: Map<string, Counting>, [one, other]: Systems): Counting {
  const [a, b] = one < other ? [one, other] : [other, one]
  const key = JSON.stringify([a, b])
  const known = pairs.get(key)
  if (known) return known
  const fresh: Counting = { a, b, asked: 0, wins: 0, losses: 0, ties: 0, inconsistent: 0, none: byName() }
  pairs.set(key, fresh)
  return fresh
}

const isShownTwice = ({ cells }: RatedRow): boolean =>
  cells.some(({ order }) => order === 'AB') && cells.some(({ order }) => order === 'BA')

const isInconsistent = (label: Label | undefined): boolean =>
  label?.kind === 'none' && label.why === 'inconsistent'

interface ScoredResponse {
  readonly response: string
  readonly label: Label
}

/** What each annotator said of the responses of one item, a criterion at a time. */
function scoresBy(units: readonly Unit[], wanted: ReadonlySet<string>): ScoredResponse[][] {
  const found = new Map<string, ScoredResponse[]>()
  for (const { criterion, response, labels } of units) {
    for (const [annotator, label] of labels) {
      if (!wanted.has(annotator)) continue
      const key = JSON.stringify([criterion, annotator])
      const scored = found.get(key) ?? []
      found.set(key, scored)
      scored.push({ response: response!, label })
    }
  }
  return [...found.values()]
}

const isWord = ({ kind }: Label): boolean => kind !== 'score' && kind !== 'none'

/** Which of two scores is the higher, as a preference; without one of them, why there is none. */
function higherOf(first: Label, second: Label): Label {
  if (first.kind !== 'score') return first
  if (second.kind !== 'score') return second
  const [a, b] = [expectedScore(first), expectedScore(second)]
  return { kind: 'preference', winner: a > b ? 'A' : a < b ? 'B' : null }
}

/** Who wrote an item's two responses; `undefined` where they are not two systems. */
export function systemsOf({ responses }: ItemFacts): Systems | undefined {
  const [a, b, ...more] = (responses ?? []).map(systemName)
  return a === undefined || b === undefined || more.length > 0 || a === b ? undefined : [a, b]
}

/** Probabilities stay what they are: a half of what is neither goes to each. */
export function outcomeOf({
  winner,
  probabilities,
}: Extract<Label, { kind: 'preference' }>): Game['outcome'] {
  if (probabilities) return probabilities.A + probabilities.tie / 2
  return winner === null ? 'tie' : winner === 'A' ? 'A' : 'B'
}
