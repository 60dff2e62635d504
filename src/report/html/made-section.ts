import type { Findings } from '../../metaeval/findings.ts'
import { madeRows } from './made-rows.ts'
import type { Markup } from './markup.ts'
import type { Setting } from './setting.ts'

/** Everything the numbers depend on, and how to make them again. */
export function madeSection(
  findings: Findings,
  commands: readonly string[],
  at: string | undefined,
  setting: Setting,
): Markup {
  const { words } = setting
  const text = words.html
  const { judge } = findings
  const pairsOf = (record: Readonly<Record<string, string | number | undefined>>) =>
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')
  const rows: [string, string][] = [
    [text.judge, judge.name],
    [text.model, judge.adapter === undefined ? judge.model : `${judge.model} + ${judge.adapter}`],
    [text.protocol, judge.protocol],
    [text.rubrics, pairsOf(judge.rubrics)],
    [text.mode, text.modes[judge.mode]],
    [
      text.decoding,
      pairsOf({ ...judge.decoding, stop: judge.decoding.stop && JSON.stringify(judge.decoding.stop) }),
    ],
    [text.language, judge.language],
    [text.samples, String(judge.samples)],
    [text.settings, pairsOf(judge.settings)],
    [text.source, findings.source],
    [text.run, findings.run],
    ...(at === undefined ? [] : [[text.date, at] as [string, string]]),
    [words.signature, findings.signature],
  ]
  return madeRows(rows, commands, setting)
}
