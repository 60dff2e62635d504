import { open } from 'node:fs/promises'
import type { Image } from '../domain/item.ts'
import { ProviderError } from './provider.ts'
import { shortText } from './short-text.ts'

/** An image as a model's server takes it: an address that it fetches, or bytes in base64. */
export type ImageContent = { readonly url: string } | { readonly mediaType: string; readonly base64: string }

/**
 * Reads an image where it has to be read.
 *
 * @throws ProviderError `provider/no-image` (kind `item`) where the file cannot
 *   be read, or where nothing says what kind of image it is.
 */
export async function imageContent(image: Image): Promise<ImageContent> {
  if ('url' in image) {
    if (image.url.startsWith('data:')) return fromData(image.url)
    if (URL.canParse(image.url) && /^https?:$/.test(new URL(image.url).protocol)) return { url: image.url }
    throw noImage(`The image ${shortText(image.url)} is no http or https address.`)
  }
  if ('data' in image) return fromData(image.data)
  try {
    return withType((await bytesOf(image.path)).toString('base64'), image.path)
  } catch (error) {
    if (error instanceof ProviderError) throw error
    throw noImage(`The image ${image.path} cannot be read: ${(error as Error).message}.`)
  }
}

/** More than any service takes; a device or a pipe has no end at all. */
const largest = 64 * 1024 * 1024

async function bytesOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const about = await file.stat()
    if (!about.isFile()) throw noImage(`The image ${path} is no file.`)
    if (about.size > largest)
      throw noImage(`The image ${path} has ${about.size} bytes, more than ${largest}.`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** An image in one text: `data:image/png;base64,...` or its address. */
export const imageUrl = (image: ImageContent): string =>
  'url' in image ? image.url : `data:${image.mediaType};base64,${image.base64}`

function fromData(data: string): ImageContent {
  // Base64 in mail and in many data sets comes in lines.
  const [, said, base64 = ''] = /^data:([^;,]*)[^,]*;base64,(.*)$/s.exec(data) ?? ['', '', data]
  const declared = /^image\/[\w.+-]+$/.test(said ?? '') ? said : undefined
  return withType(base64.replace(/\s+/g, ''), `data of ${data.length} characters`, declared)
}

/** The first bytes in base64 tell the kinds that models take. */
const signatures = [
  [/^iVBORw0KGgo/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD/, 'image/gif'],
  // RIFF, its length, WEBP: a WAV is RIFF too.
  [/^UklGR.{6}XRUJQ/, 'image/webp'],
] as const

function withType(base64: string, name: string, declared?: string): ImageContent {
  const mediaType = signatures.find(([start]) => start.test(base64))?.[1] ?? declared
  if (mediaType === undefined) throw noImage(`The image ${name} is no PNG, JPEG, GIF or WebP.`)
  return { mediaType, base64 }
}

function noImage(message: string): ProviderError {
  return new ProviderError('item', {
    code: 'provider/no-image',
    message,
    remedy: 'Give images as PNG, JPEG, GIF or WebP, with paths relative to the file that names them.',
  })
}
