import { columnsOf, padTo, wrapTo } from '../../src/report/columns.ts'
import { standingOf, standings, type Figure, type Ours, type Section } from './figure.ts'
import { groupedFigures, signaturesOf } from './grouped-figures.ts'
import { differenceText, intervalText, nText, oursText, publishedText, signs } from './numbers.ts'
import { standingCounts, unexplained, type Reproduction } from './reproduction.ts'

const width = 80

/** The whole table as lines of at most 80 columns. */
export function reproductionLines(found: Reproduction): string[] {
  const counts = standingCounts(found)
  const differs = unexplained(found)
  return [
    ...found.sections.flatMap(sectionLines),
    ...readerLines(found),
    ...found.slips.flatMap(({ said, is, checked, holds }, i) => [
      ...(i === 0 ? ['', 'Slips of a survey', ''] : []),
      ...indented(`${holds === undefined ? '-' : holds ? '=' : '!'} said: ${said}`, 2),
      ...indented(`is: ${is}`, 4, 4),
      ...indented(checked ? `checked: ${checked}` : 'not checked: the data at hand say nothing of it', 4, 4),
    ]),
    '',
    ...standings.map((standing) => `${String(counts[standing]).padStart(5)} ${signs[standing]} ${standing}`),
    ...(differs.length > 0
      ? ['', 'Differs, and nobody knows why:', ...differs.flatMap((name) => indented(`! ${name}`, 2))]
      : []),
  ]
}

const head = ['', 'figure', 'published', 'ours', 'difference', 'n']
const columns = [2, 33, 13, 11, 12, 7]

function sectionLines({ system, about, figures }: Section): string[] {
  const signatures = signaturesOf(figures)
  return [
    '',
    system,
    ...indented(about, 0, 0),
    '',
    cells(head),
    ...groupedFigures(figures).flatMap(({ why, figures }) =>
      why === undefined
        ? figures.flatMap((figure) => computedLines(figure, signatures))
        : [...figures.flatMap(absentLines), ...indented(`none of ours: ${why}`, 4, 4)],
    ),
    ...signatures.flatMap((signature, i) => indented(`[${i + 1}] ${signature}`, 4)),
  ]
}

function computedLines(figure: Figure, signatures: readonly string[]): string[] {
  const { name, rule, ours, why, published, choices = [] } = figure
  const about = (one: Ours, rule?: string) =>
    [
      rule,
      intervalText(one, published),
      one.leftOut === undefined ? '' : `left out: ${one.leftOut}`,
      one.signature === undefined ? '' : `[${signatures.indexOf(one.signature) + 1}]`,
    ]
      .filter(Boolean)
      .join('; ')
  return [
    ...named(name, [
      signs[standingOf(figure)],
      sourced(figure),
      oursText(ours!, published),
      differenceText(figure),
      nText(ours!),
    ]),
    ...[about(ours!, rule)].filter(Boolean).flatMap((text) => indented(text, 4, 4)),
    ...(why === undefined ? [] : indented(`why: ${why}`, 4, 4)),
    ...choices.flatMap((choice) =>
      indented(
        `or ${oursText(choice, published)} (n ${nText(choice) || '-'}): ${about(choice, choice.rule)}`,
        6,
        4,
      ),
    ),
  ]
}

const absentLines = (figure: Figure): string[] =>
  named(figure.name, [signs[standingOf(figure)], sourced(figure), '', '', ''])

const sourced = (figure: Figure): string =>
  figure.published === undefined
    ? standingOf(figure) === 'not verified'
      ? 'not verified'
      : ''
    : `${publishedText(figure)} ${figure.source ?? ''}`

/** A name, wrapped within its column, with the cells of its row on the first line. */
function named(name: string, [sign = '', ...numbers]: readonly string[]): string[] {
  const [first = '', ...more] = wrapTo(columns[1]! - 1, name)
  return [cells([sign, first, ...numbers]), ...more.map((line) => `  ${line}`)]
}

const cells = (row: readonly string[]): string =>
  row
    .map((cell, i) =>
      i < 2 ? padTo(columns[i]!, cell) : ' '.repeat(Math.max(0, columns[i]! - columnsOf(cell))) + cell,
    )
    .join('')
    .trimEnd()

function readerLines({ readers }: Reproduction): string[] {
  const line = (row: readonly string[]) =>
    `${padTo(24, row[0]!)} ${row
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`
  return [
    '',
    'What each reader reads of recorded answers',
    '',
    line(['reader', 'n', 'strict', 'as rec.', 'robust', 'as rec.']),
    ...readers.flatMap(({ reader, corpus, n, strict, strictAgrees, robust, robustAgrees, note }) => [
      line([reader, ...[n, strict, strictAgrees, robust, robustAgrees].map(String)]),
      ...indented(note ? `${corpus}; ${note}` : corpus, 4, 4),
    ]),
  ]
}

/** Lines of at most 80 columns, the first and the others indented by so many. */
const indented = (text: string, rest: number, first = rest - 2): string[] =>
  wrapTo(width - rest, text).map((line, i) => ' '.repeat(Math.max(0, i === 0 ? first : rest)) + line)
