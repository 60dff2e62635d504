import type { Cell } from './annotator-label.ts'
import type { RatedRow } from './rating-table.ts'

/** How ratings are parted: each part is measured on its own. */
export type Slicing =
  | { readonly by: 'criterion' | 'annotator' | 'group' | 'guideline' }
  /** A column of the items. */
  | { readonly by: 'column'; readonly column: string }

/** What of the ratings belongs to a part; what it does not name belongs whole. */
export interface Part {
  readonly name: string
  row?(row: RatedRow): boolean
  cell?(cell: Cell): boolean
  criterion?(criterion: string): boolean
  /** The annotator whose pairs alone are looked at. */
  readonly about?: string
}

/**
 * What has no value to part by, and so belongs to no part.
 *
 * @returns items; of a part of the ratings (`group`, `guideline`) ratings.
 */
export function outsideParts(rows: readonly RatedRow[], slicing: Slicing): number {
  const of = ({ facts, cells }: RatedRow): number => {
    switch (slicing.by) {
      case 'annotator':
        return 0
      case 'criterion':
        return cells.every(({ criterion }) => criterion === undefined) ? 1 : 0
      case 'group':
      case 'guideline': {
        const field = slicing.by
        return cells.filter((cell) => cell[field] === undefined).length
      }
      case 'column':
        return facts.columns?.[slicing.column] === undefined ? 1 : 0
      default:
        return slicing satisfies never
    }
  }
  return rows.reduce((sum, row) => sum + of(row) * row.times, 0)
}

/** The parts there are, by name in order. What has no value to part by belongs to none of them. */
export function partsOf(rows: readonly RatedRow[], slicing: Slicing): Part[] {
  const named = (
    of: (row: RatedRow) => Iterable<string | undefined>,
    part: (name: string) => Omit<Part, 'name'>,
  ) => {
    const names = new Set<string>()
    for (const row of rows) for (const name of of(row)) if (name !== undefined) names.add(name)
    return [...names].sort().map((name) => ({ name, ...part(name) }))
  }
  switch (slicing.by) {
    case 'criterion':
      return named(
        ({ cells }) => cells.map(({ criterion }) => criterion),
        (name) => ({ criterion: (criterion) => criterion === name }),
      )
    case 'annotator':
      return named(
        ({ cells }) => cells.map(({ annotator }) => annotator),
        (name) => ({ row: ({ cells }) => cells.some(({ annotator }) => annotator === name), about: name }),
      )
    case 'group':
    case 'guideline': {
      const field = slicing.by
      return named(
        ({ cells }) => cells.map((cell) => cell[field]),
        (name) => ({ cell: (cell) => cell[field] === name }),
      )
    }
    case 'column': {
      const { column } = slicing
      return named(
        ({ facts }) => [facts.columns?.[column]],
        (name) => ({ row: ({ facts }) => facts.columns?.[column] === name }),
      )
    }
    default:
      return slicing satisfies never
  }
}
