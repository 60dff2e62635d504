import type { z } from 'zod'

/** One thing wrong with one value from outside, before the door adds the file and the line. */
export interface Problem {
  /** Where in the value, such as `responses[1].text`; empty for the whole value. */
  readonly field: string
  readonly expected: string
  /** What stood there, shortened. */
  readonly got: string
}

/** What a parser at a door gives: a value of the domain, or what is wrong with it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Runs a schema and puts its complaints in our words. */
export function parseWith<T>(schema: z.ZodType<T>, raw: unknown): Parsed<T> {
  const result = schema.safeParse(raw)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problems: result.error.issues.map((issue) => toProblem(issue, raw)) }
}

/** A line without what is null in it, which is the same as absent. */
export function withoutNulls(raw: unknown): unknown {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return raw
  if (!Object.values(raw).includes(null)) return raw
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null))
}

export function problem(field: string, expected: string, got: unknown): Parsed<never> {
  return { ok: false, problems: [{ field, expected, got: shorten(got) }] }
}

function toProblem(issue: z.core.$ZodIssue, raw: unknown): Problem {
  const field = issue.path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`))
    .join('')
  const got = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  )
  return { field, expected: expectation(issue), got: shorten(got) }
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`
  return issue.message
}

function shorten(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
