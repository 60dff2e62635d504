import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith } from './support/folder.ts'

const root = new URL('../', import.meta.url)

/** Commands of a page, each block with what the last of them prints; `...` stands for lines that are left out. */
function shownIn(page: string): { readonly commands: readonly string[]; readonly output: string }[] {
  const text = readFileSync(new URL(page, root), 'utf8')
  const blocks = text.matchAll(/^```\n((?:assize [^\n]*\n)+)```\n```\n(.*?)\n```$/gms)
  return Array.from(blocks, ([, commands = '', output = '']) => ({
    commands: commands.trimEnd().split('\n'),
    output,
  }))
}

it.each([
  ['README.md', 'en_US.UTF-8', 1],
  ['README.ko.md', 'ko_KR.UTF-8', 1],
  ['docs/how-to/measure-ratings.md', 'en_US.UTF-8', 5],
  ['docs/how-to/measure-ratings.ko.md', 'ko_KR.UTF-8', 5],
  ['docs/how-to/combine-judges.md', 'en_US.UTF-8', 3],
  ['docs/how-to/combine-judges.ko.md', 'ko_KR.UTF-8', 3],
])('%s shows what its commands print about ratings', { timeout: 60_000 }, async (page, locale, blocks) => {
  const home = folderWith()
  symlinkSync(fileURLToPath(new URL('examples', root)), join(home, 'examples'))
  const user = assize(home, { env: { LC_ALL: locale } })
  const shown = shownIn(page)
  expect(shown).toHaveLength(blocks)
  for (const { commands, output } of shown) {
    let printed = ''
    for (const command of commands) {
      const { code, out, said } = await user(...command.split(' ').slice(1))
      expect(code, said).toBe(0)
      printed = `${out}\n`
    }
    for (const part of output.split(/^\.\.\.$/m).map((part) => part.trim())) expect(printed).toContain(part)
  }
})
