import { seatOf, type Label } from '../domain/label.ts'

/** A class: a seat or a category as text, a score as a number. */
export type Class = string | number

/**
 * What a judge said and what is true as two values that can be compared.
 *
 * Preferences become seats. A score of 1 or 0 meets a category that says yes or
 * no, and a category that is a number meets a score.
 *
 * @param responses  the item's, which give names to seats.
 * @returns `undefined` where the two are of different kinds, or a winner is not one of the responses.
 */
export function comparable(
  judged: Label,
  truth: Label,
  responses: readonly { readonly id: string }[],
): { readonly judged: Class; readonly truth: Class } | undefined {
  const [left, right] = [classOf(judged, responses), classOf(truth, responses)]
  if (left === undefined || right === undefined) return undefined
  if (judged.kind === truth.kind) return { judged: left, truth: right }
  if (judged.kind === 'preference' || truth.kind === 'preference') return undefined
  const [a, b] = [asNumber(left), asNumber(right)]
  return a === undefined || b === undefined ? undefined : { judged: a, truth: b }
}

/** A label as a class; `undefined` for `none`, and for a winner that is not one of the responses. */
export function classOf(label: Label, responses: readonly { readonly id: string }[]): Class | undefined {
  switch (label.kind) {
    case 'preference':
      return seatOf(responses, label.winner)
    case 'score':
    case 'category':
      return label.value
    case 'none':
      return undefined
    default:
      return label satisfies never
  }
}

/** A number, yes as 1 and no as 0; `undefined` for other words. */
export function asNumber(value: Class): number | undefined {
  if (typeof value === 'number') return value
  const word = value.trim().toLowerCase()
  if (yes.has(word)) return 1
  if (no.has(word)) return 0
  return word !== '' && Number.isFinite(Number(word)) ? Number(word) : undefined
}

const yes: ReadonlySet<string> = new Set(['yes', 'true', 'pass', '예', '네', '참', '통과'])
const no: ReadonlySet<string> = new Set(['no', 'false', 'fail', '아니요', '아니오', '거짓', '불통과'])
