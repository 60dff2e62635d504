import { labelText } from '../domain/label.ts'
import { problem, type Parsed } from '../domain/parse.ts'
import { parseRating, ratingKey, type Rating } from '../domain/rating.ts'
import { oneByOne, type Batches } from './batches.ts'
import { readCells } from './cells.ts'
import { FirstSeen } from './first-seen.ts'
import { readBatchesAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'

export interface ReadRatingsOptions extends ReadOptions {
  /** The labels there are (`labelText`); any other is a bad line. */
  readonly labels?: readonly string[]
  /**
   * Sees to ratings with one key in place of this reader, which would take 20 bytes each to find them.
   * Is shown every rating just before it is given.
   */
  readonly onRating?: (rating: Rating, line: number) => void
}

/**
 * The ratings of a file, in order, one in memory at a time.
 *
 * @param path  a file, or `-` for `options.stdin`.
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two ratings share a key (`ratingKey`).
 */
export function readRatings(path: string, options: ReadRatingsOptions = {}): AsyncGenerator<Rating> {
  return oneByOne(readRatingBatches(path, options))
}

/** What `readRatings` gives, in batches: for files of millions. */
export function readRatingBatches(path: string, options: ReadRatingsOptions): Batches<Rating> {
  const { onRating } = options
  const keys = onRating ? undefined : new FirstSeen()
  const labels = options.labels && new Set(options.labels)
  return readBatchesAs<Rating>(
    path,
    {
      things: 'ratings',
      names: ['item', 'annotator', 'response'],
      fromTable: (row) => readCells(row, ['probabilities', 'distribution'], ['score']),
      parse: labels ? (raw) => onScale(parseRating(raw), labels) : parseRating,
      unique: (rating, line) => {
        onRating?.(rating, line)
        const before = keys?.add(ratingKey(rating), line)
        return before === undefined ? undefined : { before, what: keyInWords(rating) }
      },
    },
    options,
  )
}

function onScale(parsed: Parsed<Rating>, labels: ReadonlySet<string>): Parsed<Rating> {
  if (!parsed.ok) return parsed
  const { label } = parsed.value
  if (label.kind === 'none' || labels.has(labelText(label))) return parsed
  const got = label.kind === 'score' ? label.value : labelText(label)
  return problem(label.kind, `one of ${[...labels].join(', ')}`, got)
}

/** What two ratings have in common that have the same key, for a message. */
export function keyInWords({
  item,
  response,
  criterion,
  annotator,
  order,
  sample,
  round,
  revision,
}: Rating): string {
  const parts = Object.entries({ item, response, criterion, annotator, order, sample, round, revision })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return `key (${parts.join(', ')})`
}
