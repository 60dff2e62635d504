import type { Item } from '../domain/item.ts'
import { seatOf, type Label, type Seat } from '../domain/label.ts'
import { Tally } from '../metrics/tally.ts'
import { share, type Resampling } from './estimate.ts'
import type { Estimate } from './findings.ts'
import type { JudgedItem } from './position.ts'

/**
 * Which of a pair's responses is longer, in code points.
 *
 * @returns `tie` where they are equally long, `undefined` where the item is not a pair.
 */
export function longerOf({ responses }: Item): Seat | undefined {
  const [first, second] = responses
  if (!first || !second || responses.length > 2) return undefined
  const difference = codePoints(first.text) - codePoints(second.text)
  return difference > 0 ? 'A' : difference < 0 ? 'B' : 'tie'
}

/** Counts how often the longer response is preferred. */
export interface LengthMeter {
  /** Takes the judgments of one item and criterion. */
  add(item: JudgedItem, labels: readonly Label[], longer: Seat | undefined, times?: number): void
  /** Ties and pairs of equal length left out; `undefined` where no pair was judged. */
  findings(resampling: Resampling): Estimate | undefined
}

export function lengthMeter(): LengthMeter {
  const tally = new Tally<'longer' | 'shorter'>((value) => value)
  let pairs = 0

  return {
    add(item, labels, longer, times = 1) {
      const won = labels.flatMap((label) =>
        label.kind === 'preference' ? [seatOf(item.responses, label.winner)] : [],
      )
      pairs += won.length * times
      if (!longer || longer === 'tie') return
      const decided = won.filter((seat) => seat === 'A' || seat === 'B')
      tally.add(
        decided.map((seat) => (seat === longer ? 'longer' : 'shorter')),
        item.cluster,
        times,
      )
    },

    findings: (resampling) =>
      pairs === 0
        ? undefined
        : share(
            tally,
            (value) => (value === 'longer' ? 1 : 0),
            resampling,
            'every pair is a tie or of equal length',
          ),
  }
}

/** Python's length of a text: a letter beyond the first plane is one. */
export function codePoints(text: string): number {
  let n = text.length
  for (let i = 0; i < text.length - 1; i++) {
    if (text.charCodeAt(i) >> 10 === 0x36 && text.charCodeAt(i + 1) >> 10 === 0x37) n--
  }
  return n
}
