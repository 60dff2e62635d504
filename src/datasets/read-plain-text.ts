import { AssizeError } from '../base/errors.ts'
import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

export const splits = ['none', 'lines', 'paragraphs'] as const
export type Split = (typeof splits)[number]

/**
 * The texts of a plain text file: all of it as one, each line that is not
 * blank, or each paragraph (blank lines between them). Their ids are their
 * numbers, from 1.
 *
 * @throws AssizeError `datasets/no-such-file`, `datasets/cannot-read`, `datasets/not-utf8`, `datasets/empty`.
 */
export async function readPlainText(
  path: string,
  split: Split,
  cwd = '.',
): Promise<{ readonly id: string; readonly text: string }[]> {
  const file = resolve(cwd, path)
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new AssizeError(error.code === 'ENOENT' ? 'datasets/no-such-file' : 'datasets/cannot-read', {
      message:
        error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}.`,
      remedy: `Check the path; it was looked for as ${file}.`,
      cause: error,
    })
  })
  if (!isUtf8(bytes)) {
    throw new AssizeError('datasets/not-utf8', {
      message: `${path} is not UTF-8.`,
      remedy: 'Convert it: `iconv -f <its encoding> -t UTF-8 old > new`.',
    })
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const parts = { none: [text], lines: text.split(/\r?\n/), paragraphs: text.split(/(?:\r?\n[ \t]*){2,}/) }[
    split
  ]
  const texts = parts.filter((part) => part.trim() !== '')
  if (texts.length > 0) return texts.map((text, i) => ({ id: String(i + 1), text }))
  throw new AssizeError('datasets/empty', {
    message: `${path} holds no text.`,
    remedy: 'Check that what wrote it ran to its end.',
  })
}
