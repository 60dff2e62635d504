import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { contracts } from '../scripts/contracts.ts'

it.each(Object.entries(contracts()))(
  'contracts/%s is what the domain says (write it with `node scripts/contracts.ts`)',
  (file, text) => expect(readFileSync(new URL(`../contracts/${file}`, import.meta.url), 'utf8')).toBe(text),
)
