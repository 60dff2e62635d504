import { readFile } from 'node:fs/promises'
import type { Image } from '../domain/item.ts'
import { ProviderError } from './provider.ts'

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
    return image.url.startsWith('data:') ? fromData(image.url) : { url: image.url }
  }
  if ('data' in image) return fromData(image.data)
  try {
    return withType((await readFile(image.path)).toString('base64'), image.path)
  } catch (error) {
    if (error instanceof ProviderError) throw error
    throw noImage(`The image ${image.path} cannot be read: ${(error as Error).message}.`)
  }
}

/** An image in one text: `data:image/png;base64,...` or its address. */
export const imageUrl = (image: ImageContent): string =>
  'url' in image ? image.url : `data:${image.mediaType};base64,${image.base64}`

function fromData(data: string): ImageContent {
  const [, mediaType, base64] = /^data:([^;,]+);base64,(.*)$/s.exec(data) ?? []
  if (mediaType !== undefined && base64 !== undefined) return { mediaType, base64 }
  return withType(data, `data of ${data.length} characters`)
}

/** The first bytes in base64 tell the kinds that models take. */
const signatures = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
] as const

function withType(base64: string, name: string): ImageContent {
  const mediaType = signatures.find(([start]) => base64.startsWith(start))?.[1]
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
