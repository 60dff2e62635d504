import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as metrics from '../src/metrics/index.ts'

const folder = new URL('../docs/metrics/', import.meta.url)
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

/** A page's example, and what it says comes out. */
const exampleOf = (text: string) => /```ts\n(.*?)```\n+(?:[^`\n][^\n]*\n+)*```\n(.*?)\n```/s.exec(text)

describe('docs/metrics', () => {
  let outputs: Record<string, string> = {}
  const scratch = mkdtempSync(join(tmpdir(), 'assize-pages-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  // All examples in one process: starting one for each would take most of the time.
  beforeAll(() => {
    const index = new URL('../src/metrics/index.ts', import.meta.url).href
    const whole = new URL('../src/index.ts', import.meta.url).href
    const files = pages.flatMap(({ name, text }) => {
      const example = exampleOf(text)
      if (!example) return []
      const file = join(scratch, `${name}.ts`)
      writeFileSync(
        file,
        example[1]!
          .replaceAll("from 'assize/metrics'", `from '${index}'`)
          .replaceAll("from 'assize'", `from '${whole}'`),
      )
      return [{ name, url: pathToFileURL(file).href }]
    })
    const main = join(scratch, 'main.mjs')
    writeFileSync(
      main,
      `const outputs = {}
for (const { name, url } of ${JSON.stringify(files)}) {
  const lines = []
  console.log = (...values) => lines.push(values.map((value) => typeof value === 'string' ? value : inspect(value, { depth: 5, breakLength: 80 })).join(' '))
  try { await import(url) } catch (error) { lines.push(String(error.stack)) }
  outputs[name] = lines.join('\\n')
}
process.stdout.write(JSON.stringify(outputs))
`.replace(/^/, "import { inspect } from 'node:util'\n"),
    )
    outputs = JSON.parse(execFileSync(process.execPath, [main], { encoding: 'utf8' })) as Record<
      string,
      string
    >
  }, 60_000)

  it.each(pages)('$name: its example gives what it says', ({ name, text }) => {
    const [, , said] = exampleOf(text) ?? []
    expect(said, 'a ```ts block, and after it a ``` block with its output').toBeDefined()
    expect(outputs[name]).toBe(said)
  })

  const named = new Set(
    pages.flatMap(({ text }) => [...text.matchAll(/`(\w+)[`(]/g)].map(([, name]) => name)),
  )
  const numbers = Object.entries(metrics)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
  it('names every metric there is', () => expect(numbers.filter((name) => !named.has(name))).toEqual([]))
})
