import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith } from './support/folder.ts'

const root = new URL('../', import.meta.url)
const data = new URL('../shared/data/pandalm/', root)
const isThere = existsSync(data)

/** Commands of a page, each block with what the last of them prints; `...` stands for lines that are left out. */
function shownIn(page: string) {
  const text = readFileSync(new URL(page, root), 'utf8')
  const blocks = text.matchAll(/^```\n((?:assize [^\n]*\n)+)```\n```\n(.*?)\n```$/gms)
  return Array.from(blocks, ([, commands = '', output = '']) => ({
    commands: commands.trimEnd().split('\n'),
    output,
  }))
}

it.each([
  ['docs/how-to/run-a-tournament.md', 'en_US.UTF-8'],
  ['docs/how-to/run-a-tournament.ko.md', 'ko_KR.UTF-8'],
])(
  `%s shows what its commands print${isThere ? '' : ' (but for PandaLM: ../shared/data is not there)'}`,
  { timeout: 60_000 },
  async (page, locale) => {
    const home = folderWith()
    symlinkSync(fileURLToPath(new URL('examples', root)), join(home, 'examples'))
    for (const file of ['testset-v1.json', 'pandalm-7b-testset-v1.json'])
      symlinkSync(fileURLToPath(new URL(file, data)), join(home, file))
    const user = assize(home, { env: { LC_ALL: locale } })
    const shown = shownIn(page)
    expect(shown).toHaveLength(6)
    for (const { commands, output } of shown) {
      if (!isThere && commands.some((command) => command.includes('pandalm'))) continue
      let printed = ''
      for (const command of commands) {
        const { code, out, said } = await user(...command.split(' ').slice(1))
        expect(code, said).toBe(0)
        printed = `${out}\n`
      }
      for (const part of output.split(/^\.\.\.$/m)) expect(printed).toContain(part.trim())
    }
  },
)
