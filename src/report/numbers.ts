import type { Estimate } from '../metaeval/findings.ts'

/** The languages a report is written in. */
export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

/** How an estimate is read: a share of 1 as per cent, a difference of shares in points, or a number as it is. */
export type Unit = 'share' | 'points' | 'number'

/** `62.5 %`; a share that is not quite 0 or 1 never reads as if it were. */
export function share(value: number, language: Language): string {
  const rounded = (value * 100).toFixed(1).replace('-', '−')
  const text =
    rounded === '0.0' || rounded === '−0.0'
      ? value > 0
        ? '<0.1'
        : '0'
      : rounded === '100.0'
        ? value < 1
          ? '>99.9'
          : '100'
        : rounded
  return language === 'ko' ? `${text}%` : `${text} %`
}

/** Two decimals, with a true minus sign: `0.31`, `−0.04`. */
export function coefficient(value: number): string {
  const text = Math.abs(value).toFixed(2)
  return value < 0 && text !== '0.00' ? `−${text}` : text
}

/** `62.5 % [46.8, 76.2]`, `0.31 [0.10, 0.52]`; without an interval just the number; else undefined. */
export function estimateText(estimate: Estimate, unit: Unit, language: Language): string | undefined {
  if (estimate.value === null) return undefined
  return [estimateValue(estimate.value, unit, language), intervalText(estimate, unit)]
    .filter(Boolean)
    .join(' ')
}

/** An estimate in a cell of a table; `–` where it is not defined. */
export function shortEstimate(estimate: Estimate, unit: Unit, language: Language): string {
  return estimateText(estimate, unit, language) ?? '–'
}

export function estimateValue(value: number, unit: Unit, language: Language): string {
  if (unit === 'share') return share(value, language)
  return unit === 'points' ? points(value) : coefficient(value)
}

/** A share in per cent without its sign: `46.8`, `−0.5`. */
function points(value: number): string {
  const text = (Math.abs(value) * 100).toFixed(1)
  return value < 0 && text !== '0.0' ? `−${text}` : text
}

/** `[46.8, 76.2]`; per cent for shares and points; undefined where there is no interval. */
export function intervalText({ low, high }: Estimate, unit: Unit): string | undefined {
  if (low === null || high === null) return undefined
  const one = unit === 'number' ? coefficient : points
  return `[${one(low)}, ${one(high)}]`
}

/** A whole number with its thousands apart: `30,112`. */
export function whole(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Three figures at most: `0.42`, `6.5`, `1,240`. */
export function rate(value: number): string {
  if (!Number.isFinite(value)) return '0'
  return value >= 100 ? whole(value) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** US dollars: `$0`, `$0.0042`, `$12.30`. */
export function dollars(value: number): string {
  if (value === 0) return '$0'
  if (value < 0.0001) return '<$0.0001'
  return value < 0.01 ? `$${value.toPrecision(2)}` : `$${value.toFixed(value < 1 ? 3 : 2)}`
}

/** `0.8 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number, language: Language): string {
  const [h, min, s] = language === 'ko' ? ['시간', '분', '초'] : [' h', ' min', ' s']
  if (seconds < 10) return `${seconds.toFixed(1)}${s}`
  const rounded = Math.round(seconds)
  if (rounded < 60) return `${rounded}${s}`
  const two = (part: number) => String(part).padStart(2, '0')
  if (rounded < 3600) return `${Math.floor(rounded / 60)}${min} ${two(rounded % 60)}${s}`
  return `${whole(Math.floor(rounded / 3600))}${h} ${two(Math.floor((rounded % 3600) / 60))}${min}`
}
