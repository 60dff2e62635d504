import { readJudgeCases } from '../datasets/read-judge-cases.ts'
import { packagedFolder, packagedRubrics } from '../datasets/packaged.ts'
import type { JudgeFile } from '../domain/judge-file.ts'
import { rubricIn } from '../domain/rubric.ts'
import { judgeFileOf, protocolOf } from '../judging/open-judge.ts'
import { testCase } from '../judging/test-judge.ts'
import { plainLine } from '../report/hostile-text.ts'
import { UsageError, type Terminal } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonText } from './json-text.ts'

const shown: Readonly<Record<JudgeFile['protocol'], number>> = { pairwise: 2, pointwise: 1, listwise: 3 }

/** `assize judges test`: each judge's answers folder, read as the judge reads a model's answers. */
export async function testJudges(
  names: readonly string[],
  json: boolean,
  terminal: Terminal,
): Promise<number | undefined> {
  if (names.length === 0)
    throw new UsageError(
      '`assize judges test` needs a judge.',
      'Name a YAML file, or a name of `assize judges`.',
    )
  const results = []
  for (const name of names) {
    const file = await judgeFileOf(name, terminal.cwd)
    const packaged = !/[./\\]/.test(name)
    const cases = await readJudgeCases(
      packaged ? `${packagedFolder('judges')}${name}.yaml` : name,
      file.name,
      packaged ? undefined : terminal.cwd,
    )
    const protocol = await protocolOf(file, {}, terminal.cwd)
    const rubric = rubricIn(
      typeof file.rubric === 'object'
        ? file.rubric
        : (await packagedRubrics()).get(file.rubric ?? 'helpfulness')!,
      'en',
    )
    const checked = cases.map((one) => ({ ...one, ...testCase(protocol, rubric, one, shown[file.protocol]) }))
    results.push({ judge: file.name, cases: checked })
  }
  const all = results.flatMap(({ cases }) => cases)
  const failed = all.filter(({ passed }) => !passed)
  if (json)
    terminal.out(jsonText({ passed: all.length - failed.length, failed: failed.length, judges: results }))
  else {
    for (const { judge, cases } of results) {
      const bad = cases.filter(({ passed }) => !passed)
      terminal.out(`${judge}: ${cases.length - bad.length} passed, ${bad.length} failed`)
      for (const { where, label, got, answer, why } of bad) {
        terminal.out(`  ${plainLine(`${where}: must be ${label}, is ${got}${why ? ` (${why})` : ''}`)}`)
        terminal.out(`    ${plainLine(JSON.stringify(answer.slice(-200)))}`)
      }
    }
  }
  return failed.length > 0 ? exitCodes.failed : undefined
}
