import { cutTo, columnsOf } from './columns.ts'
import { dollars, duration, rate, whole, type Language } from './numbers.ts'
import { wordsIn } from './words.ts'

/** How far a run is. */
export interface Progress {
  /** Asks that have a verdict by now, those of earlier calls among them. */
  readonly done: number
  /** Asks in all; absent while the items are still being read. */
  readonly total?: number
  /** Of those done, the ones this call put to the model itself: the rate is theirs. */
  readonly asked: number
  /** Since this call began to ask. */
  readonly seconds: number
  /** Of those done, the ones without a label. */
  readonly none: number
  /** US dollars spent by this call; null where the price is not known. */
  readonly cost: number | null
}

/**
 * One line that says how far a run is, at most `columns` wide: what fits, in
 * the order of how much it is missed.
 *
 * @example
 * progressLine({ done: 30, total: 120, asked: 30, seconds: 10, none: 1, cost: null }, 80, 'en')
 * // => '━━━━━───────────────  30/120  3.00/s  30 s left  1 without a label'
 */
export function progressLine(progress: Progress, columns: number, language: Language): string {
  const words = wordsIn(language).progress
  const { done, total, asked, seconds, none, cost } = progress
  const perSecond = asked > 0 && seconds > 0 ? asked / seconds : undefined
  const left =
    total !== undefined && perSecond !== undefined && done < total ? (total - done) / perSecond : undefined

  // In the order in which they stand; a lower rank is kept longer.
  const parts = [
    { rank: 5, text: total ? barOf(done / total, 20) : undefined },
    { rank: 0, text: words.done(whole(done), total === undefined ? undefined : whole(total)) },
    { rank: 2, text: perSecond === undefined ? undefined : words.rate(rate(perSecond)) },
    { rank: 1, text: left === undefined ? undefined : words.left(duration(left, language)) },
    { rank: 4, text: cost === null || cost === 0 ? undefined : dollars(cost) },
    { rank: 3, text: none === 0 ? undefined : words.none(whole(none)) },
  ].filter((part): part is { rank: number; text: string } => part.text !== undefined)

  for (let most = 5; most > 0; most--) {
    const line = parts
      .filter(({ rank }) => rank <= most)
      .map(({ text }) => text)
      .join('  ')
    if (columnsOf(line) <= columns) return line
  }
  return cutTo(columns, parts.find(({ rank }) => rank === 0)!.text)
}

function barOf(part: number, columns: number): string {
  const full = Math.max(0, Math.min(columns, Math.round(part * columns)))
  return '━'.repeat(full) + '─'.repeat(columns - full)
}
