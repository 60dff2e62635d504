import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { failureOf } from './contract.ts'
import { imageContent, imageUrl } from './image-content.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-image-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('reads a file and tells its kind by its first bytes, not by its name', async () => {
  const path = join(folder, 'a.txt')
  writeFileSync(path, Buffer.from('iVBORw0KGgoAAA==', 'base64'))
  const image = await imageContent({ path })
  expect(image).toEqual({ mediaType: 'image/png', base64: 'iVBORw0KGgoAAA==' })
  expect(imageUrl(image)).toBe('data:image/png;base64,iVBORw0KGgoAAA==')
})

it('leaves an address to the server', async () =>
  expect(await imageContent({ url: 'https://x.example/a' })).toEqual({ url: 'https://x.example/a' }))

it.each([{ path: join(folder, 'missing.png') }, { data: 'bm8gaW1hZ2U=' }])(
  'says that %j is no image',
  async (image) =>
    expect(await failureOf(imageContent(image))).toMatchObject({ kind: 'item', code: 'provider/no-image' }),
)
