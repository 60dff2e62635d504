import { AssizeError } from '../base/errors.ts'
import { byName } from '../base/by-name.ts'
import { seededRandom } from '../base/random.ts'
import { shuffled } from '../base/shuffled.ts'
import type { Item, Response } from '../domain/item.ts'
import { pairId } from '../domain/pair-id.ts'
import { systemName } from '../domain/system-name.ts'

/** Systems that answered the same items. */
export interface TournamentField {
  /** In order of their names' code units. */
  readonly systems: readonly string[]
  /**
   * Those that two systems or more answered, each as the systems' responses: every response is called by its
   * system, and what an interval draws together is named.
   */
  readonly items: readonly Item[]
  /** Responses and items that can meet no other, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
  /** The places in `items` of those that both answered. */
  shared(a: string, b: string): readonly number[]
  /**
   * Two systems' responses to one of `items`, as an item of its own: `<item>/<a>~<b>`, the system whose name
   * comes first as the first response, whoever is named first here.
   */
  pair(meeting: Meeting): Item
}

/** Two systems on one item. */
export interface Meeting {
  /** In the field's `items`. */
  readonly place: number
  readonly a: string
  readonly b: string
}

/**
 * The field of a tournament: who answered what.
 *
 * @throws AssizeError `judging/no-tournament` where no item has responses of two systems.
 */
export function tournamentField(source: readonly Item[]): TournamentField {
  const leftOut = byName()
  const leave = (why: string) => (leftOut[why] = (leftOut[why] ?? 0) + 1)
  const items: Item[] = []
  const byWriter: ReadonlyMap<string, Response>[] = []
  const placesOf = new Map<string, Set<number>>()
  for (const item of source) {
    const named = new Map<string, Response>()
    for (const response of item.responses) {
      const system = systemName(response)
      if (system === undefined) leave('a response without a writer or an id')
      else if (named.has(system)) leave('a second response of the same system')
      else named.set(system, { ...response, id: responseId(system), writer: system })
    }
    if (named.size < 2) {
      leave('an item that fewer than two systems answered')
      continue
    }
    for (const system of named.keys()) {
      const places = placesOf.get(system) ?? new Set()
      placesOf.set(system, places.add(items.length))
    }
    items.push({ ...item, responses: [...named.values()], cluster: item.cluster ?? item.id })
    byWriter.push(named)
  }
  if (items.length === 0) throw noTournament(leftOut)
  return {
    systems: [...placesOf.keys()].sort(),
    items,
    leftOut,
    shared(a, b) {
      const [those, these] = [placesOf.get(a), placesOf.get(b)]
      return those && these ? [...those].filter((place) => these.has(place)) : []
    },
    pair({ place, a, b }) {
      const item = items[place]!
      const [first, second] = a < b ? [a, b] : [b, a]
      return {
        ...item,
        id: pairId(item.id, first, second),
        responses: [byWriter[place]!.get(first)!, byWriter[place]!.get(second)!],
        metadata: { ...item.metadata, tournament_item: item.id },
      }
    },
  }
}

export interface Schedule {
  /** Every two systems, or each against one. */
  readonly pairs: 'all' | 'baseline'
  /** The system that all others meet. */
  readonly baseline?: string
  /** How many items two systems meet on at most, drawn by the seed; all where it is absent. */
  readonly perPair?: number
  readonly seed: number
}

/**
 * Who meets whom on what, known before the first game; in the order of items.
 *
 * @throws AssizeError `judging/no-such-system` where the baseline answered nothing.
 */
export function scheduledMeetings(
  field: TournamentField,
  { pairs, baseline, perPair = Number.POSITIVE_INFINITY, seed }: Schedule,
): Meeting[] {
  const { systems } = field
  if (pairs === 'baseline' && (baseline === undefined || !systems.includes(baseline)))
    throw noSuchSystem(baseline, systems)
  const met: Meeting[] = []
  for (const [i, a] of systems.entries()) {
    for (const b of systems.slice(i + 1)) {
      if (pairs === 'baseline' && a !== baseline && b !== baseline) continue
      for (const place of drawn(field.shared(a, b), perPair, `${seed}/${a}/${b}`)) met.push({ place, a, b })
    }
  }
  return met.sort((x, y) => x.place - y.place)
}

/** So many of some places, by a seeded shuffle; all of them, as they are, where there are no more. */
function drawn(places: readonly number[], n: number, seed: string): readonly number[] {
  return places.length <= n ? places : shuffled(places, seededRandom(seed)).slice(0, n)
}

/** `A`, `B` and `tie` mean seats and no winner wherever a preference is read. */
const responseId = (system: string): string => (/^(A|B|tie)$/.test(system) ? `system ${system}` : system)

function noTournament(leftOut: Readonly<Record<string, number>>): AssizeError {
  const why = Object.entries(leftOut).map(([reason, n]) => `${n} x ${reason}`)
  return new AssizeError('judging/no-tournament', {
    message: `No item has responses of two systems${why.length > 0 ? ` (${why.join(', ')})` : ''}.`,
    remedy:
      'Give each item the responses of all systems: {"responses": [{"writer": "one", "text": ...}, {"writer": "two", "text": ...}]}.',
  })
}

function noSuchSystem(baseline: string | undefined, systems: readonly string[]): AssizeError {
  return new AssizeError('judging/no-such-system', {
    message:
      baseline === undefined
        ? 'No baseline was named.'
        : `No response is of a system called ${baseline}; there are ${systems.slice(0, 20).join(', ')}${systems.length > 20 ? ', ...' : ''}.`,
    remedy: 'Name one of them with --baseline.',
  })
}
