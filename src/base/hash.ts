import { hash } from 'node:crypto'

/** SHA-256 of a text, 64 hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/**
 * SHA-256 of a JSON value, 64 hex digits: equal values give equal hashes,
 * whatever order their keys were written in. Keys whose value is undefined
 * count as absent.
 */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value))
}

/** JSON with the keys of every object in order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
