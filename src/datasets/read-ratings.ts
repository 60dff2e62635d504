import { labelText } from '../domain/label.ts'
import { problem, type Parsed } from '../domain/parse.ts'
import { parseRating, ratingKey, type Rating } from '../domain/rating.ts'
import { readCells } from './cells.ts'
import { FirstSeen } from './first-seen.ts'
import { readAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'

export interface ReadRatingsOptions extends ReadOptions {
  /** The labels there are (`labelText`); any other is a bad line. */
  readonly labels?: readonly string[]
  /** Does not look for ratings with one key, which takes 20 bytes each: the reader sees to it. */
  readonly repeats?: boolean
}

/**
 * The ratings of a file, in order, one in memory at a time.
 *
 * @param path  a file, or `-` for `options.stdin`.
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two ratings share a key (`ratingKey`).
 */
export async function* readRatings(path: string, options: ReadRatingsOptions = {}): AsyncGenerator<Rating> {
  const keys = options.repeats ? undefined : new FirstSeen()
  const labels = options.labels && new Set(options.labels)
  yield* readAs<Rating>(
    path,
    {
      things: 'ratings',
      names: ['item', 'annotator', 'response'],
      fromTable: (row) => readCells(row, ['probabilities', 'distribution'], ['score']),
      parse: labels ? (raw) => onScale(parseRating(raw), labels) : parseRating,
      unique: (rating, line) => {
        const before = keys?.add(ratingKey(rating), line)
        return before === undefined ? undefined : { before, what: `key (${keyInWords(rating)})` }
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

function keyInWords({
  item,
  response,
  criterion,
  annotator,
  order,
  sample,
  round,
  revision,
}: Rating): string {
  return Object.entries({ item, response, criterion, annotator, order, sample, round, revision })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ')
}
