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

it.each([
  ['data:image/png;base64,iVBORw0KGgoAAA==', 'image/png'],
  // What it says of itself is wrong.
  ['data:text/html;base64,/9j/AAAA', 'image/jpeg'],
  ['data:image/png;charset=x;base64,R0lGODlh', 'image/gif'],
  // In lines, as mail has it.
  ['iVBORw0K\r\nGgoAAA==\n', 'image/png'],
  ['UklGRiQBAgNXRUJQVlA4IA==', 'image/webp'],
  // A kind whose first bytes are not known here is believed.
  ['data:image/heic;base64,AAAA', 'image/heic'],
])('takes %j as %s', async (data, mediaType) =>
  expect(await imageContent({ data })).toMatchObject({
    mediaType,
    base64: expect.stringMatching(/^[^\s,]+$/),
  }),
)

it.each([
  { path: join(folder, 'missing.png') },
  { path: folder },
  { path: '/dev/zero' },
  { data: 'bm8gaW1hZ2U=' },
  { data: 'data:text/html;base64,PGI+' },
  // A sound is RIFF too.
  { data: 'UklGRiQBAgNXQVZFZm10IA==' },
  { url: 'file:///etc/passwd' },
  { url: 'not an address' },
  { url: 'ftp://x.example/a.png' },
])('says that %j is no image', async (image) =>
  expect(await failureOf(imageContent(image))).toMatchObject({ kind: 'item', code: 'provider/no-image' }),
)
