import { isUtf8 } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { parseWith, type Problem } from '../domain/parse.ts'
import type { Document, Documents } from './importers/importer.ts'
import { parseDocument } from './parse-document.ts'
import type { ReadOptions } from './read-records.ts'
import { longest } from './raw-record.ts'
import { openSource } from './source.ts'
import { readZip } from './zip.ts'

/**
 * Files that are one JSON value, or a zip of such, for importers.
 *
 * @param wrongFile  the remedy where the whole file has another shape.
 */
export function importedDocuments(wrongFile: string, options: ReadOptions): Documents {
  const { cwd, skipped } = options
  const refuse = (reason: string, error: AssizeError) => {
    if (!skipped) throw error
    skipped.add(reason, error)
  }
  const documentOf = (name: string, value: unknown): Document => ({
    name,
    value,
    take(schema, part, place) {
      const parsed = parseWith(schema, part)
      if (parsed.ok) return parsed.value
      refuse(
        `${place.replace(/\[\d+\]/g, '[]')}: another shape`,
        otherShape(name, place, parsed.problems, wrongFile),
      )
      return undefined
    },
  })
  const openFile = (path: string) => open(cwd === undefined ? resolve(path) : resolve(cwd, path), 'r')

  return {
    async whole(path) {
      const { name, bytes } = await openSource(path, options)
      const text = await wholeText(bytes, name)
      const parsed = parseDocument(text)
      return 'value' in parsed ? documentOf(name, parsed.value) : undefined
    },

    async isZip(path) {
      if (path === '-') return false
      const file = await openFile(path).catch(() => undefined) // whoever reads it next says why
      if (!file) return false
      try {
        const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
        return buffer.readUInt32LE(0) === 0x04034b50 || buffer.readUInt32LE(0) === 0x06054b50
      } finally {
        await file.close()
      }
    },

    async *entries(path, choose) {
      const file: FileHandle = await openFile(path)
      try {
        const entries = new Map((await readZip(file, path)).map((entry) => [entry.name, entry]))
        for (const chosen of choose([...entries.keys()])) {
          const name = `${path}, ${chosen}`
          try {
            const bytes = await entries.get(chosen)!.read()
            const parsed = isUtf8(bytes) ? parseDocument(bytes.toString('utf8')) : { why: 'is not UTF-8' }
            if (!('value' in parsed)) throw notJson(name, parsed.why)
            yield documentOf(name, parsed.value)
          } catch (error) {
            if (!(error instanceof AssizeError) || !skipped) throw error
            skipped.add(`a file in the zip cannot be read (${error.code})`, error)
          }
        }
      } finally {
        await file.close()
      }
    },
  }
}

async function wholeText(bytes: AsyncIterable<Buffer>, name: string): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of bytes) {
    size += part.length
    if (size > longest) {
      throw new AssizeError('datasets/too-large', {
        message: `${name} is one JSON value of more than 256 MB.`,
        remedy: 'Split it, or have its tool write JSON lines (or an .eval log, which is a zip).',
      })
    }
    parts.push(part)
  }
  const whole = Buffer.concat(parts)
  if (isUtf8(whole)) return whole.toString('utf8')
  throw new AssizeError('datasets/not-utf8', {
    message: `${name} is not UTF-8.`,
    remedy: 'Save it as UTF-8.',
  })
}

const notJson = (name: string, why: string) =>
  new AssizeError('datasets/bad-line', {
    message: `${name} is not JSON: ${why.replace(/\.$/, '')}.`,
    remedy: 'Mend it, or leave such files out with `--skip-bad`, which counts them.',
  })

const otherShape = (name: string, place: string, problems: readonly Problem[], wrongFile: string) =>
  new AssizeError('datasets/bad-line', {
    message: `${name}, ${place}: ${problems
      .slice(0, 3)
      .map(
        ({ field, expected, got }) =>
          `${field === '' ? '' : `field ${field}: `}expected ${expected}; got ${got}`,
      )
      .join('; ')}.`,
    remedy: `${wrongFile} Leave such parts out with \`--skip-bad\`, which counts them.`,
  })
