import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../base/hash.ts'
import { keepPrompts, promptLookup, promptSetFile, pulledPrompts } from '../datasets/prompt-sets.ts'
import type { PromptSource } from '../domain/prompt-set.ts'
import { filesFromFolder, pullPrompts } from './pull-prompts.ts'

const prompt = 'Judge {this}.\nBriefly.'
const source: PromptSource = {
  repository: 'someone/judges',
  commit: '0123456789abcdef',
  licence: 'MIT',
  prompts: {
    main: { path: 'src/prompts.py', sha256: sha256(prompt) },
    'other#part': { path: 'src/prompts.py', sha256: sha256('another') },
  },
}
const python = `A = """${prompt}"""\nB = dict(part='another')\n`
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-pull-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('pulling prompts', () => {
  it('takes each text out of its file by its hash, asking for a file once', async () => {
    const asked: string[] = []
    const set = await pullPrompts('mine', source, async (_source, path) => {
      asked.push(path)
      return python
    })
    expect(asked).toEqual(['src/prompts.py'])
    expect(promptLookup(set)('main')).toBe(prompt)
    expect(promptLookup(set)('other#part')).toBe('another')
    expect(() => promptLookup(set)('nothing')).toThrow(
      expect.objectContaining({ code: 'protocol/bad-template' }),
    )
  })

  it('keeps nothing where one letter differs', async () => {
    const changed = pullPrompts('mine', source, async () => python.replace('Briefly', 'briefly'))
    await expect(changed).rejects.toMatchObject({ code: 'judging/prompt-differs' })
  })

  it.each([
    ['a clone of the repository', 'src/prompts.py', python],
    [
      'a file of the set’s name, wherever it lies',
      'deep/down/mine.json',
      JSON.stringify({ prompts: { x: prompt, y: { z: 'another' } } }),
    ],
  ])('reads %s', async (_what, path, content) => {
    const from = await mkdtemp(join(folder, 'from-'))
    await mkdir(join(from, path, '..'), { recursive: true })
    await writeFile(join(from, path), content)
    const set = await pullPrompts('mine', source, await filesFromFolder(from, 'mine'))
    expect([...set.texts.values()]).toEqual([prompt, 'another'])
  })

  it.each([
    ['far too large', (path: string) => writeFile(path, '').then(() => truncate(path, 1 << 30))],
    ['nothing that can be read', (path: string) => symlink(path, path)],
  ])('takes no file that is %s', async (_what, make) => {
    const from = await mkdtemp(join(folder, 'from-'))
    await make(join(from, 'mine.json'))
    const pulled = filesFromFolder(from, 'mine').then((fetch) => pullPrompts('mine', source, fetch))
    await expect(pulled).rejects.toMatchObject({ code: 'judging/no-prompt-file' })
  })

  it('says what a folder lacks, or that there is none', async () => {
    const fetch = await filesFromFolder(folder, 'missing')
    await expect(fetch(source, 'no/such.py')).rejects.toMatchObject({ code: 'judging/no-prompt-file' })
    await expect(filesFromFolder(join(folder, 'nowhere'), 'mine')).rejects.toMatchObject({
      code: 'judging/no-prompt-file',
    })
  })
})

describe('what was pulled', () => {
  it('is found again', async () => {
    await keepPrompts(folder, await pullPrompts('mine', source, async () => python))
    expect((await pulledPrompts(folder, 'mine', source))?.texts.get('main')).toBe(prompt)
  })
  it('is not taken where somebody changed it, or the source asks for another text', async () => {
    const kept = promptSetFile(folder, 'mine', source)
    await writeFile(kept, JSON.stringify({ prompts: { main: `${prompt}!`, 'other#part': 'another' } }))
    expect(await pulledPrompts(folder, 'mine', source)).toBeUndefined()
    await writeFile(kept, 'no JSON')
    expect(await pulledPrompts(folder, 'mine', source)).toBeUndefined()
  })
})
