import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../src/cli/index.ts'
import { commandsPage } from '../scripts/docs.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$|fixtures|samples/.test(file),
)

describe('docs/errors.md', () => {
  const code =
    /'((?:cli|datasets|domain|judge|judging|metaeval|protocol|provider|report|run|store)\/[a-z][a-z-]*)'/g
  const used = new Set(
    sources.flatMap((file) => [...read(`src/${file}`).matchAll(code)].map(([, code]) => code!)),
  )
  const listed = [...read('docs/errors.md').matchAll(/^### `(.+)`$/gm)].map(([, code]) => code!)

  it('lists every code there is', () =>
    expect([...used].filter((code) => !listed.includes(code)).sort()).toEqual([]))
  it('lists no code that there is not', () => expect(listed.filter((code) => !used.has(code))).toEqual([]))
  it('lists each once, in order', () => expect(listed).toEqual([...new Set(listed)].sort()))
})

describe('docs/commands.md', () => {
  it('is what the commands say of themselves (npm run docs makes it)', async () => {
    expect(read('docs/commands.md')).toBe(await commandsPage())
  })
  it.each(commands)('$name says the same of itself here and there', async ({ name, summary, load }) => {
    const command = await load()
    expect({ name: command.name, summary: command.summary }).toEqual({ name, summary })
    expect(command.examples.length).toBeGreaterThan(0)
  })
})

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

describe.each(pages)('%s', (page) => {
  const text = read(page)
  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^(https?:|#|mailto:)/.test(link))
    expect(links.filter((link) => !existsSync(new URL(link.split('#')[0]!, new URL(page, root))))).toEqual([])
  })
  it('shows only commands and options that there are', async () => {
    for (const [line, name = ''] of text.matchAll(
      /^(?:\$ )?(?:npx assize|assize|npm run -s assize --) ([a-z]+)(?: .*)?$/gm,
    )) {
      const listed = commands.find((command) => command.name === name)
      expect(listed, line).toBeDefined()
      const options = Object.keys((await listed!.load()).options)
      for (const [, option = ''] of line.matchAll(/ --([a-z-]+)/g)) expect(options, line).toContain(option)
    }
  })
})
