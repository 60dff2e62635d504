import { ProviderError } from './provider.ts'

/** For a prompt that is to be continued as it stands, where a model answers chats alone. */
export function chatOnly(model: string, said = ''): ProviderError {
  return new ProviderError('stop', {
    code: 'provider/chat-only',
    message: `${model} answers chats only, and this judge's prompt is a text to be continued.${said ? ` ${said}` : ''}`,
    remedy:
      'Add --form chat, which sends the same text as a message; or use a model in process (gguf:<file>) or a server with /v1/completions.',
  })
}
