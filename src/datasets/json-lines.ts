import { isUtf8 } from 'node:buffer'
import { parseJson } from './parse-json.ts'
import { cutOff, longest, notUtf8, tooLong, type Bytes, type RawRecord } from './raw-record.ts'

/** The values of JSON lines, one a line from 1; blank lines are passed over. Holds one line at a time. */
export async function* jsonLines(bytes: Bytes): AsyncGenerator<RawRecord> {
  let line = 0
  let parts: Buffer[] = []
  for await (const chunk of bytes) {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end)
      const record = readLine(parts.length > 0 ? Buffer.concat([...parts, piece]) : piece, ++line, true)
      if (record) yield record
      if (parts.length > 0) parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
    if (sizeOf(parts) > longest) {
      yield { line: line + 1, wrong: tooLong }
      return
    }
  }
  const last = readLine(Buffer.concat(parts), line + 1, false)
  if (last) yield last
}

const newline = 0x0a
const sizeOf = (parts: readonly Buffer[]) => parts.reduce((sum, part) => sum + part.length, 0)

function readLine(bytes: Buffer, line: number, ended: boolean): RawRecord | undefined {
  if (!isUtf8(bytes)) return { line, wrong: ended ? notUtf8 : halfLine }
  const text = bytes.toString('utf8')
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
