import { seats } from '../domain/label.ts'
import type { Comparison } from '../metaeval/comparison.ts'
import type { Estimate } from '../metaeval/findings.ts'
import type { SettingFindings, SettingsFindings } from '../metaeval/settings-comparison.ts'
import { plainLine } from './hostile-text.ts'
import { reasonLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { duration, rate, share, shortEstimate, whole, type Language, type Unit } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { settingsEn, settingsKo } from './settings-words.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

/** Two settings of a judge side by side, as lines for a terminal of at most 80 columns. */
export function settingsText(
  findings: SettingsFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = { en: settingsEn, ko: settingsKo }[language]
  const { pointwise, pairwise, pairs, people } = findings
  page.head(own.title(pairs))
  for (const line of verdicts(findings, language)) page.text(line, 2, 'bold')
  page.blank()
  if (people) page.row(own.truth, [own.against(people.truth, people.voters.map(plainLine).join(', '))])

  const cell = (estimate: Estimate | undefined, unit: Unit = 'share') =>
    estimate ? shortEstimate(estimate, unit, language) : ''
  const kinds = Object.entries(people?.by ?? {})
  const { position, transitivity } = pairwise
  page.row(
    own.choose,
    tableLines(
      ['', own.scores, own.comparison],
      [
        ['', plainLine(pointwise.annotator), plainLine(pairwise.annotator)],
        ...(kinds.length > 1
          ? kinds.map(([kind, { first, second }]) => [
              own.kinds[kind as keyof typeof own.kinds],
              cell(first),
              cell(second),
            ])
          : []),
        ...(people ? [[rightOf(findings, language), cell(people.all.first), cell(people.all.second)]] : []),
        [own.none, noneText(pointwise), noneText(pairwise)],
        [own.ties, cell(pointwise.ties), cell(pairwise.ties)],
        ...(pointwise.repeats || pairwise.repeats
          ? [
              [own.repeats, cell(pointwise.repeats?.percent), cell(pairwise.repeats?.percent)],
              [own.alpha, cell(pointwise.repeats?.alpha, 'number'), cell(pairwise.repeats?.alpha, 'number')],
            ]
          : []),
        ...(position ? [[own.flips, own.noOrders, cell(position.consistency)]] : []),
        ...(transitivity ? [[own.transitive, own.always, cell(transitivity.transitive)]] : []),
        ...spentRows(findings, language),
      ],
      page.bodyWidth,
    ),
  )
  page.row('', [own.note])
  page.blank()

  page.row(
    own.table,
    tableLines(
      [own.tableHead, ...seats.map((seat) => plainLine(nameIn(words, seat)))],
      seats.map((row) => [
        plainLine(nameIn(words, row)),
        ...seats.map((column) => whole(findings.table[row][column])),
      ]),
      page.bodyWidth,
    ),
  )
  const line = (name: string, estimate: Estimate, unit: Unit = 'share') =>
    numberLines({ name, estimate, unit }, pairs, language, page.bodyWidth)
  page.row('', [
    ...line(own.agreement, findings.agreement),
    ...line(own.withoutTies, findings.withoutTies),
    ...line(words.kappa, findings.kappa, 'number'),
  ])
  page.row(own.preferred, [
    ...line(own.higher, findings.preferred.higher),
    ...line(own.same, findings.preferred.same),
    ...line(own.lower, findings.preferred.lower),
  ])
  if (transitivity) {
    const { transitive, chance, chains, chainChance } = transitivity
    page.row(own.transitivity, [
      own.triples(transitivity.triples, transitivity.groups),
      ...numberLines(
        { name: own.transitiveLine, estimate: transitive, unit: 'share' },
        transitivity.triples,
        language,
        page.bodyWidth,
      ),
      ...(chance === null ? [] : [own.chance(share(chance, language))]),
      ...numberLines(
        { name: own.chains(transitivity.chainCount), estimate: chains, unit: 'share' },
        transitivity.triples,
        language,
        page.bodyWidth,
      ),
      ...(chainChance === null ? [] : [own.chance(share(chainChance, language))]),
    ])
  }
  const leftOut = people ? reasonLines(people.all.leftOut, words) : []
  if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
  page.blank()
  const method = [people?.all.first, findings.agreement].find((one) => one && one.low !== null)?.method
  if (method) page.text(words.intervals(plainLine(nameIn(words, method))), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

/** The name of the row over all criteria; where all are of one kind, that kind's. */
function rightOf({ people }: SettingsFindings, language: Language): string {
  const own = { en: settingsEn, ko: settingsKo }[language]
  const kinds = Object.keys(people?.by ?? {})
  return kinds.length === 1 ? own.kinds[kinds[0] as keyof typeof own.kinds] : own.right
}

function verdicts(findings: SettingsFindings, language: Language): string[] {
  const own = { en: settingsEn, ko: settingsKo }[language]
  const { people } = findings
  if (!people) return [own.noPeople]
  const said = (kind: string, { p, distinguishable, difference, items, itemsNeeded }: Comparison) => {
    if (p === null || !distinguishable) return own.better.neither(kind, items, itemsNeeded)
    const text = p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`
    return (difference.value ?? 0) > 0 ? own.better.first(kind, text) : own.better.second(kind, text)
  }
  const kinds = Object.entries(people.by)
  return kinds.length > 1
    ? kinds.map(([kind, one]) => said(own.kinds[kind as keyof typeof own.kinds], one))
    : [said(rightOf(findings, language), people.all)]
}

const noneText = ({ none }: SettingFindings): string =>
  whole(Object.values(none).reduce((sum, n) => sum + n, 0))

/** What each setting takes for a pair; what is not known in both is not said. */
function spentRows({ pointwise, pairwise }: SettingsFindings, language: Language): string[][] {
  const own = { en: settingsEn, ko: settingsKo }[language]
  const both = [pointwise, pairwise].map(({ spent, labelled, none }) => {
    const pairs = labelled + Object.values(none).reduce((sum, n) => sum + n, 0)
    return spent && pairs > 0
      ? {
          asks: spent.asks / pairs,
          tokens: (spent.promptTokens + spent.completionTokens) / pairs,
          seconds: spent.seconds === null ? null : spent.seconds / pairs,
        }
      : undefined
  })
  const [a, b] = both
  if (!a || !b) return []
  return [
    [own.asks, rate(a.asks), rate(b.asks)],
    ...(a.tokens > 0 && b.tokens > 0 ? [[own.tokens, whole(a.tokens), whole(b.tokens)]] : []),
    ...(a.seconds !== null && b.seconds !== null && a.seconds + b.seconds > 0
      ? [[own.seconds, duration(a.seconds, language), duration(b.seconds, language)]]
      : []),
  ]
}
