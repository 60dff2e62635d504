import { isUtf8 } from 'node:buffer'
import type { Batches } from './batches.ts'
import { parseJson } from './parse-json.ts'
import { cutOff, longest, notUtf8, tooLong, type Bytes, type RawRecord } from './raw-record.ts'

/**
 * The values of JSON lines, one a line from 1; blank lines are passed over. A
 * batch is the lines that end in one chunk of the bytes.
 */
export async function* jsonLines(bytes: Bytes): Batches<RawRecord> {
  let line = 0
  let parts: Buffer[] = []
  const readLines = function* (whole: Buffer): Generator<RawRecord> {
    for (const text of linesOf(whole)) {
      const record = readLine(text, ++line, true)
      if (record) yield record
    }
  }
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(newline) + 1
    if (end > 0) {
      const piece = chunk.subarray(0, end)
      yield readLines(parts.length > 0 ? Buffer.concat([...parts, piece]) : piece)
      parts = []
    }
    if (end < chunk.length) parts.push(chunk.subarray(end))
    if (sizeOf(parts) > longest) {
      yield [{ line: line + 1, wrong: tooLong }]
      return
    }
  }
  const last = readLine(textOf(Buffer.concat(parts)), line + 1, false)
  if (last) yield [last]
}

const newline = 0x0a
const sizeOf = (parts: readonly Buffer[]) => parts.reduce((sum, part) => sum + part.length, 0)

/** The text of each line; `undefined` where it is not UTF-8. */
function* linesOf(whole: Buffer): Generator<string | undefined> {
  const text = textOf(whole)
  let from = 0
  if (text !== undefined) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield text.slice(from, end)
      from = end + 1
    }
  } else {
    for (let end = whole.indexOf(newline); end >= 0; end = whole.indexOf(newline, from)) {
      yield textOf(whole.subarray(from, end))
      from = end + 1
    }
  }
}

const textOf = (bytes: Buffer) => (isUtf8(bytes) ? bytes.toString('utf8') : undefined)

function readLine(text: string | undefined, line: number, ended: boolean): RawRecord | undefined {
  if (text === undefined) return { line, wrong: ended ? notUtf8 : halfLine }
  if (/^\s*$/.test(text)) return undefined
  const parsed = parseJson(text)
  if ('value' in parsed) return { line, value: parsed.value }
  if (!parsed.half) return { line, wrong: { reason: 'not JSON', message: `is not JSON: ${parsed.why}` } }
  return { line, wrong: ended ? severalLines : halfLine }
}

const halfLine = cutOff('is cut off: the file ends in the middle of it.')
const severalLines = {
  reason: 'not JSON',
  message: 'is only the beginning of a JSON value.',
  remedy: 'Write one object a line (`jq -c . old.json > new.jsonl`), or all of them as one JSON array.',
}
