import type { Comparison } from '../metaeval/comparison.ts'
import type { JuryAgainstPeople, JuryRow } from '../metaeval/jury-against-people.ts'
import type { JuryFindings } from '../metaeval/jury.ts'
import { cutInside } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { juryEn, juryKo } from './jury-words.ts'
import { labelBars, noneLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { coefficient, shortEstimate, whole, type Language } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

/** Several annotators made one, as lines for a terminal of at most 80 columns. */
export function juryText(
  findings: JuryFindings,
  against: JuryAgainstPeople | undefined,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = { en: juryEn, ko: juryKo }[language]
  const { members, rule, kind, fitted } = findings
  page.head(`${plainLine(findings.annotator)}: ${own.title(members.length, findings.judgments)}`)
  page.blank()
  page.row(own.rule, [
    own.rules[rule],
    ...(rule !== 'weighted' ? [] : [fitted ? own.fitted(fitted.labelled, fitted.folds) : own.given]),
  ])
  page.row(own.labels, labelBars(findings.labels, language, page.bodyWidth))
  const { inconsistent = 0, abstained: _, ...others } = findings.none
  const missing = [
    ...(inconsistent > 0 ? [own.undecided(inconsistent)] : []),
    ...Object.entries(findings.tooFew).map(([read, n]) => own.tooFew(n, read, findings.least)),
    ...(Object.keys(others).length > 0 ? noneLines(others, words) : []),
  ]
  if (missing.length > 0) page.row(own.noLabel, missing)

  const isWeighted = rule === 'weighted'
  page.row(
    own.members,
    tableLines(
      [
        own.member,
        own.labelled,
        own.none,
        ...(isWeighted ? [own.weight] : []),
        kind === 'score' ? own.fromJury : own.withJury,
      ],
      members.map(({ name, labelled, none, notAsked, withJury, weight }) => [
        plainLine(name),
        whole(labelled),
        [
          ...Object.entries(none).map(([why, n]) => `${n} ${nameIn(words, `none:${why}`)}`),
          ...(notAsked > 0 ? [`${whole(notAsked)} ${own.notAsked}`] : []),
        ].join(', ') || '0',
        ...(isWeighted ? [weight ? coefficient(weight.value) : '–'] : []),
        shortEstimate(withJury, kind === 'score' ? 'number' : 'share', language),
      ]),
      page.bodyWidth,
    ),
  )
  const line = (name: string, estimate: JuryFindings['entropy'], unit: 'share' | 'number') =>
    numberLines({ name, estimate, unit }, findings.judgments, language, page.bodyWidth)
  page.row(own.together, [
    ...line(own.unanimous, findings.unanimous, 'share'),
    ...line(own.entropy, findings.entropy, 'number'),
  ])
  if (against) writePeople(page, against, findings.judgments, language)
  page.blank()
  const { method, low } = against?.rows[0]?.accuracy ?? findings.unanimous
  if (low !== null) page.text(words.intervals(plainLine(nameIn(words, method))), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

function writePeople(page: Page, against: JuryAgainstPeople, judgments: number, language: Language): void {
  const words = wordsIn(language)
  const own = { en: juryEn, ko: juryKo }[language]
  const nameOf = ({ rule, name }: JuryRow) => (rule ? own.juryBy(rule) : plainLine(name))
  const isScore = against.kind === 'score'
  page.row(own.people, [
    own.against(against.truth, against.voters.map(plainLine).join(', ')),
    ...tableLines(
      isScore
        ? ['', 'n', own.mae, own.spearman, own.accuracy]
        : ['', 'n', own.accuracy, own.noneWrong, own.kappa],
      against.rows.map((row) => [
        nameOf(row),
        whole(row.accuracy.n),
        ...(isScore
          ? [
              row.mae ? shortEstimate(row.mae, 'number', language) : '–',
              row.spearman ? shortEstimate(row.spearman, 'number', language) : '–',
              shortEstimate({ ...row.accuracy, low: null, high: null }, 'share', language),
            ]
          : [
              shortEstimate(row.accuracy, 'share', language),
              shortEstimate({ ...row.noneWrong, low: null, high: null }, 'share', language),
              shortEstimate({ ...row.kappa, low: null, high: null }, 'number', language),
            ]),
      ]),
      page.bodyWidth,
    ),
  ])
  const names = new Map(against.rows.map((row) => [row.name, nameOf(row)]))
  const shown = (name: string) => cutInside(24, names.get(name) ?? plainLine(name))
  const differences = against.differences.filter(({ items }) => items > 0)
  if (differences.length > 0)
    page.row(own.differences, [
      ...differences.flatMap((one) => differenceLines(one, shown, page, language)),
      ...(differences.some(({ b }) => !against.rows.find(({ name }) => name === b)?.rule)
        ? [own.bestNote]
        : []),
    ])

  function differenceLines(
    { a, b, difference, p, test }: Comparison,
    shown: (name: string) => string,
    page: Page,
    language: Language,
  ): string[] {
    return [
      ...numberLines(
        { name: own.difference(shown(a), shown(b)), estimate: difference, unit: 'points' },
        judgments,
        language,
        page.bodyWidth,
      ),
      ...(p === null ? [] : [`  ${own.p(p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`, nameIn(words, test))}`]),
    ]
  }
}
