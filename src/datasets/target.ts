import { AssizeError } from '../base/errors.ts'

export const writtenFormats = ['jsonl', 'json', 'csv', 'parquet'] as const
export type WrittenFormat = (typeof writtenFormats)[number]

export interface Target {
  readonly format: WrittenFormat
  readonly compression?: 'gzip' | 'zstd'
}

/**
 * What a file's name says will be in it: `.jsonl`, `.json`, `.csv` or
 * `.parquet`, the first three also with `.gz` or `.zst`.
 *
 * @throws AssizeError `datasets/unknown-ending` where the name says nothing of the kind.
 */
export function targetOf(path: string): Target {
  const [, ending, packed] = /\.(jsonl|ndjson|json|csv|parquet)(\.gz|\.zst)?$/i.exec(path.toLowerCase()) ?? []
  const format = writtenFormats.find((one) => one === (ending === 'ndjson' ? 'jsonl' : ending))
  if (!format || (format === 'parquet' && packed)) {
    throw new AssizeError('datasets/unknown-ending', {
      message: `What to write to ${path} is not clear from its name.`,
      remedy:
        'End it in .jsonl, .json or .csv (also with .gz or .zst), or in .parquet, which is compressed inside.',
    })
  }
  return {
    format,
    ...(packed ? { compression: packed === '.gz' ? ('gzip' as const) : ('zstd' as const) } : {}),
  }
}
