import { readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { judgeCaseSchema, type JudgeCase } from '../domain/judge-case.ts'
import { parseWith } from '../domain/parse.ts'
import { readPlain } from './read-yaml.ts'

export interface FoundCase extends JudgeCase {
  /** The file, and the case's place in it from 1. */
  readonly where: string
}

/** The folder of a judge's answers: `<name>/answers` or `<name>` beside its file. */
export const answersFolder = (judgeFile: string, name: string, cwd = '.'): readonly string[] => [
  join(dirname(resolve(cwd, judgeFile)), name, 'answers'),
  join(dirname(resolve(cwd, judgeFile)), name),
]

/**
 * The cases that a judge's answers folder holds.
 *
 * @throws AssizeError `datasets/no-answers-folder`; `datasets/bad-case` naming the file and the case.
 */
export async function readJudgeCases(judgeFile: string, name: string, cwd?: string): Promise<FoundCase[]> {
  for (const folder of answersFolder(judgeFile, name, cwd)) {
    const files = (await readdir(folder).catch(() => [])).filter((file) => /\.(ya?ml|json)$/.test(file))
    if (files.length === 0) continue
    const cases = await Promise.all(files.sort().map((file) => casesOf(join(folder, file))))
    return cases.flat()
  }
  const [folder = ''] = answersFolder(basename(judgeFile), name, '')
  throw new AssizeError('datasets/no-answers-folder', {
    message: `${judgeFile} has no folder of answers beside it.`,
    remedy: `Make ${basename(dirname(folder))}/answers/ with YAML files of {answer, label}.`,
  })
}

async function casesOf(path: string): Promise<FoundCase[]> {
  const value = await readPlain(path, 'answers')
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one, i) => {
    const parsed = parseWith(judgeCaseSchema, one)
    const where = `${basename(path)}, case ${i + 1}`
    if (parsed.ok) return { ...parsed.value, where }
    const { field, expected, got } = parsed.problems[0]!
    throw new AssizeError('datasets/bad-case', {
      message: `${path}, case ${i + 1}: field ${field}: expected ${expected}; got ${got}.`,
      remedy: 'Mend the case: it has an "answer" and the "label" that it must become.',
    })
  })
}
