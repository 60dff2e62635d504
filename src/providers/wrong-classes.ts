import { ProviderError } from './provider.ts'
import { shortText } from './short-text.ts'

/** For a model whose classes are not those that a judge asks for. */
export function wrongClasses(message: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/wrong-classes',
    message: shortText(message),
    remedy:
      "Name the model's own classes in the judge, in the order of id2label in its config.json; or use score: for a model with one output, classify: for one with several.",
  })
}
