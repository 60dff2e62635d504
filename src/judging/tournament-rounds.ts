import { seededRandom } from '../base/random.ts'
import { shuffled } from '../base/shuffled.ts'
import type { CombineRule } from '../domain/combine-rule.ts'
import type { Item } from '../domain/item.ts'
import { seatOf, type Label } from '../domain/label.ts'
import type { Verdict } from '../domain/verdict.ts'
import { labelOf, latestRevisions, type Cell } from '../metaeval/annotator-label.ts'
import type { PairTable } from '../metrics/pair-table.ts'
import { asksOf } from './asks.ts'
import { informativePairs, surenessOfOrder, type Pair } from './informative-pairs.ts'
import { judgeItems, type Judging, type Outcome } from './judge-items.ts'
import type { Meeting, TournamentField } from './tournament-field.ts'

export interface AdaptivePlan {
  /** Of the first round, and of which item a pair meets on. */
  readonly seed: number
  /** Games chosen together, from what was known before the first of them: the number of systems where it is absent. */
  readonly perRound?: number
  /** Asks of this tournament, those of earlier calls among them; as many as there are where it is absent. */
  readonly budget?: number
  /** Stop where the order of every two neighbours is as sure as this (0.5-1). */
  readonly until?: number
  /** How the orders and samples of a pair are made one, for the choice only. */
  readonly combine?: CombineRule
}

/**
 * An adaptive tournament: rounds of games, each round chosen by what the rounds
 * before it showed (`informativePairs`).
 *
 * The first round is a ring in which every system meets two others. A pair meets
 * on an item that was used least so far. The same verdicts lead to the same
 * choices: a tournament that was stopped goes on as if it had not been, and
 * a larger budget goes on where a smaller one ended.
 *
 * @param judging  as for `judgeItems`; its `items` and `done` are not looked at.
 * @throws AssizeError as `judgeItems`.
 */
export async function* judgeInRounds(
  judging: Judging,
  field: TournamentField,
  plan: AdaptivePlan,
): AsyncGenerator<Outcome> {
  const { perRound = field.systems.length, budget = Number.POSITIVE_INFINITY } = plan
  const told = new ToldGames(plan.combine)
  for await (const verdict of judging.store.verdicts(judging.run)) told.keep(verdict)
  const draw = new Draw(field, plan.seed)
  const played: Item[] = []
  let [asks, failed, isFirst] = [0, 0, true]

  for (;;) {
    const table = told.table(field.systems, played)
    if (plan.until !== undefined && !isFirst && (surenessOfOrder(table) ?? 1) >= plan.until) return
    const pairs = isFirst ? ring(field, plan.seed) : informativePairs(table, draw.left, perRound)
    isFirst = false
    const round: Item[] = []
    const done = { items: played.length, asks }
    for (const pair of pairs) {
      const meeting = draw.next(pair)
      if (!meeting) continue
      const item = field.pair(meeting)
      const needed = asksOf(judging.judge, item).length
      if (asks + needed > budget) break
      asks += needed
      round.push(item)
    }
    if (round.length === 0) return
    played.push(...round)

    // What earlier rounds had done is told of by each call: it is no news.
    let before = done.asks
    const maxFailures = Math.max(0, (judging.maxFailures ?? 25) - failed)
    for await (const outcome of judgeItems({ ...judging, items: round, done, maxFailures })) {
      if (outcome.kind === 'judged') {
        told.keep(outcome.verdict)
        if (outcome.verdict.label.kind === 'none' && outcome.verdict.label.why === 'failed') failed++
      } else if (outcome.kind === 'resumed' && before > 0 && outcome.asks === before) {
        before = 0
        continue
      }
      yield outcome
    }
  }
}

/** Each system meets the next in a seeded order, and the last the first. */
function ring({ systems }: TournamentField, seed: number): Pair[] {
  const order = shuffled(
    systems.map((_, i) => i),
    seededRandom(`${seed}/ring`),
  )
  const links = order.map((i, at): Pair => {
    const j = order[(at + 1) % order.length]!
    return i < j ? [i, j] : [j, i]
  })
  return order.length === 2 ? links.slice(0, 1) : links
}

/** Which item a pair meets on next. */
class Draw {
  readonly #field: TournamentField
  readonly #seed: number
  readonly #open = new Map<string, number[]>()
  readonly #used: Uint32Array

  constructor(field: TournamentField, seed: number) {
    this.#field = field
    this.#seed = seed
    this.#used = new Uint32Array(field.items.length)
  }

  /** How many more games a pair can play. */
  readonly left = (i: number, j: number): number => this.#places([i, j]).length

  /** @returns `undefined` where the pair has met on every item that both answered. */
  next(pair: Pair): Meeting | undefined {
    const places = this.#places(pair)
    if (places.length === 0) return undefined
    const least = places.reduce((best, place, at) => {
      return this.#used[place]! < this.#used[places[best]!]! ? at : best
    }, 0)
    const [place] = places.splice(least, 1)
    this.#used[place!]!++
    return { place: place!, a: this.#field.systems[pair[0]]!, b: this.#field.systems[pair[1]]! }
  }

  #places([i, j]: Pair): number[] {
    const key = `${i} ${j}`
    const known = this.#open.get(key)
    if (known) return known
    const [a, b] = [this.#field.systems[i]!, this.#field.systems[j]!]
    const places = shuffled(this.#field.shared(a, b), seededRandom(`${this.#seed}/${a}/${b}`))
    this.#open.set(key, places)
    return places
  }
}

/** What the verdicts so far say, by item. */
class ToldGames {
  readonly #rule: CombineRule | undefined
  readonly #cells = new Map<string, Cell[]>()

  constructor(rule: CombineRule | undefined) {
    this.#rule = rule
  }

  keep({ item, criterion, order, response, sample, revision, label }: Verdict): void {
    const cells = this.#cells.get(item) ?? []
    this.#cells.set(item, cells)
    cells.push({
      annotator: '',
      criterion,
      ...(order === undefined ? {} : { order }),
      ...(response === undefined ? {} : { response }),
      sample,
      revision,
      label,
    })
  }

  /** Who beat whom on these items; what has no label is no game. */
  table(systems: readonly string[], items: readonly Item[]): PairTable {
    const [wins, ties] = [0, 1].map(() => systems.map(() => new Float64Array(systems.length)))
    const placeOf = new Map(systems.map((system, i) => [system, i]))
    for (const { id, responses } of items) {
      const [i, j] = responses.map(({ writer }) => placeOf.get(writer!)!)
      const cells = latestRevisions(this.#cells.get(id) ?? [])
      for (const own of Map.groupBy(cells, ({ criterion }) => criterion).values()) {
        const seat = winnerOf(labelOf(own, responses, undefined, 'preference', this.#rule), responses)
        if (seat === 'A') wins![i!]![j!]!++
        else if (seat === 'B') wins![j!]![i!]!++
        else if (seat === 'tie') {
          ties![i!]![j!]!++
          ties![j!]![i!]!++
        }
      }
    }
    return { systems, wins: wins!, ties: ties! }
  }
}

const winnerOf = (label: Label | undefined, responses: Item['responses']) =>
  label?.kind === 'preference' ? seatOf(responses, label.winner) : undefined
