import { parseRating, ratingKey, type Rating } from '../domain/rating.ts'
import { readCells } from './cells.ts'
import { FirstSeen } from './first-seen.ts'
import { readAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'

/**
 * The ratings of a file, in order, one in memory at a time.
 *
 * @param path  a file, or `-` for `options.stdin`.
 * @throws AssizeError for what cannot be read; `datasets/duplicate` where two ratings share a key (`ratingKey`).
 */
export async function* readRatings(path: string, options: ReadOptions = {}): AsyncGenerator<Rating> {
  const keys = new FirstSeen()
  yield* readAs<Rating>(
    path,
    {
      things: 'ratings',
      names: ['item', 'annotator', 'response'],
      fromTable: (row) => readCells(row, ['probabilities', 'distribution'], ['score']),
      parse: parseRating,
      unique: (rating, line) => {
        const before = keys.add(ratingKey(rating), line)
        return before === undefined ? undefined : { before, what: `key (${keyInWords(rating)})` }
      },
    },
    options,
  )
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
