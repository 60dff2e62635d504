import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as metrics from './index.ts'

/** Every `// => value` in a doc comment is what its line gives; `0.6666...` stands for any further digits. */
const folder = new URL('./', import.meta.url)
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ \* (.*) \/\/ => (.*)$/gm)].map(
      ([, code = '', value = '']) => [code, value] as const,
    ),
  )

const run = (code: string): unknown =>
  (new Function(...Object.keys(metrics), `return ${code}`) as (...values: unknown[]) => unknown)(
    ...Object.values(metrics),
  )
const written = (value: unknown): string =>
  JSON.stringify(ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value)
const compact = (text: string): string =>
  text
    .replace(/\s/g, '')
    .replaceAll("'", '"')
    .replaceAll(/(\w+):/g, '"$1":')

describe('the example', () => {
  it.each(examples.filter(([code]) => !code.startsWith('tally')))('%s gives %s', (code, value) => {
    const pattern = compact(value)
      .split('...')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    expect(written(run(code))).toMatch(new RegExp(`^${pattern.join(String.raw`\d*`)}$`))
  })
})
