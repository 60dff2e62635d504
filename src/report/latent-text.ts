import type { LatentFindings } from '../metaeval/latent.ts'
import { cutTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { labelOrder } from './label-rows.ts'
import { numberLines } from './number-lines.ts'
import { share, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

/** More classes than this have no columns of their own. */
const mostClasses = 6

/** What a model of latent truth says of annotators, as lines for a terminal of at most 80 columns. */
export function latentText(
  findings: LatentFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = words.latent
  const { items, undecided, confusion, prevalence } = findings
  page.head(own.title(findings.model, items))
  page.blank()
  if (findings.why !== undefined) {
    page.text(words.undefinedBecause(findings.why), 2, 'bold')
    return page.lines
  }
  const doubts = [
    ...(findings.isBelowChance ? [own.belowChance] : []),
    ...(findings.converged ? [] : [own.notConverged]),
  ]
  for (const doubt of doubts) page.check({ holds: false }, doubt)
  if (doubts.length > 0) page.blank()
  const competence = Object.entries(findings.competence).sort(
    ([, a], [, b]) => (b.value ?? -1) - (a.value ?? -1),
  )
  page.row(own.competence, [
    own.competenceLine,
    ...competence.flatMap(([name, estimate]) =>
      numberLines({ name, estimate, unit: 'share' }, items, language, page.bodyWidth),
    ),
  ])
  const classes = labelOrder(Object.keys(prevalence))
  if (classes.length > 1 && classes.length <= mostClasses)
    page.row(own.byClass, [
      own.byClassLine,
      ...tableLines(
        [words.meta.table, ...classes.map((name) => cutTo(12, plainLine(nameIn(words, name))))],
        competence.map(([annotator]) => [
          plainLine(annotator),
          ...classes.map((name) => {
            const right = confusion[annotator]?.[name]?.[name]
            return right === undefined ? '–' : share(right, language)
          }),
        ]),
        page.bodyWidth,
      ),
    ])
  page.row(
    own.prevalence,
    tableLines(
      ['', ''],
      classes.map((name) => [plainLine(nameIn(words, name)), share(prevalence[name]!, language)]),
      page.bodyWidth,
    ),
  )
  page.row(own.difficulty, [
    own.undecided(whole(undecided['0.95']), whole(undecided['0.8']), whole(undecided['0.6'])),
  ])
  page.blank()
  const method = competence.map(([, estimate]) => estimate).find(({ low }) => low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(own.assumes, 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
