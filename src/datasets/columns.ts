/** What the values of a column are: one kind for all of them, or JSON where they differ or hold parts. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'json'

/** The columns of rows seen so far, in the order in which they first appear. */
export class Columns {
  readonly types = new Map<string, ColumnType>()

  see(row: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(row)) {
      if (value === null || value === undefined) continue
      const type = typeOf(value)
      const before = this.types.get(name)
      this.types.set(name, before === undefined || before === type ? type : 'json')
    }
  }
}

function typeOf(value: unknown): ColumnType {
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'json'
  }
}
