import type { Estimate } from '../metaeval/findings.ts'
import { units, type PerplexityFindings, type ReadText } from '../metaeval/perplexity-findings.ts'
import { perplexity } from '../metrics/perplexity.ts'
import { benchmarkWords } from './benchmark-words.ts'
import { plainLine } from './hostile-text.ts'
import { whole, type Language } from './numbers.ts'
import { pageOf, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

export interface PerplexityTextOptions extends PageOptions {
  readonly language: Language
  readonly source: string
  readonly model: string
  /** The texts themselves, for those that stand out. */
  readonly texts: readonly ReadText[]
}

const mostShown = 10

/** How likely a model found texts, as lines of at most 80 columns. */
export function perplexityText(found: PerplexityFindings, options: PerplexityTextOptions): string[] {
  const { language, source, model, texts } = options
  const page = pageOf(options)
  const own = benchmarkWords(language)
  const words = wordsIn(language)
  page.head(`${plainLine(source)}: ${own.textsBy(found.texts, plainLine(model))}`)
  page.blank()
  const { why, method } = found.perplexity.token
  if (found.read === 0) page.row(own.perplexity, [words.undefinedBecause(why && nameIn(words, why))])
  else {
    const lines = (of: PerplexityFindings['perplexity']) =>
      tableLines(
        ['', '', ''],
        units.map((unit) => [own.unit[unit], ...cells(of[unit])]),
        page.bodyWidth,
      )
    page.row(own.perplexity, lines(found.perplexity))
    page.row(own.bits, lines(found.crossEntropy))
    page.row(own.over, [own.readOver(found.tokens, found.bytes, found.words)])
    if (found.unpredicted > 0) page.row('', [own.unpredicted(found.unpredicted)])
  }
  const { failed, short } = found.none
  const none = [...(failed > 0 ? [own.failedTexts(failed)] : []), ...(short > 0 ? [own.short(short)] : [])]
  if (none.length > 0) page.row(own.unread, none)
  if (found.read > 1) {
    const rows = texts
      .flatMap(({ id, surprise, tokens }) =>
        surprise === undefined ? [] : [{ id, tokens, value: perplexity([surprise], [tokens])! }],
      )
      .sort((a, b) => b.value - a.value)
    const shown = rows.slice(0, mostShown)
    page.row(
      own.perText,
      tableLines(
        [own.text, own.tokens, own.perplexity],
        shown.map(({ id, tokens, value }) => [plainLine(id), whole(tokens), figures(value)]),
        page.bodyWidth,
      ),
    )
    if (shown.length < rows.length) page.row('', [own.most(shown.length, rows.length)])
  }
  page.blank()
  page.text(words.intervals(plainLine(nameIn(words, method))), 0, 'dim')
  page.text(plainLine(found.signature), 0, 'dim')
  return page.lines
}

function cells({ value, low, high }: Estimate): string[] {
  if (value === null) return ['–', '']
  return [figures(value), low === null || high === null ? '' : `[${figures(low)}, ${figures(high)}]`]
}

/** Four figures: `1.234`, `23.45`, `1,235`. */
function figures(value: number): string {
  if (!Number.isFinite(value)) return '∞'
  if (value >= 1000) return whole(value)
  return value.toFixed(value >= 100 ? 1 : value >= 10 ? 2 : 3)
}
