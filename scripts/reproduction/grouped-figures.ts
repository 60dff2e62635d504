import { standingOf, type Figure } from './figure.ts'

/** Figures that stand under each other: each on its own, or those without a number of ours that share a reason. */
export interface FigureGroup {
  /** The reason that they share; absent where the figures are computed. */
  readonly why?: string
  readonly figures: readonly Figure[]
}

/** Figures in order, with neighbours that share why they are not computed put together. */
export function groupedFigures(figures: readonly Figure[]): readonly FigureGroup[] {
  const groups: { why?: string; figures: Figure[] }[] = []
  for (const figure of figures) {
    const why = isComputed(figure) ? undefined : figure.why
    const last = groups.at(-1)
    if (last && last.why === why) last.figures.push(figure)
    else groups.push({ ...(why === undefined ? {} : { why }), figures: [figure] })
  }
  return groups
}

const isComputed = (figure: Figure): boolean =>
  !['not reproduced', 'not verified'].includes(standingOf(figure))

/** The different signatures of computed figures, in order of their first. */
export function signaturesOf(figures: readonly Figure[]): readonly string[] {
  const all = figures.flatMap(({ ours, choices = [] }) => [
    ours?.signature,
    ...choices.map((one) => one.signature),
  ])
  return [...new Set(all.filter((signature) => signature !== undefined))]
}
