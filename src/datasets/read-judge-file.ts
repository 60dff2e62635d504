import { judgeFileSchema, type JudgeFile } from '../domain/judge-file.ts'
import { readYaml } from './read-yaml.ts'

/**
 * A judge from its YAML (or JSON) file.
 *
 * @throws AssizeError `datasets/bad-judge` naming the line, what was expected and what stood there.
 */
export async function readJudgeFile(path: string, cwd?: string): Promise<JudgeFile> {
  const { value, bad } = await readYaml(path, judgeFileSchema, {
    thing: 'judge',
    code: 'datasets/bad-judge',
    contract: 'contracts/judge.schema.json',
    ...(cwd === undefined ? {} : { cwd }),
  })
  const { protocol, reader } = value
  if (reader && protocol === 'pairwise' && !reader.patterns) {
    throw bad(['reader'], 'A pairwise judge reads with `patterns:` for A, B and tie.')
  }
  if (reader && protocol === 'pointwise' && !reader.score) {
    throw bad(['reader'], 'A pointwise judge reads with `score:`, whose first group is the number.')
  }
  return value
}
