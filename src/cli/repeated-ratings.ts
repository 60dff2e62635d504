import { AssizeError } from '../base/errors.ts'
import type { Batches } from '../datasets/batches.ts'
import { FirstSeen } from '../datasets/first-seen.ts'
import {
  keyInWords,
  readRatingBatches,
  readRatings,
  type ReadRatingsOptions,
} from '../datasets/read-ratings.ts'
import { Skipped } from '../datasets/skipped.ts'
import { ratingKey, type Rating } from '../domain/rating.ts'

/**
 * Where a rating stood first, in whichever of several files.
 *
 * Lines are remembered from the first question on: until then files that can be
 * read again are not, as a file of ten million would take 200 MB.
 */
export class RepeatedRatings {
  readonly #options: ReadRatingsOptions
  readonly #files: { readonly name: string; seen: FirstSeen | undefined }[] = []
  #line = 0

  constructor(options: ReadRatingsOptions) {
    const { skipped: _, ...rest } = options
    this.#options = rest
  }

  /** The ratings of the next file; those that came before among them. */
  read(name: string, skipped: Skipped | undefined): Batches<Rating> {
    const file = { name, seen: name === '-' || this.#isAsked ? new FirstSeen() : undefined }
    this.#files.push(file)
    const onRating = (rating: Rating, line: number) => {
      this.#line = line
      if (file.seen && !this.#isKnown(rating)) file.seen.add(ratingKey(rating), line)
    }
    return readRatingBatches(name, { ...this.#options, onRating, ...(skipped ? { skipped } : {}) })
  }

  /** The error that the rating just read, which came before, is. */
  async error(rating: Rating): Promise<AssizeError> {
    for (const file of this.#files) file.seen ??= await this.#again(file.name)
    const first = this.#files.find(({ seen }) => seen!.lineOf(ratingKey(rating)) !== undefined)
    const line = first?.seen!.lineOf(ratingKey(rating))
    const here = this.#files.at(-1)!.name
    const [before, now] = [first && inWords(first.name), inWords(here)]
    return new AssizeError('datasets/duplicate', {
      message:
        before === now
          ? `${now}, lines ${line} and ${this.#line} have the same ${keyInWords(rating)}.`
          : `${before}, line ${line}, and ${now}, line ${this.#line}, have the same ${keyInWords(rating)}.`,
      remedy:
        'Take one of the two away, or keep the first of each with `--skip-bad`, which counts the others.',
    })
  }

  get #isAsked(): boolean {
    return this.#files.some(({ name, seen }) => name !== '-' && seen)
  }

  #isKnown(rating: Rating): boolean {
    return this.#files.some(({ seen }) => seen?.lineOf(ratingKey(rating)) !== undefined)
  }

  /** Up to the line at which reading stands, in the last of the files. */
  async #again(name: string): Promise<FirstSeen> {
    const seen = new FirstSeen()
    const until = name === this.#files.at(-1)!.name ? this.#line : Infinity
    let at = 0
    const onRating = (_: Rating, line: number) => void (at = line)
    const reading = { ...this.#options, onRating, skipped: new Skipped() }
    for await (const rating of readRatings(name, reading)) {
      if (at >= until) break
      seen.add(ratingKey(rating), at)
    }
    return seen
  }
}

const inWords = (name: string): string => (name === '-' ? 'standard input' : name)
