import { none } from '../../domain/label.ts'
import type { Found, Reader, Shown } from './reader.ts'

/**
 * A reader whose findings can be used as they are: a winner that was shown, a
 * finite number for each response, a category that may be given. What is not so
 * is `none`; the strict form has no other range than the published code's own,
 * the robust form none but the judge's scale.
 */
export function defineReader(reader: Reader): Reader {
  return {
    ...reader,
    strict: (text, shown) => usable(reader.strict(text, shown), shown, false),
    robust: (text, shown) => usable(reader.robust(text, shown), shown, true),
  }
}

export const unread = none('unparsed')

function usable(found: Found, shown: Shown, onScale: boolean): Found {
  if ('kind' in found) return found
  // What Python's float reads as nan or inf is no score that anything can be made of.
  const good = (score: number) => Number.isFinite(score) && (!onScale || isOnScale(score, shown))
  if ('winner' in found) {
    const { winner, scores } = found
    if (shown.responses < 2 || (winner !== null && !(winner >= 0 && winner < shown.responses))) return unread
    if (scores && !(scores.length === shown.responses && scores.every(good))) return unread
  } else if ('score' in found) {
    if (!good(found.score)) return unread
  } else if (shown.categories && !shown.categories.includes(found.category)) return unread
  const { reason, ...verdict } = found
  const words = reason?.trim()
  return words ? { ...verdict, reason: words } : verdict
}

const isOnScale = (score: number, { scale }: Shown): boolean =>
  !scale || (score >= scale.low && score <= scale.high)
