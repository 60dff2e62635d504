import type { CombineRule } from '../domain/combine-rule.ts'
import type { Item } from '../domain/item.ts'
import type { Label } from '../domain/label.ts'
import type { Verdict } from '../domain/verdict.ts'
import { combine, ruleFor, type Game } from './combine.ts'

/** What is left of one or more verdicts after a rule made them one. */
export interface Judgment<G extends Game = Verdict> {
  /** The response it is about, where an item's responses are judged one by one. */
  readonly response?: string
  readonly label: Label
  readonly games: readonly G[]
}

/** The verdicts on one item and criterion. */
export interface Judged {
  readonly item: Item
  readonly criterion: string
  readonly verdicts: readonly Verdict[]
}

/** Games of one item and criterion, whoever played them. */
export interface Games<G extends Game> {
  readonly item: { readonly responses: readonly { readonly id: string }[] }
  readonly verdicts: readonly G[]
}

/**
 * Joins verdicts with their items, one item and criterion at a time, without
 * holding more than one item.
 *
 * @param verdicts  in the order of `items`, as a store gives them; items without verdicts may lie between.
 * @throws TypeError where a verdict's item does not come.
 */
export async function* judgedItems(
  verdicts: AsyncIterable<Verdict> | Iterable<Verdict>,
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<Judged> {
  const rest = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  let own: Verdict[] = []
  const joined = async (): Promise<Judged[]> => {
    const [first] = own
    if (!first) return []
    const item = await upTo(rest, first.item)
    return Array.from(
      Map.groupBy(own, (verdict) => verdict.criterion),
      ([criterion, verdicts]) => ({ item, criterion, verdicts }),
    )
  }
  try {
    for await (const verdict of verdicts) {
      if (own.length > 0 && own[0]!.item !== verdict.item) {
        yield* await joined()
        own = []
      }
      own.push(verdict)
    }
    yield* await joined()
  } finally {
    await rest.return?.()
  }
}

async function upTo(items: AsyncIterator<Item> | Iterator<Item>, id: string): Promise<Item> {
  for (;;) {
    const next = await items.next()
    if (next.done) throw new TypeError(`Item ${id} does not come in the order of the verdicts.`)
    if (next.value.id === id) return next.value
  }
}

/**
 * Makes the verdicts on one item and criterion judgments.
 *
 * @returns one a response where the responses are judged one by one, else one
 *          (with `each`: one a verdict).
 */
export function judgmentsOf<G extends Game>({ item, verdicts }: Games<G>, rule: CombineRule): Judgment<G>[] {
  const groups =
    rule === 'higher-score' ? [verdicts] : [...Map.groupBy(verdicts, (verdict) => verdict.response).values()]
  return groups.flatMap((games) =>
    combine(games, rule, item.responses).map((label, i) => ({
      ...(rule !== 'higher-score' && games[0]!.response !== undefined
        ? { response: games[0]!.response }
        : {}),
      label,
      games: rule === 'each' ? [games[i]!] : games,
    })),
  )
}

/**
 * The rule that makes these verdicts judgments: the one asked for where it fits
 * them, else the default of their kind.
 *
 * Scores of a pair's responses become a preference where that is what the truth is.
 *
 * @param truth  the kinds of label that the truth on this criterion has.
 */
export function ruleOf(
  { item, verdicts }: Games<Game>,
  asked: CombineRule | undefined,
  truth: ReadonlySet<Label['kind']> = new Set(),
): CombineRule {
  const label = verdicts.find((verdict) => verdict.label.kind !== 'none')?.label
  const ordered = verdicts.some((verdict) => verdict.order !== undefined)
  const kind = !label || label.kind === 'none' ? (ordered ? 'preference' : 'score') : label.kind
  const onePerResponse =
    item.responses.length === 2 && verdicts.every((verdict) => verdict.response !== undefined)
  if (kind === 'score' && onePerResponse) {
    const wanted = asked === undefined && truth.has('preference') && !truth.has('score')
    if (asked === 'higher-score' || wanted) return 'higher-score'
  }
  return ruleFor(kind, asked)
}
