import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { unread } from './define-reader.ts'
import { readers } from './index.ts'
import type { Found, Shown } from './reader.ts'

/** An answer and what each form finds in it; reasons are compared where a case gives one. */
interface Case {
  readonly text: string
  readonly strict: Found | 'none'
  readonly robust: Found | 'none'
  readonly why?: string
  readonly shown?: Shown
}

const folder = new URL('cases/', import.meta.url)
const casesOf = (reader: string) => parse(readFileSync(new URL(`${reader}.yaml`, folder), 'utf8')) as Case[]

it('every reader has its cases', () => {
  expect(readdirSync(folder).toSorted()).toEqual([...readers.keys()].map((name) => `${name}.yaml`).toSorted())
})

it.each([...readers.keys()])('the cases of %s hold what both forms read and what neither does', (name) => {
  const cases = casesOf(name)
  for (const form of ['strict', 'robust'] as const) {
    expect(cases.some((one) => one[form] !== 'none')).toBe(true)
  }
  expect(cases.some(({ robust }) => robust === 'none')).toBe(true)
})

describe.each([...readers.values()])('$name', (reader) => {
  it.each(casesOf(reader.name))('$text', ({ text, shown = { responses: 2 }, ...expected }) => {
    for (const form of ['strict', 'robust'] as const) {
      const wanted = expected[form] === 'none' ? unread : expected[form]
      const found = reader[form](text, shown)
      expect('reason' in wanted ? found : withoutReason(found), form).toEqual(wanted)
    }
  })
})

function withoutReason(found: Found): Found {
  if ('kind' in found) return found
  const { reason: _, ...verdict } = found
  return verdict
}
