import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of its own for one test, with these files in it; it goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'assize-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

/** Values as JSON lines. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** The values of a file of JSON lines. */
export const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

export const linesIn = (folder: string, file: string): Record<string, unknown>[] =>
  linesOf(readFileSync(join(folder, file), 'utf8'))

/** Pairs to judge, each with a question of its own. */
export const pairs = (
  n: number,
): { id: string; instruction: string; response_a: string; response_b: string }[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `p${i}`,
    instruction: `Question ${i}?`,
    response_a: `The left answer to ${i}.`,
    response_b: `The right answer to ${i}.`,
  }))
