import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { AssizeError } from '../base/errors.ts'
import { sampleZip, type SampleEntry } from './sample-zip.ts'
import { readZip } from './zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'assize-zip-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function contents(bytes: Buffer): Promise<Record<string, string>> {
  const path = join(folder, 'log.eval')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    const found: [string, string][] = []
    for (const entry of await readZip(file, 'log.eval'))
      found.push([entry.name, (await entry.read()).toString('utf8')])
    return Object.fromEntries(found)
  } finally {
    await file.close()
  }
}

const log: readonly SampleEntry[] = [
  { name: 'stored.json', content: '{}', method: 0 },
  { name: 'deflated.json', content: '[1]', method: 8 },
  { name: 'samples/zstd_epoch_1.json', content: '"two"', method: 93 },
  { name: 'empty', content: '' },
]
const read = { 'stored.json': '{}', 'deflated.json': '[1]', 'samples/zstd_epoch_1.json': '"two"', empty: '' }

it('reads stored, deflated and zstd files', async () => {
  expect(await contents(sampleZip(log))).toEqual(read)
})

it('reads zip64, and archives with a comment behind them', async () => {
  expect(await contents(sampleZip(log, { zip64: true }))).toEqual(read)
  expect(await contents(sampleZip(log, { comment: 'PK\u0005\u0006 not the end' }))).toEqual(read)
})

it('takes the last of two files of one name, as a log that was appended to has them', async () => {
  const twice = [
    { name: 'header.json', content: 'old' },
    { name: 'header.json', content: 'new' },
  ]
  expect(await contents(sampleZip(twice))).toEqual({ 'header.json': 'new' })
})

it('an archive without files has none', async () => {
  expect(await contents(sampleZip([]))).toEqual({})
})

const bomb = Buffer.alloc(1 << 20)
it.each<[string, SampleEntry, string]>([
  ['unpacks to more than it says', { name: 'a', content: bomb, lies: { size: 10 } }, 'datasets/damaged'],
  ['unpacks to less than it says', { name: 'a', content: 'x', lies: { size: 10 } }, 'datasets/damaged'],
  [
    'says that it is larger than is read',
    { name: 'a', content: bomb, lies: { size: 1 << 30 } },
    'datasets/too-large',
  ],
  [
    'says that it is packed in more bytes than there are',
    { name: 'a', content: 'x', lies: { packed: 1 << 20 } },
    'datasets/damaged',
  ],
  ['has another checksum', { name: 'a', content: 'x', lies: { crc: 1 } }, 'datasets/damaged'],
  ['points behind the end', { name: 'a', content: 'x', lies: { header: 1 << 20 } }, 'datasets/damaged'],
  ['points into another', { name: 'a', content: 'x', lies: { header: 3 } }, 'datasets/damaged'],
  ['is encrypted', { name: 'a', content: 'x', lies: { flags: 1 } }, 'datasets/damaged'],
  ['is packed by a method that is not read', { name: 'a', content: 'x', method: 99 }, 'datasets/damaged'],
])('refuses a file that %s', async (_, entry, code) => {
  await expect(contents(sampleZip([entry]))).rejects.toMatchObject({ code })
})

it('refuses files that share their bytes, which unpack to more than any disk holds', async () => {
  const shared = Array.from({ length: 50 }, (_, i) => ({
    name: String(i),
    content: i === 0 ? 'x'.repeat(9000) : '',
    method: 0 as const,
    ...(i === 0 ? {} : { lies: { header: 0, packed: 9000, size: 9000 } }),
  }))
  await expect(contents(sampleZip(shared))).rejects.toMatchObject({ code: 'datasets/damaged' })
})

it('a cut or altered archive is told of, never misread and never another kind of error', async () => {
  const whole = sampleZip(log)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 0, max: 255 }),
      fc.boolean(),
      async (at, byte, cut) => {
        const bytes = cut ? whole.subarray(0, at) : Buffer.from(whole)
        if (!cut) bytes[at] = byte
        // A changed byte of a name changes the name; no content is ever another's.
        const texts = new Set<unknown>(Object.values(read))
        const sound = await contents(bytes).then(
          (found) => Object.values(found).every((text) => texts.has(text)),
          (error: unknown) => error instanceof AssizeError,
        )
        expect(sound).toBe(true)
      },
    ),
    { numRuns: 150 },
  )
})
