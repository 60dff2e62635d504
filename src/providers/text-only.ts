import { ProviderError } from './provider.ts'

/** For a prompt with images, where a model reads text alone. */
export function textOnly(model: string, said = ''): ProviderError {
  return new ProviderError('item', {
    code: 'provider/text-only',
    message: `${model} is shown no images, and this item has some.${said ? ` ${said}` : ''}`,
    remedy: 'Use a model that sees; or have captions written first, and judge those as text.',
  })
}
