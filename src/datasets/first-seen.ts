import { CompactMap } from '../base/compact-map.ts'

/** Where each key was seen first. */
export class FirstSeen {
  readonly #lines = new CompactMap()

  /** @returns the line where a key was seen, or `undefined` where it was not. */
  lineOf(key: string): number | undefined {
    return this.#lines.get(key)
  }

  /**
   * Notes a key.
   *
   * @param line  from 1.
   * @returns the line where the same key was seen before, or `undefined` where it is new.
   */
  add(key: string, line: number): number | undefined {
    const before = this.#lines.get(key)
    if (before === undefined) this.#lines.set(key, line)
    return before
  }
}
