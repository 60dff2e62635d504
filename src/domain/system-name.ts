import type { Response } from './item.ts'

/**
 * The system that gave a response: its writer, or else its id.
 *
 * @returns `undefined` where it has no name: its id is a mere seat (`A`, `B`, ...).
 */
export function systemName({ id, writer }: Pick<Response, 'id' | 'writer'>): string | undefined {
  return writer ?? (/^[A-Z]$/.test(id) ? undefined : id)
}
