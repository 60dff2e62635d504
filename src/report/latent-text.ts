import type { LatentFindings } from '../metaeval/latent.ts'
import { padTo, cutTo } from './columns.ts'
import { plainLine } from './hostile-text.ts'
import { labelOrder } from './label-rows.ts'
import { numberLines } from './number-lines.ts'
import { share, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { nameIn, wordsIn } from './words.ts'

/** What a model of latent truth says of annotators, as lines for a terminal of at most 80 columns. */
export function latentText(
  findings: LatentFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = words.latent
  page.head(own.title(findings.model, findings.items))
  page.blank()
  if (findings.why !== undefined) {
    page.text(words.undefinedBecause(nameIn(words, findings.why)), 0)
    return page.lines
  }
  page.row(own.competence, [
    own.competenceLine,
    ...Object.entries(findings.competence).flatMap(([name, estimate]) =>
      numberLines(
        { name: plainLine(name), estimate, unit: 'share' },
        findings.items,
        language,
        page.bodyWidth,
      ),
    ),
  ])
  page.row(
    own.prevalence,
    labelOrder(Object.keys(findings.prevalence)).map(
      (name) =>
        `${padTo(16, cutTo(16, plainLine(nameIn(words, name))))}  ${share(findings.prevalence[name]!, language)}`,
    ),
  )
  const { undecided } = findings
  page.row(own.difficulty, [
    own.undecided(whole(undecided['0.95']), whole(undecided['0.8']), whole(undecided['0.6'])),
  ])
  if (findings.isBelowChance) page.row('', [own.belowChance])
  if (!findings.converged) page.row('', [own.notConverged])
  page.blank()
  const method = Object.values(findings.competence).find(({ low }) => low !== null)?.method
  if (method) page.text(words.intervals(plainLine(method)), 0, 'dim')
  page.text(own.assumes, 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}
