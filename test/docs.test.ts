import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { commands } from '../src/cli/index.ts'
import { commandsPage } from '../scripts/docs.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$|fixtures|samples/.test(file),
)

describe('docs/errors.md', () => {
  const code =
    /'((?:cli|datasets|domain|hub|judge|judging|metaeval|protocol|provider|report|run|store)\/[a-z][a-z0-9-]*)'/g
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
    const prose = text.replace(/^```.*?^```/gms, '')
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
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

describe('what the pages say comes out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assize-docs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const node = async (args: readonly string[], cwd: string) => {
    const env = { ...process.env, INIT_CWD: cwd, LC_ALL: 'en_US.UTF-8', NO_COLOR: '1' }
    return (await promisify(execFile)(process.execPath, args, { cwd, env })).stdout.trimEnd()
  }

  it.each(['README.md', 'README.ko.md'])('%s: as a library', async (page) => {
    const [, sample = '', output] = /```ts\n(.*?)```\n```\n(.*?)\n```/s.exec(read(page)) ?? []
    const file = join(folder, `${page}.ts`)
    writeFileSync(file, sample.replace("from 'assize'", `from '${new URL('src/index.ts', root).href}'`))
    expect(await node([file], fileURLToPath(root))).toBe(output)
  })

  const llmbar = new URL('../../shared/data/llmbar', import.meta.url)
  it.skipIf(!existsSync(llmbar)).each(['tutorial.md', 'tutorial.ko.md'])(
    "%s: GPT-4's verdicts on LLMBar",
    async (page) => {
      const blocks = read(`docs/${page}`).matchAll(/```\n(.*?)\n```/gs)
      const said = [...blocks].map(([, block]) => block!).find((block) => block.startsWith('llmbar: '))!
      const home = mkdtempSync(join(folder, 'llmbar-'))
      symlinkSync(fileURLToPath(llmbar), join(home, 'LLMBar'))
      const results = readdirSync(llmbar).map((set) => `LLMBar/${set}/gpt-4-vanilla-norules-result.json`)
      const assize = fileURLToPath(new URL('bin/assize.js', root))
      const kept = ['-o', 'items.jsonl', '--ratings', 'ratings.jsonl', '--answers', 'answers.jsonl']
      await node([assize, 'import', 'llmbar', ...results, ...kept], home)
      const judge = [
        '--judge',
        'llmbar-vanilla-norules',
        '--model',
        'recorded:answers.jsonl',
        '--run',
        'llmbar',
      ]
      const against = [
        '--ratings',
        'ratings.jsonl',
        '--truth',
        'gold',
        '--ui',
        page.includes('.ko') ? 'ko' : 'en',
      ]
      const came = await node([assize, 'judge', 'items.jsonl', ...judge, ...against], home)
      expect(withoutTime(came)).toBe(said)
    },
  )
})

/** How long it took is `...` in the pages: it is another number every time. */
const withoutTime = (summary: string): string => summary.replace(/^((?:Cost|비용) [^;\n]*;) .*$/m, '$1 ...')
