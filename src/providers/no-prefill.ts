import { ProviderError } from './provider.ts'

/** For a prompt whose answer has to begin with given words, where that cannot be had. */
export function noPrefill(model: string, said = ''): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/no-prefill',
    message: `${model} cannot be made to begin its answer with given words, and this judge needs that.${said ? ` ${said}` : ''}`,
    remedy:
      'Use a model in process, a server such as vLLM, or an older Claude; or a judge without `prefill`.',
  })
}
