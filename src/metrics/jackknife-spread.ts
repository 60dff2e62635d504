/** What the values without one cluster tell together. */
export interface JackknifeSpread {
  readonly defined: number
  readonly mean: number
  readonly standardError: number
  /** How the standard error changes with the statistic: a sixth of the skewness of the influences. */
  readonly acceleration: number
}

/**
 * @param values  the statistic without one cluster of each kind, NaN where not defined.
 * @param alike   how many clusters of each kind there are.
 * @returns `undefined` where fewer than two values are defined.
 */
export function jackknifeSpread(
  values: ArrayLike<number>,
  alike: ArrayLike<number>,
): JackknifeSpread | undefined {
  let defined = 0
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    defined += alike[i]!
    sum += alike[i]! * values[i]!
  }
  if (defined < 2) return undefined
  const mean = sum / defined
  let squares = 0
  let cubes = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    const below = mean - values[i]!
    squares += alike[i]! * below ** 2
    cubes += alike[i]! * below ** 3
  }
  return {
    defined,
    mean,
    standardError: Math.sqrt(((defined - 1) / defined) * squares),
    acceleration: squares > 0 ? cubes / (6 * squares ** 1.5) : 0,
  }
}
