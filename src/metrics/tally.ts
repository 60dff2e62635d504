import type { Cluster, Sample } from './sample.ts'

/**
 * Counts of what was observed, kept in such a way that they can be resampled
 * by clusters.
 *
 * A million observations of a few kinds take the memory of those kinds; only
 * clusters that have a name are kept apart, since more may be added to them.
 *
 * @example
 * const tally = new Tally<{ right: boolean }>(({ right }) => String(right))
 * tally.add([{ right: true }])
 * tally.add([{ right: false }, { right: true }], 'recipe')
 * tally.total // => 3
 */
export class Tally<T> {
  readonly #keyOf: (value: T) => string
  readonly #indexOf = new Map<string, number>()
  readonly #values: T[] = []
  readonly #times: number[] = []
  readonly #named = new Map<string, Map<number, number>>()
  readonly #nameless = new Map<string, { alike: number; readonly held: ReadonlyMap<number, number> }>()
  #total = 0

  /** @param keyOf  two values with one key are the same observation. */
  constructor(keyOf: (value: T) => string) {
    this.#keyOf = keyOf
  }

  /**
   * @param values   what was observed together.
   * @param cluster  what else it belongs with; absent where it is a cluster of its own.
   * @param alike    how often just this was observed; once where it is absent.
   */
  add(values: readonly T[], cluster?: string, alike = 1): void {
    if (values.length === 0) return
    const indices = values.map((value) => this.#place(value))
    for (const index of indices) this.#times[index]! += alike
    this.#total += values.length * alike

    const named = cluster === undefined ? undefined : (this.#named.get(cluster) ?? new Map<number, number>())
    if (named) {
      this.#named.set(cluster!, named)
      for (const index of indices) named.set(index, (named.get(index) ?? 0) + alike)
    } else {
      const held = new Map<number, number>()
      for (const index of indices) held.set(index, (held.get(index) ?? 0) + 1)
      addAlike(this.#nameless, held, alike)
    }
  }

  /** What was observed, each once, in the order in which it first came. */
  get values(): readonly T[] {
    return this.#values
  }

  /** How often each of `values` was observed. */
  get times(): readonly number[] {
    return this.#times
  }

  /** How many observations there are. */
  get total(): number {
    return this.#total
  }

  /** How many clusters there are, those without a name among them. */
  get clusters(): number {
    let n = this.#named.size
    for (const { alike } of this.#nameless.values()) n += alike
    return n
  }

  /** Whether any cluster has a name. */
  get isClustered(): boolean {
    return this.#named.size > 0
  }

  /** The same without the observations that are not kept; clusters that are left with nothing go. */
  where(keep: (value: T) => boolean): Tally<T> {
    return this.map(this.#keyOf, (value) => (keep(value) ? value : undefined))
  }

  /**
   * The same with every observation as another; `undefined` leaves it out.
   *
   * @param keyOf  two new values with one key are the same observation.
   */
  map<U>(keyOf: (value: U) => string, to: (value: T) => U | undefined): Tally<U> {
    const part = new Tally<U>(keyOf)
    const kept = this.#values.map((value) => {
      const other = to(value)
      return other === undefined ? -1 : part.#place(other)
    })
    const keptOf = (held: ReadonlyMap<number, number>): Map<number, number> => {
      const rest = new Map<number, number>()
      for (const [index, n] of held) {
        const other = kept[index]!
        if (other >= 0) rest.set(other, (rest.get(other) ?? 0) + n)
      }
      return rest
    }

    for (const [i, index] of kept.entries()) {
      if (index < 0) continue
      part.#times[index]! += this.#times[i]!
      part.#total += this.#times[i]!
    }
    for (const [name, held] of this.#named) {
      const rest = keptOf(held)
      if (rest.size > 0) part.#named.set(name, rest)
    }
    for (const { alike, held } of this.#nameless.values()) {
      const rest = keptOf(held)
      if (rest.size > 0) addAlike(part.#nameless, rest, alike)
    }
    return part
  }

  /** What `bootstrap` draws from; its observations are the indices of `values`. */
  sample(): Sample {
    const clusters = new Map(Array.from(this.#nameless, ([key, entry]) => [key, { ...entry }]))
    for (const held of this.#named.values()) addAlike(clusters, held, 1)
    return {
      observations: this.#values.length,
      clusters: Array.from(clusters.values(), ({ alike, held }): Cluster => ({
        alike,
        holds: [...held.keys()],
        times: [...held.values()],
      })),
    }
  }

  #place(value: T): number {
    const key = this.#keyOf(value)
    let index = this.#indexOf.get(key)
    if (index === undefined) {
      index = this.#values.push(value) - 1
      this.#indexOf.set(key, index)
      this.#times.push(0)
    }
    return index
  }
}

function addAlike(
  clusters: Map<string, { alike: number; readonly held: ReadonlyMap<number, number> }>,
  held: ReadonlyMap<number, number>,
  alike: number,
): void {
  const key =
    held.size === 1
      ? [...held].join()
      : [...held]
          .sort(([a], [b]) => a - b)
          .map((entry) => entry.join())
          .join(' ')
  const known = clusters.get(key)
  if (known) known.alike += alike
  else clusters.set(key, { alike, held })
}
