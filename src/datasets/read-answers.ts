import { parseRecordedAnswer, type RecordedAnswer } from '../domain/answer.ts'
import { readCells } from './cells.ts'
import { readAs } from './read-as.ts'
import type { ReadOptions } from './read-records.ts'

/**
 * The recorded answers of a file, in order, one in memory at a time.
 *
 * @param path  a file, or `-` for `options.stdin`.
 * @throws AssizeError for what cannot be read.
 */
export async function* readAnswers(path: string, options: ReadOptions = {}): AsyncGenerator<RecordedAnswer> {
  yield* readAs<RecordedAnswer>(
    path,
    {
      things: 'answers',
      names: ['item', 'response'],
      fromTable: (row) => ({
        ...readCells(row, ['logprobs', 'usage'], ['sample']),
        // A model may well have answered nothing.
        ...('answer' in row ? { answer: row['answer'] ?? '' } : {}),
      }),
      parse: parseRecordedAnswer,
    },
    options,
  )
}
