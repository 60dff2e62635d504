import type { Item } from '../domain/item.ts'

/** An item as one line of a file: what `parseItem` reads back as the same item. */
export function itemRow({ criteria, metadata, ...fields }: Item): Record<string, unknown> {
  return { ...fields, ...(criteria.length > 0 ? { criterion: criteria } : {}), ...metadata }
}
