/**
 * Where a published value was read. `R`: the system's own repository. `C`: computed from its files, by another
 * program. `T`: a stored copy of the paper. `S`: a survey. Values that nobody has checked have none and are not given.
 */
export type Source = 'R' | 'C' | 'T' | 'S'

/** What was measured here. */
export interface Ours {
  /** In the unit of the published value; `undefined` where it is not defined. */
  readonly value: number | undefined
  /** How many items, pairs or texts it stands on. */
  readonly n?: number
  /** What was left out, and why: `none` where nothing was. */
  readonly leftOut?: string
  /** A 95 % interval, in the same unit. */
  readonly low?: number
  readonly high?: number
  readonly signature?: string
}

/** The same figure under another choice that the published one hides. */
export interface Choice extends Ours {
  readonly rule: string
}

/** One published figure, and what comes out here. */
export interface Figure {
  readonly name: string
  /** As printed: `66.77`; it gives the precision that is asked for. Absent: none was verified, or none was printed. */
  readonly published?: string
  readonly source?: Source
  /** How combined, what became of ties and of what could not be read, macro or weighted, which order. */
  readonly rule?: string
  readonly ours?: Ours
  /** How far ours may be off; half a unit of the last printed digit where it is absent. */
  readonly tolerance?: number
  /** Why there is nothing of ours, or why it differs. */
  readonly why?: string
  readonly choices?: readonly Choice[]
}

/** All figures of one system. */
export interface Section {
  readonly system: string
  /** Paper, repository and commit. */
  readonly about: string
  readonly figures: readonly Figure[]
}

export const standings = [
  'same',
  'explained',
  'differs',
  'not reproduced',
  'not verified',
  'not published',
] as const
/**
 * `same`: equal to the last printed digit. `explained`: it differs, and why is said. `differs`: it differs, and
 * nobody knows why. `not reproduced`: there is nothing to compute it from. `not verified`: nobody has checked the
 * published value, so it is not given. `not published`: ours alone.
 */
export type Standing = (typeof standings)[number]

export function standingOf(figure: Figure): Standing {
  const { published, ours, why } = figure
  if (published === undefined) return ours ? 'not published' : 'not verified'
  if (!ours) return 'not reproduced'
  const difference = differenceOf(figure)
  if (difference !== undefined && Math.abs(difference) <= toleranceOf(figure)) return 'same'
  return why === undefined ? 'differs' : 'explained'
}

/** Ours less the published value; `undefined` where one of them is absent. */
export function differenceOf({ published, ours }: Figure): number | undefined {
  if (published === undefined || ours?.value === undefined) return undefined
  return ours.value - Number(published)
}

/** Half a unit of the last printed digit, and what floating-point numbers add. */
const toleranceOf = ({ published = '', tolerance }: Figure): number =>
  tolerance ?? 0.5 * 10 ** -decimalsOf(published) + 1e-9

/** How many digits stand after the point: 2 in `66.77`. */
export const decimalsOf = (printed: string): number => printed.split('.')[1]?.length ?? 0

/** Several figures that share why they cannot be computed here. */
export function notReproduced(
  why: string,
  source: Source,
  values: Readonly<Record<string, string>>,
): readonly Figure[] {
  return Object.entries(values).map(([name, published]) => ({ name, published, source, why }))
}

/** Figures of which no value was verified. */
export function notVerified(why: string, ...names: readonly string[]): readonly Figure[] {
  return names.map((name) => ({ name, why }))
}

/** A whole number that a file must hold. */
export function counted(
  name: string,
  published: number,
  ours: number,
  source: Source = 'C',
  n?: number,
): Figure {
  return {
    name,
    published: String(published),
    source,
    rule: 'counted',
    ours: { value: ours, ...(n === undefined ? {} : { n }) },
  }
}
