import type { Window } from './provider.ts'

/** A stretch of a text's tokens that is read at once; of it, those from `scored` on are new. */
export interface Stretch {
  readonly from: number
  readonly scored: number
  readonly to: number
}

/**
 * The windows over `n` tokens: every token is new in exactly one of them, and
 * all but the first have a token before what is new.
 *
 * @example
 * slidingWindows(10, { size: 6, stride: 3 }) // [0,6) new from 0; [3,9) new from 6; [6,10) new from 9
 */
export function slidingWindows(n: number, { size, stride }: Window): Stretch[] {
  if (!(size >= 2 && stride >= 1)) throw new TypeError(`No window of ${size} tokens slides by ${stride}.`)
  const step = Math.min(stride, size - 1)
  const stretches: Stretch[] = []
  for (let scored = 0; scored < n;) {
    const from = scored === 0 ? 0 : scored - (size - step)
    const to = Math.min(n, from + size)
    stretches.push({ from, scored, to })
    scored = to
  }
  return stretches
}
