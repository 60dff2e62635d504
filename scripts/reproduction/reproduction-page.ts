import type { CorpusRow } from '../readers-corpus.ts'
import { standingOf, standings, type Choice, type Figure, type Ours, type Section } from './figure.ts'
import { groupedFigures, signaturesOf } from './grouped-figures.ts'
import { differenceText, intervalText, nText, oursText, publishedText, signs } from './numbers.ts'
import { standingCounts, type Reproduction } from './reproduction.ts'
import type { Slip } from './survey-slips.ts'

/** docs/reproduction.md. */
export function reproductionPage(found: Reproduction): string {
  const counts = standingCounts(found)
  const lines = [
    '# Reproduction',
    '',
    '<!-- Made by `npm run reproduce` from the published data: change scripts/reproduction. -->',
    '',
    'Every published figure of the judges that assize knows: what was printed, what comes out here, and by which rule.',
    'The data are not part of this repository. `npm run reproduce` reads them from `../shared/data` (or `data` in the one that',
    '`ASSIZE_SHARED` names), prints this table, writes this page, and fails where a figure differs and nobody knows why.',
    '',
    '| | Standing | Figures |',
    '|---|---|---:|',
    ...standings.map((standing) => `| ${signs[standing]} | ${meanings[standing]} | ${counts[standing]} |`),
    '',
    'Published values say where they were read: R the system’s own repository, C computed from its files by another',
    'program, T a stored copy of the paper, S a survey. A value that nobody has checked is not given. The difference is',
    'ours less theirs. Intervals are 95 %. Lines that begin with ↳ give the same figure under another choice that the',
    'published one hides.',
    '',
    ...found.sections.flatMap(sectionLines),
    ...readerLines(found.readers),
    ...slipLines(found.slips),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const meanings = {
  same: 'equal to the last printed digit',
  explained: 'differs, and why is said',
  differs: 'differs, and nobody knows why',
  'not reproduced': 'nothing to compute it from; the reason is said',
  'not verified': 'nobody has checked the published value, so it is not given',
  'not published': 'ours alone, for which nothing was printed',
} as const

function sectionLines({ system, about, figures }: Section): string[] {
  const signatures = signaturesOf(figures)
  const mark = ({ signature }: Ours) =>
    signature === undefined ? '' : ` [${signatures.indexOf(signature) + 1}]`
  return [
    `## ${system}`,
    '',
    `${about}.`,
    '',
    ...groupedFigures(figures).flatMap(({ why, figures }) =>
      why === undefined ? computedLines(figures, mark) : absentLines(why, figures),
    ),
    ...(signatures.length > 0
      ? ['Signatures:', '', ...signatures.map((signature, i) => `${i + 1}. \`${signature}\``), '']
      : []),
  ]
}

type Mark = (ours: Ours) => string

const computedLines = (figures: readonly Figure[], mark: Mark): string[] => [
  '| | Figure | Published | Ours | Difference | n | Rule, what was left out, why |',
  '|---|---|---:|---:|---:|---:|---|',
  ...figures.flatMap((figure) => [
    row([
      signs[standingOf(figure)],
      figure.name,
      figure.published === undefined ? '' : `${publishedText(figure)} ${figure.source ?? ''}`,
      `${oursText(figure.ours!, figure.published)} ${intervalText(figure.ours!, figure.published)}`.trim(),
      differenceText(figure),
      nText(figure.ours!),
      [ruleText(figure.rule, figure.ours!), figure.why].filter(Boolean).join('; ') + mark(figure.ours!),
    ]),
    ...(figure.choices ?? []).map((choice) => choiceRow(choice, figure, mark)),
  ]),
  '',
]

const choiceRow = (choice: Choice, { published }: Figure, mark: Mark): string =>
  row([
    '',
    '↳',
    '',
    `${oursText(choice, published)} ${intervalText(choice, published)}`.trim(),
    '',
    nText(choice),
    ruleText(choice.rule, choice) + mark(choice),
  ])

const ruleText = (rule: string | undefined, { leftOut }: Ours): string =>
  [rule, leftOut === undefined ? undefined : `left out: ${leftOut}`].filter(Boolean).join('; ')

function absentLines(why: string, figures: readonly Figure[]): string[] {
  const isVerified = figures.some(({ published }) => published !== undefined)
  return [
    `${isVerified ? 'Not reproduced' : 'Not verified, not given'}: ${why}.`,
    '',
    '| | Figure | Published |',
    '|---|---|---:|',
    ...figures.map((figure) =>
      row([
        signs[standingOf(figure)],
        figure.name,
        figure.published === undefined
          ? 'not verified, not given'
          : `${publishedText(figure)} ${figure.source ?? ''}`,
      ]),
    ),
    '',
  ]
}

function readerLines(rows: readonly CorpusRow[]): string[] {
  return [
    '## What each reader reads',
    '',
    'Recorded answers of the published judges, read by each reader: in its published form (strict), and in the form',
    'that also reads what models write instead (robust); and how many of them it reads as they were recorded.',
    '',
    '| Reader | Answers | n | Strict reads | as recorded | Robust reads | as recorded | |',
    '|---|---|---:|---:|---:|---:|---:|---|',
    ...rows.map(({ reader, corpus, n, strict, strictAgrees, robust, robustAgrees, note = '' }) =>
      row([reader, corpus, n, strict, strictAgrees, robust, robustAgrees, note].map(String)),
    ),
    '',
  ]
}

const slipLines = (slips: readonly Slip[]): string[] => [
  '## Slips of a survey',
  '',
  'Said of these systems by a survey of the field, and not so by their sources.',
  '',
  '| | Said | It is | Checked |',
  '|---|---|---|---|',
  ...slips.map(({ said, is, checked, holds }) =>
    row([holds === undefined ? '-' : holds ? '=' : '!', said, is, checked ?? 'not by the data at hand']),
  ),
  '',
]

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')).join(' | ')} |`
