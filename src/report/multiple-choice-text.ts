import { letterOf } from '../domain/choice-question.ts'
import { ruleOf, type ChoiceAccuracy, type ChoiceFindings } from '../metaeval/choice-findings.ts'
import { benchmarkWords } from './benchmark-words.ts'
import { plainLine } from './hostile-text.ts'
import { estimateText, share, whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

export interface ChoiceTextOptions extends PageOptions {
  readonly language: Language
  readonly source: string
  readonly model: string
}

/** What a model's answers to multiple-choice questions came to, as lines of at most 80 columns. */
export function multipleChoiceText(found: ChoiceFindings, options: ChoiceTextOptions): string[] {
  const { language, source, model } = options
  const page = pageOf(options)
  const own = benchmarkWords(language)
  const words = wordsIn(language)
  const accuracyText = ({ accuracy }: Pick<ChoiceAccuracy, 'accuracy'>) =>
    estimateText(accuracy, 'share', language) ??
    words.undefinedBecause(accuracy.why && nameIn(words, accuracy.why))

  page.head(`${plainLine(source)}: ${own.questionsBy(found.questions, plainLine(model))}`)
  page.blank()
  page.row(own.accuracy, [accuracyText(found)])
  if (found.chance !== null && found.p !== null) {
    const { p } = found
    page.row(own.guessing, [`${own.gets(found.chance)}; ${p < 0.05 ? own.above(p) : own.notAbove(p)}`])
  }
  page.row(own.chosenBy, [nameIn(words, ruleOf(found.normalisation))])
  const { failed, tied } = found.none
  const none = [...(failed > 0 ? [own.failed(failed)] : []), ...(tied > 0 ? [own.tied(tied)] : [])]
  if (none.length > 0) page.row(own.noChoice, none)

  if (found.by) {
    const rows = Object.entries(found.by).map(([domain, one]) => [
      plainLine(domain) || own.noDomain,
      whole(one.answered),
      accuracyText(one),
      one.chance === null ? '–' : share(one.chance, language),
      one.p === null ? '–' : one.p < 0.001 ? '<0.001' : one.p.toFixed(3),
    ])
    const heads = [own.domain, own.n, own.accuracy, own.guessing, own.p]
    page.row(own.byDomain, tableLines(heads, rows, page.bodyWidth))
    page.row('', [own.holm])
  }
  if (found.places.length > 0) {
    const rows = found.places.map(({ place, right, chosen }) => [
      letterOf(place),
      share(right / found.answered, language),
      share(chosen / found.answered, language),
    ])
    page.row(own.places, tableLines([own.place, own.right, own.chosen], rows, page.bodyWidth))
    if (found.placeBias !== null) page.row('', [own.bias(found.placeBias)])
  }
  const otherwise = found.otherwise.map((one) => `${nameIn(words, one.rule)}: ${accuracyText(one)}`)
  if (otherwise.length > 0) page.row(own.otherwise, otherwise)
  page.blank()
  page.text(own.method(found.answered), 0, 'dim')
  page.text(plainLine(found.signature), 0, 'dim')
  return page.lines
}
