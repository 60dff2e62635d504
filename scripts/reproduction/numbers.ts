import { decimalsOf, differenceOf, type Figure, type Ours, type Standing } from './figure.ts'

/** The sign that stands before a figure. */
export const signs: Readonly<Record<Standing, string>> = {
  same: '=',
  explained: '~',
  differs: '!',
  'not reproduced': '-',
  'not verified': '?',
  'not published': '+',
}

const mostDecimals = 6

/** As printed, but no longer than six decimals. */
export function publishedText({ published }: Figure): string {
  if (published === undefined) return ''
  return decimalsOf(published) > mostDecimals ? Number(published).toFixed(mostDecimals) : published
}

/** Ours with one digit more than the published value has, so that a difference shows; whole where both are whole. */
export function oursText({ value }: Ours, published = ''): string {
  if (value === undefined) return 'not defined'
  if (published !== '' && decimalsOf(published) === 0 && Number.isInteger(value)) return String(value)
  if (published === '') return Number.isInteger(value) ? String(value) : shortest(value)
  const text = value.toFixed(Math.min(mostDecimals, decimalsOf(published) + 1))
  return Number(text) === 0 && value !== 0 ? value.toExponential(0) : text
}

/** Four digits that mean something. */
const shortest = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(5)))

export function differenceText(figure: Figure): string {
  const difference = differenceOf(figure)
  if (difference === undefined) return ''
  // What floating-point numbers add is no difference.
  if (Math.abs(difference) < 1e-12 * Math.max(1, Math.abs(Number(figure.published)))) return '0'
  const sign = difference < 0 ? '-' : '+'
  const size = Math.abs(difference)
  return `${sign}${size < 1e-6 ? size.toExponential(0) : size.toFixed(size < 1e-3 ? 6 : 4)}`
}

export const intervalText = ({ low, high }: Ours, published = ''): string =>
  low === undefined || high === undefined
    ? ''
    : `[${oursText({ value: low }, published)}, ${oursText({ value: high }, published)}]`

export const nText = ({ n }: Ours): string => (n === undefined ? '' : String(n))
