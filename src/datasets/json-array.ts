import { isUtf8 } from 'node:buffer'
import { cutOff, notUtf8, type Bytes, type RawRecord } from './raw-record.ts'
import { parseJson } from './parse-json.ts'

/**
 * The elements of one JSON array, each with the line on which it begins.
 *
 * Only finds where elements begin and end; `JSON.parse` reads each by itself.
 * So a file of any size is read with one element in memory, and a bad element
 * does not hide the next.
 */
export async function* jsonArray(bytes: Bytes): AsyncGenerator<RawRecord> {
  let line = 1
  let depth = 0 // 0: outside the array; 1: between elements or in a bare one; more: inside
  let inString = false
  let escaped = false
  let closed = false
  let begun = 0 // the line on which the element begins; 0 between elements
  let elements = 0
  let parts: Buffer[] = []

  for await (const chunk of bytes) {
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) inString = false
        else if (byte === newline) line++
        continue
      }
      if (byte === newline) line++
      if (byte <= space) continue
      if (closed) {
        yield {
          line,
          wrong: { reason: 'text after the array', message: 'has text after the array that the file holds.' },
        }
        return
      }
      if (depth === 0) {
        depth = 1 // the sniffer saw the bracket
        from = i + 1
        continue
      }
      if (depth === 1 && (byte === comma || byte === closeBracket)) {
        if (begun > 0) {
          const piece = chunk.subarray(from, i)
          yield readElement(parts.length > 0 ? Buffer.concat([...parts, piece]) : piece, begun)
          elements++
        } else if (byte === comma || elements > 0) {
          yield { line, wrong: { reason: 'not JSON', message: 'has a comma with no value beside it.' } }
        }
        parts = []
        from = i + 1
        begun = 0
        closed = byte === closeBracket
        continue
      }
      if (begun === 0) begun = line
      if (byte === quote) inString = true
      else if (byte === openBracket || byte === openBrace) depth++
      else if (byte === closeBracket || byte === closeBrace) depth--
    }
    if (begun > 0 && from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (!closed) {
    yield {
      line: begun || line,
      wrong: cutOff(
        begun > 0
          ? 'is cut off: the file ends in the middle of a value.'
          : 'is where the file ends, before its array does.',
      ),
    }
  }
}

function readElement(bytes: Buffer, line: number): RawRecord {
  if (!isUtf8(bytes)) return { line, wrong: notUtf8 }
  const parsed = parseJson(bytes.toString('utf8'))
  if ('value' in parsed) return { line, value: parsed.value }
  return { line, wrong: { reason: 'not JSON', message: `is not JSON: ${parsed.why}` } }
}

const [newline, space, quote, comma, backslash] = [0x0a, 0x20, 0x22, 0x2c, 0x5c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]
