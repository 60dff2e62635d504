import { ProviderError } from './provider.ts'

/** For a model that does not tell how probable it finds a text that is given. */
export function noLikelihood(message: string): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/no-likelihood',
    message,
    remedy:
      'Use a server that tells the log-probabilities of a prompt, such as vLLM, or a model in process: --model gguf:<file>.',
  })
}
