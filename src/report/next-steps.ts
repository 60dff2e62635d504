import type { Findings } from '../metaeval/findings.ts'
import { plainLine } from './hostile-text.ts'
import type { Trust } from './trust.ts'

/** What to do next: which sentence of the words says why, and the command where there is one. */
export type NextStep =
  | {
      readonly name: 'compare' | 'stronger' | 'answers' | 'room' | 'schema' | 'robust' | 'export'
      readonly command: string
    }
  | { readonly name: 'more'; readonly needed: number }

/** What has been done, so that it can be done again, or is not suggested again. */
export interface Done {
  /** Where an HTML report was written. */
  readonly report?: string
  /** The command that judged, without its model and its run's name. */
  readonly command?: string
}

/**
 * The steps that the checks call for, most useful first.
 *
 * What only the user knows stands in angle brackets: `openai:<model>`.
 *
 * @param trusts  what `trust` said of each criterion.
 */
export function nextSteps(
  findings: Findings,
  trusts: readonly Trust[],
  { report, command }: Done = {},
): NextStep[] {
  const { judge, run } = findings
  const rubrics = Object.keys(judge.rubrics).map((name) => ` --rubric ${shellQuoted(name)}`)
  const again =
    command ??
    `assize judge ${shellQuoted(findings.source)} --judge ${shellQuoted(judge.name)}${rubrics.join('')}`
  const answers = new Set(trusts.map(({ answer }) => answer))
  const checks = trusts.flatMap(({ checks }) => checks)
  const steps: NextStep[] = []

  if (findings.answered > 0 && (answers.has('no-truth') || answers.has('nothing-compared'))) {
    steps.push({
      name: 'compare',
      command: `${again} --model <model> --run ${shellQuoted(run)} --ratings <ratings file> --truth majority`,
    })
  }
  if (
    (['worse', 'guessing', 'below-baseline', 'order', 'weak'] as const).some((answer) => answers.has(answer))
  ) {
    steps.push({ name: 'stronger', command: `${again} --model openai:<model>` })
  }
  const { truncated = 0, failed = 0 } = findings.none
  if (findings.answered + failed < findings.asked / 2) {
    steps.push({ name: 'answers', command: `assize export ${shellQuoted(run)}` })
    if (truncated > findings.asked / 2)
      steps.push({ name: 'room', command: `${again} --model <model> --max-tokens <more>` })
  }
  const unread = findings.asked - findings.answered - failed
  if (
    unread > 0 &&
    judge.mode === 'text' &&
    checks.some(({ name, holds }) => name === 'readable' && holds === false)
  ) {
    // A judge with a prompt of its own has no schema to be held to.
    if (judge.settings.file === undefined)
      steps.push({ name: 'schema', command: `${again} --model <model> --mode schema` })
    else if (judge.settings.reader?.endsWith('/strict'))
      steps.push({ name: 'robust', command: `${again} --model <model> --reader robust` })
  }
  const needed = Math.max(
    0,
    ...checks.map((check) => (check.name === 'size' && check.holds === false ? (check.needed ?? 0) : 0)),
  )
  if (needed > 0) steps.push({ name: 'more', needed })
  if (report === undefined && trusts.length > 0 && !answers.has('no-truth')) {
    steps.push({
      name: 'export',
      command: `assize export ${shellQuoted(run)} -o ${shellQuoted(`${run}.html`)}`,
    })
  }
  return steps
}

/** One word of a shell's command line, whatever it holds. */
export function shellQuoted(text: string): string {
  const plain = plainLine(text)
  return /^[\w./:@%+=,-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`
}
