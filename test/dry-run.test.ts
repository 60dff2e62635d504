import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assize } from './support/assize.ts'
import { folderWith, jsonLines } from './support/folder.ts'

const script = JSON.stringify(['Score: 3'])
const judge = ['judge', 'items.jsonl', '--judge', 'pointwise', '--model', 'scripted:script.json']
const counts = (text: string) => JSON.parse(text) as { asks: number; cached: number }

it('finds in the cache what a run with seeded samples has asked', async () => {
  const here = folderWith({
    'script.json': script,
    'items.jsonl': jsonLines([{ id: '1', instruction: 'Q', response: 'x' }]),
  })
  const asked = [...judge, '--samples', '3', '--seed', '7', '--temperature', '1']
  expect((await assize(here)(...asked)).code).toBe(0)
  const { out } = await assize(here)(...asked, '--dry-run', '--json')
  expect(counts(out)).toMatchObject({ asks: 3, cached: 3 })
})

it('knows an image by what it holds, as a run does', async () => {
  const here = folderWith({
    'script.json': script,
    'items.jsonl': jsonLines([{ id: '1', instruction: 'Q', response: 'x', images: [{ path: 'a.png' }] }]),
  })
  writeFileSync(join(here, 'a.png'), 'one')
  expect((await assize(here)(...judge)).code).toBe(0)
  expect(counts((await assize(here)(...judge, '--dry-run', '--json')).out)).toMatchObject({
    asks: 1,
    cached: 1,
  })
  writeFileSync(join(here, 'a.png'), 'two')
  expect(counts((await assize(here)(...judge, '--dry-run', '--json')).out)).toMatchObject({
    asks: 1,
    cached: 0,
  })
})

it('says what the run would stop at', async () => {
  const here = folderWith({
    'script.json': script,
    'items.jsonl': jsonLines([{ id: '1', instruction: 'Q', response: 'x', criterion: 'wit' }]),
  })
  const { code, said } = await assize(here)(...judge, '--dry-run')
  expect(code).toBe(1)
  expect(said).toContain('judging/no-such-rubric')
})
