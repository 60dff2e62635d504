import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { assize } from './support/assize.ts'

const data = new URL('../../shared/data/', import.meta.url)
const isThere = existsSync(data)
const folder = mkdtempSync(join(tmpdir(), 'assize-published-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const run = assize(folder, { env: { ASSIZE_HOME: folder } })

/** A page's commands, each with the output under it; `...` stands for lines left out. */
const shown = (page: string) => {
  const text = readFileSync(new URL(`../docs/how-to/${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```\n((?:assize .*\n)+)```\n```\n(.*?)\n```/gs)].map(([, commands, said]) => ({
    command: commands!.trim().split('\n').at(-1)!,
    parts: said!.split(/^\.\.\.$/m).map((part) => part.trim()),
  }))
}

// The rest asks the embedded model, or lists what is not pulled.
const replayed = /^assize (?:judges (?:test|pull)|judge items\.jsonl)/

describe.skipIf(!isThere).each(['published-judges.md', 'published-judges.ko.md'])(
  `%s says what comes out${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  (page) => {
    it.each(shown(page).filter(({ command }) => replayed.test(command)))(
      '$command',
      async ({ command, parts }) => {
        if (command.includes('recorded:')) await importLlmbar()
        const from = command.includes('judges pull') ? ['--from', fileURLToPath(data)] : []
        const ui = command.includes(' judge ') && page.endsWith('.ko.md') ? ['--ui', 'ko'] : []
        const { out } = await run(...command.split(' ').slice(1), ...from, ...ui)
        let at = 0
        for (const part of parts) {
          expect(out.slice(at)).toContain(part)
          at = out.indexOf(part, at) + part.length
        }
      },
    )
  },
)

async function importLlmbar(): Promise<void> {
  if (existsSync(join(folder, 'answers.jsonl'))) return
  const llmbar = new URL('llmbar', data)
  symlinkSync(fileURLToPath(llmbar), join(folder, 'LLMBar'))
  const results = readdirSync(llmbar).map((set) => `LLMBar/${set}/gpt-4-vanilla-norules-result.json`)
  const kept = ['-o', 'items.jsonl', '--ratings', 'ratings.jsonl', '--answers', 'answers.jsonl']
  await run('import', 'llmbar', ...results, ...kept)
}
