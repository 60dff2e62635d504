/** A number in digits alone: `0.00000012`, not `1.2e-7`, which not every reader of scores takes. */
export function plainNumber(value: number): string {
  const short = String(value)
  if (!short.includes('e')) return short
  return Math.abs(value) < 1
    ? value
        .toFixed(20)
        .replace(/\.?0+$/, '')
        .replace(/^-0$/, '0')
    : BigInt(value).toString()
}
