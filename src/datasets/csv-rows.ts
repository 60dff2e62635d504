import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import type { CsvError } from 'csv-parse'
import { AssizeError } from '../base/errors.ts'
import { cutOff, notUtf8, type Bytes, type RawRecord, type Wrong } from './raw-record.ts'

/**
 * The rows of a CSV file as objects of texts, named by the header.
 *
 * Quoted newlines and a byte-order mark are understood; a line is where its
 * row begins. A column without a name (pandas' index) is left out.
 *
 * @param delimiter  what stands between cells.
 * @param names      the columns' names, for a file without a header.
 */
export async function* csvRows(
  bytes: Bytes,
  delimiter: string,
  file: string,
  names?: readonly string[],
): AsyncGenerator<RawRecord> {
  const { parse } = await import('csv-parse')
  // The parser tells of a bad row before it gives the good rows ahead of it, and once for each stray quote.
  const bad = new Map<number, RawRecord>()
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = error?.lines as number
      if (error && !bad.has(line)) bad.set(line, { line, wrong: inWords(error) })
    },
  })
  const source = Readable.from(checked(bytes, file), { objectMode: false })
  source.on('error', (error) => parser.destroy(error))
  let header = names
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<ParsedRow>) {
      const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      yield* takeBefore(line, bad)
      if (!header) header = readHeader(record, file)
      else yield readRow(record, header, line)
    }
    yield* takeBefore(Infinity, bad)
  } catch (error) {
    if (error instanceof AssizeError) throw error
    yield* takeBefore(Infinity, bad)
    yield { line: (error as CsvError).lines as number, wrong: inWords(error as CsvError) }
  } finally {
    source.destroy()
  }
}

interface ParsedRow {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

function* takeBefore(line: number, bad: Map<number, RawRecord>): Generator<RawRecord> {
  for (const [at, record] of bad) {
    if (at >= line) return
    bad.delete(at)
    yield record
  }
}

function readHeader(record: readonly string[], file: string): string[] {
  const names = record.map((name) => name.trim())
  const seen = new Set<string>()
  const twice = names.find((name) => name !== '' && seen.size === seen.add(name).size)
  if (twice === undefined) return names
  throw new AssizeError('datasets/bad-line', {
    message: `${file}, line 1: two columns are called ${JSON.stringify(twice)}.`,
    remedy: 'Give every column a name of its own.',
  })
}

function readRow(record: readonly string[], header: readonly string[], line: number): RawRecord {
  if (record.length !== header.length) {
    return {
      line,
      wrong: {
        reason: 'another number of cells than the header',
        message: `has ${record.length} cells where the header has ${header.length}.`,
        remedy:
          'Put cells that hold commas, quotes or newlines in double quotes, and double the quotes inside.',
      },
    }
  }
  const value: Record<string, string> = {}
  for (const [i, name] of header.entries()) if (name !== '') value[name] = record[i]!
  return { line, value }
}

function inWords(error: CsvError): Wrong {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return cutOff('is in a quoted cell that is never closed: the file is cut off, or a quote is missing.')
  }
  return {
    reason: 'not CSV',
    message: `is not CSV: ${error.message.replace(/\.?$/, '.')}`,
    remedy: 'Put cells that hold commas, quotes or newlines in double quotes, and double the quotes inside.',
  }
}

/** The same bytes; stops at the line whose text is not UTF-8. */
async function* checked(bytes: Bytes, file: string): AsyncGenerator<Buffer> {
  let line = 1
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = joined.lastIndexOf(0x0a) + 1
    const lines = joined.subarray(0, end)
    rest = joined.subarray(end)
    line += countLines(lines, line, file)
    if (end > 0) yield lines
  }
  countLines(rest, line, file)
  if (rest.length > 0) yield rest
}

function countLines(lines: Buffer, first: number, file: string): number {
  const valid = isUtf8(lines)
  let count = 0
  for (let from = 0, end = lines.indexOf(0x0a); from < lines.length; end = lines.indexOf(0x0a, from)) {
    const stop = end < 0 ? lines.length : end + 1
    if (!valid && !isUtf8(lines.subarray(from, stop))) {
      throw new AssizeError('datasets/not-utf8', {
        message: `${file}, line ${first + count} ${notUtf8.message}`,
        remedy: notUtf8.remedy!,
      })
    }
    count++
    from = stop
  }
  return count
}
