import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib'

/** One file of a zip that a test writes, and what its directory is to say that is not so. */
export interface SampleEntry {
  readonly name: string
  readonly content: string | Buffer
  readonly method?: 0 | 8 | 93 | 99
  readonly lies?: Readonly<Partial<Record<'size' | 'packed' | 'crc' | 'header' | 'flags', number>>>
}

/** A zip archive for tests, sound but for the lies that it is asked to tell. */
export function sampleZip(entries: readonly SampleEntry[], { zip64 = false, comment = '' } = {}): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, method = 8, lies = {} } of entries) {
    const bytes = Buffer.from(content)
    const packed = method === 8 ? deflateRawSync(bytes) : method === 93 ? zstdCompressSync(bytes) : bytes
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(lies.flags ?? 0, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(lies.crc ?? crc32(bytes), 16)
    const [size, packedSize, header] = [
      lies.size ?? bytes.length,
      lies.packed ?? packed.length,
      lies.header ?? offset,
    ]
    entry.writeUInt32LE(zip64 ? 0xffffffff : packedSize, 20)
    entry.writeUInt32LE(zip64 ? 0xffffffff : size, 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt16LE(zip64 ? 28 : 0, 30)
    entry.writeUInt32LE(zip64 ? 0xffffffff : header, 42)
    const extra = Buffer.alloc(zip64 ? 28 : 0)
    if (zip64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      for (const [i, value] of [size, packedSize, header].entries())
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i)
    }
    files.push(local, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name), extra)
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 10)
  end.writeUInt32LE(zip64 ? 0xffffffff : listed.length, 12)
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  const far = Buffer.alloc(zip64 ? 76 : 0)
  if (zip64) {
    far.writeUInt32LE(0x06064b50, 0)
    far.writeBigUInt64LE(BigInt(entries.length), 32)
    far.writeBigUInt64LE(BigInt(listed.length), 40)
    far.writeBigUInt64LE(BigInt(offset), 48)
    far.writeUInt32LE(0x07064b50, 56)
    far.writeBigUInt64LE(BigInt(offset + listed.length), 64)
  }
  return Buffer.concat([...files, listed, far, end, Buffer.from(comment)])
}
