import type { FileHandle } from 'node:fs/promises'
import { crc32, inflateRaw, zstdDecompress } from 'node:zlib'
import { promisify } from 'node:util'
import { AssizeError } from '../base/errors.ts'

/** One file in a zip archive. */
export interface ZipEntry {
  /** As the archive names it, which may be anything: nothing is ever written under it. */
  readonly name: string
  /** Bytes, unpacked, as the archive says. */
  readonly size: number
  /** Its bytes; no more than `size` of them, however the data unpack. */
  read(): Promise<Buffer>
}

/**
 * The files of a zip archive (also zip64), by its directory; of two of one name,
 * the one written last. Entries may be stored, deflated or zstd.
 *
 * Memory is one entry's: the archive is read where it lies, and each entry when it is asked for.
 *
 * @param file  opened for reading; the caller closes it.
 * @param name  for messages.
 * @throws AssizeError `datasets/damaged` where the archive is not sound or says what is not so of its
 *         entries; `datasets/too-large` beyond the limits.
 *
 * PKWARE, APPNOTE.TXT 6.3.10.
 */
export async function readZip(file: FileHandle, name: string): Promise<ZipEntry[]> {
  const { size: length } = await file.stat()
  const directory = await findDirectory(file, length, name)
  if (directory.count > limits.entries || directory.size > limits.directory)
    throw tooLarge(name, `says that it holds ${directory.count} files`)
  const bytes = await slice(file, directory.offset, directory.size, name)
  const found = new Map<string, Place>()
  let packed = 0
  for (const place of placesIn(bytes, directory.count, name)) {
    packed += place.packed
    // Entries that share bytes unpack to far more than the archive could hold.
    if (packed > length) throw damaged(name, 'says that its files are larger than it is')
    found.set(place.name, place)
  }
  return [...found.values()].map((place) => ({
    name: place.name,
    size: place.size,
    read: () => unpack(file, place, `${name}, ${place.name}`),
  }))
}

const limits = { entries: 1_000_000, directory: 256 << 20, entry: 256 << 20 }

interface Directory {
  readonly offset: number
  readonly size: number
  readonly count: number
}

interface Place {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly header: number
}

const signatures = {
  local: 0x04034b50,
  entry: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
}
/** In a field of 16 or 32 bits: the true number stands elsewhere. */
const [full16, full32] = [0xffff, 0xffffffff]

/** The record at the archive's end says where its directory is; a comment of any bytes may follow it. */
async function findDirectory(file: FileHandle, length: number, name: string): Promise<Directory> {
  const from = Math.max(0, length - 22 - full16)
  const tail = await slice(file, from, length - from, name)
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== signatures.end || at + 22 + tail.readUInt16LE(at + 20) !== tail.length)
      continue
    const count = tail.readUInt16LE(at + 10)
    const size = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    if (count !== full16 && size !== full32 && offset !== full32) return { offset, size, count }
    return directory64(file, from + at, name)
  }
  throw damaged(name, 'has no directory at its end, as a zip file does')
}

async function directory64(file: FileHandle, end: number, name: string): Promise<Directory> {
  const locator = await slice(file, end - 20, 20, name)
  if (locator.readUInt32LE(0) !== signatures.locator64) throw damaged(name, 'lacks its zip64 directory')
  const record = await slice(file, number64(locator, 8, name), 56, name)
  if (record.readUInt32LE(0) !== signatures.end64) throw damaged(name, 'lacks its zip64 directory')
  return {
    count: number64(record, 32, name),
    size: number64(record, 40, name),
    offset: number64(record, 48, name),
  }
}

function* placesIn(bytes: Buffer, count: number, name: string): Generator<Place> {
  let at = 0
  for (let nth = 0; nth < count; nth++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== signatures.entry)
      throw damaged(name, `lists ${nth} files and says that there are ${count}`)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    )
    const extraAt = at + 46 + nameLength!
    const next = extraAt + extraLength! + commentLength!
    if (next > bytes.length) throw damaged(name, 'has a directory that is cut off')
    const [packed, size, header] = wide(
      bytes.subarray(extraAt, extraAt + extraLength!),
      [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)],
      name,
    )
    yield {
      name: bytes.toString('utf8', at + 46, extraAt),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16),
      packed,
      size,
      header,
    }
    at = next
  }
}

/** Size, packed size and offset of an entry; those that 32 bits cannot hold stand in its extra field, in that order. */
function wide(
  extra: Buffer,
  [size, packed, header]: [number, number, number],
  name: string,
): [packed: number, size: number, header: number] {
  let from = -1
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) from = at + 4
  const next = (value: number) => {
    if (value !== full32) return value
    if (from < 0 || from + 8 > extra.length) throw damaged(name, 'lacks a size that its directory names')
    from += 8
    return number64(extra, from - 8, name)
  }
  const unpacked = next(size)
  return [next(packed), unpacked, next(header)]
}

async function unpack(file: FileHandle, place: Place, name: string): Promise<Buffer> {
  if (place.encrypted) throw unreadable(name, 'is encrypted')
  const unpacker = unpackers.get(place.method)
  if (!unpacker) throw unreadable(name, `is packed by method ${place.method}`)
  if (place.size > limits.entry || place.packed > limits.entry)
    throw tooLarge(name, `is ${place.size} bytes, unpacked`)
  const header = await slice(file, place.header, 30, name)
  if (header.readUInt32LE(0) !== signatures.local) throw damaged(name, 'is not where the directory says')
  const from = place.header + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = await slice(file, from, place.packed, name)
  let bytes: Buffer
  try {
    // zlib takes no limit of 0.
    bytes = place.size === 0 ? Buffer.alloc(0) : await unpacker(packed, place.size)
  } catch (error) {
    throw damaged(name, `does not unpack to ${place.size} bytes: ${(error as Error).message}`, error)
  }
  if (bytes.length !== place.size || crc32(bytes) !== place.crc)
    throw damaged(name, 'does not unpack to what the directory says')
  return bytes
}

const [inflate, unzstd] = [promisify(inflateRaw), promisify(zstdDecompress)]
const unpackers = new Map<number, (packed: Buffer, size: number) => Promise<Buffer>>([
  [0, (packed) => Promise.resolve(packed)],
  [8, (packed, maxOutputLength) => inflate(packed, { maxOutputLength })],
  [93, (packed, maxOutputLength) => unzstd(packed, { maxOutputLength })],
])

async function slice(file: FileHandle, from: number, length: number, name: string): Promise<Buffer> {
  const { size } = await file.stat()
  if (from < 0 || from + length > size) throw damaged(name, 'is cut off')
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, from)
  if (bytesRead < length) throw damaged(name, 'is cut off')
  return bytes
}

function number64(bytes: Buffer, at: number, name: string): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(name, 'names a size that no file has')
  return Number(value)
}

const damaged = (name: string, what: string, cause?: unknown) =>
  new AssizeError('datasets/damaged', {
    message: `${name} ${what}.`,
    remedy: 'Get the file again: it is cut off, damaged or no honest zip file.',
    cause,
  })

const unreadable = (name: string, what: string) =>
  new AssizeError('datasets/damaged', {
    message: `${name} ${what}, which is not read here.`,
    remedy: 'Unpack it and pack it again without: stored, deflated and zstd entries are read.',
  })

const tooLarge = (name: string, what: string) =>
  new AssizeError('datasets/too-large', {
    message: `${name} ${what}; 256 MB a file and a million files are the most that is read.`,
    remedy: 'Split it, or take from it what is to be judged.',
  })
