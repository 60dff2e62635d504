import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sha256 } from '../base/hash.ts'
import type { Image } from '../domain/item.ts'

/**
 * What an image is by its content: SHA-256 of a file's bytes or of given data.
 * What stands behind a URL is not fetched: its address is its identity.
 * A file that cannot be read is known by its path; asking about it fails later.
 */
export async function imageDigest(image: Image): Promise<string> {
  if ('data' in image) return sha256(image.data)
  if ('url' in image) return image.url
  try {
    return createHash('sha256')
      .update(await readFile(image.path))
      .digest('hex')
  } catch {
    return image.path
  }
}
