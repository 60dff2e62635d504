import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { AssizeError } from '../base/errors.ts'
import type { Bytes } from './raw-record.ts'

/** What a file's path needs to be found; a command's terminal has both. */
export interface From {
  /** Where relative paths start; absent: where the process does. */
  readonly cwd?: string
  /** What `-` reads. */
  readonly stdin?: NodeJS.ReadableStream
}

/** An opened file of records: what it holds, and its bytes without compression. */
export interface Source {
  /** As the user named it. */
  readonly name: string
  /** The folder that image paths are relative to. */
  readonly folder: string
  readonly format: 'json-array' | 'json-lines' | 'csv' | 'parquet'
  /** CSV only. */
  readonly delimiter: string
  readonly bytes: Bytes
  /** The file itself, where it is a plain one. */
  readonly path?: string
}

/**
 * Opens a file, or standard input for `-`.
 *
 * Compression is known by its magic bytes, Parquet and JSON arrays by how they
 * begin, the rest by the ending: so a `.json` file may hold either JSON lines
 * or an array, whatever its maker calls it.
 *
 * @throws AssizeError where there is no such file, or it holds no records.
 */
export async function openSource(path: string, { cwd, stdin }: From = {}): Promise<Source> {
  const name = path === '-' ? 'standard input' : path
  const file = path === '-' ? undefined : cwd === undefined ? resolve(path) : resolve(cwd, path)
  if (file !== undefined) await mustBeFile(file, name)
  const raw = file === undefined ? stdin : createReadStream(file)
  if (!raw) throw new TypeError('Reading "-" needs a stdin stream.')

  let bytes = readable(raw, name)
  let head: Buffer
  ;[head, bytes] = await peek(bytes)
  const compression = head.subarray(0, 2).equals(gzip)
    ? 'gzip'
    : head.subarray(0, 4).equals(zstd)
      ? 'zstd'
      : undefined
  if (compression) {
    bytes = decompressed(bytes, compression, name)
    ;[head, bytes] = await peek(bytes)
  }
  return {
    name,
    folder: file === undefined ? (cwd ?? '.') : dirname(file),
    ...formatOf(head, basename(path).toLowerCase(), name),
    bytes: withoutMark(bytes),
    ...(file !== undefined && !compression ? { path: file } : {}),
  }
}

/** What a decompressor gives at once. */
const chunkSize = 1 << 16
const gzip = Buffer.from([0x1f, 0x8b])
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

async function mustBeFile(file: string, name: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? new AssizeError('datasets/no-such-file', {
          message: `There is no file ${name}.`,
          remedy: `Check the path; it was looked for as ${file}.`,
          cause: error,
        })
      : unreadable(name, error)
  })
  if (!found.isDirectory()) return
  throw new AssizeError('datasets/is-a-folder', {
    message: `${name} is a folder.`,
    remedy: 'Name a file in it, such as items.jsonl.',
  })
}

/** The stream's bytes; what the disk says becomes an error with a remedy. */
async function* readable(stream: NodeJS.ReadableStream, name: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    throw unreadable(name, error as Error)
  }
}

function unreadable(name: string, error: Error): AssizeError {
  return new AssizeError('datasets/cannot-read', {
    message: `${name} cannot be read: ${error.message}.`,
    remedy: 'Check who may read it, and that the disk is there.',
    cause: error,
  })
}

async function* decompressed(
  bytes: Bytes,
  compression: 'gzip' | 'zstd',
  name: string,
): AsyncGenerator<Buffer> {
  const inflate = compression === 'gzip' ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize })
  const source = Readable.from(bytes, { objectMode: false })
  source.on('error', (error) => inflate.destroy(error))
  try {
    yield* source.pipe(inflate)
  } catch (error) {
    if (error instanceof AssizeError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const short = code === 'Z_BUF_ERROR' || /end of file|truncated/i.test(message)
    throw new AssizeError('datasets/damaged', {
      message: `${name} ${short ? `ends in the middle of its ${compression} data` : `is not sound ${compression} data: ${message}`}.`,
      remedy: 'Get the file again: it is cut off or damaged.',
      cause: error,
    })
  } finally {
    source.destroy()
  }
}

/** The first bytes, enough to tell what follows, and all the bytes again. */
async function peek(bytes: AsyncGenerator<Buffer>): Promise<[head: Buffer, bytes: AsyncGenerator<Buffer>]> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 4096 || (head.length < 1 << 20 && head.toString('latin1').trim() === '')) {
    const next = await bytes.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return [head, following(head, bytes)]
}

async function* following(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  yield* rest
}

async function* withoutMark(bytes: Bytes): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of bytes) {
    yield first && chunk.subarray(0, 3).equals(byteOrderMark) ? chunk.subarray(3) : chunk
    first = false
  }
}

function formatOf(head: Buffer, file: string, name: string): Pick<Source, 'format' | 'delimiter'> {
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return { format: 'parquet', delimiter: '' }
  const start = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  refuseWhatIsNoData(head, start, name)

  const ending = /\.(jsonl|ndjson|json|csv|tsv)(\.gz|\.zst)?$/.exec(file)?.[1]
  const [firstLine = ''] = start.split(/\r?\n/, 1)
  if (ending === 'csv' || ending === 'tsv') return { format: 'csv', delimiter: delimiterOf(firstLine) }
  if (start.startsWith('[')) return { format: 'json-array', delimiter: '' }
  if (start.startsWith('{') || ending !== undefined) return { format: 'json-lines', delimiter: '' }
  if (/[,;\t]/.test(firstLine)) return { format: 'csv', delimiter: delimiterOf(firstLine) }
  throw new AssizeError('datasets/unknown-format', {
    message: `${name} is none of JSON lines, a JSON array, CSV and Parquet: it begins with ${JSON.stringify(firstLine.slice(0, 40))}.`,
    remedy: 'Convert it to one of them; `.jsonl`, `.json`, `.csv` and `.parquet` say which it is.',
  })
}

/** What a spreadsheet put between cells: it is a comma wherever the header has one outside quotes. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  return bare.includes(',') ? ',' : bare.includes('\t') ? '\t' : bare.includes(';') ? ';' : ','
}

function refuseWhatIsNoData(head: Buffer, start: string, name: string): void {
  if (start === '') {
    throw new AssizeError('datasets/empty', {
      message: `${name} is empty.`,
      remedy: 'Check that what wrote it ran to its end.',
    })
  }
  if (head[0] === 0xff && head[1] === 0xfe) {
    throw new AssizeError('datasets/not-utf8', {
      message: `${name} is UTF-16.`,
      remedy:
        'Save it as UTF-8 (in Excel: "CSV UTF-8"), or convert it: `iconv -f UTF-16 -t UTF-8 old > new`.',
    })
  }
  const what = /^<(!doctype|html|\?xml|head|body)/i.test(start)
    ? ['a web page', 'Download the file itself: this is often a login page, or a page about the file.']
    : start.startsWith('version https://git-lfs')
      ? ['a Git LFS pointer', 'Fetch the file that it points to: `git lfs pull`.']
      : start.startsWith('PK\u0003\u0004')
        ? ['a zip file or an Excel workbook', 'Unpack it, or save the sheet as "CSV UTF-8".']
        : undefined
  if (!what) return
  throw new AssizeError('datasets/not-data', {
    message: `${name} is ${what[0]}, not data.`,
    remedy: what[1]!,
  })
}
