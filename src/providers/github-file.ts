import { AssizeError } from '../base/errors.ts'
import type { Proxy } from './json-client.ts'

export interface GithubOptions {
  readonly proxy: Proxy
  readonly signal: AbortSignal
  /** In place of the public server: a mirror. */
  readonly endpoint?: string
}

/** The most characters that a file of prompts may hold. */
const most = 4_000_000

/**
 * A public repository's file at a commit, as text.
 *
 * @throws AssizeError `hub/unreachable`.
 */
export async function githubFile(
  { repository, commit }: { readonly repository: string; readonly commit: string },
  path: string,
  { proxy, signal, endpoint = 'https://raw.githubusercontent.com' }: GithubOptions,
): Promise<string> {
  const url = `${endpoint}/${repository}/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`
  const { fetch, EnvHttpProxyAgent } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({
    httpsProxy: proxy.https ?? '',
    httpProxy: proxy.http ?? '',
    noProxy: proxy.no ?? '',
  })
  try {
    const response = await fetch(url, { signal, dispatcher })
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    const text = await response.text()
    if (text.length > most) throw new Error('it is far larger than a file of prompts')
    return text
  } catch (error) {
    signal.throwIfAborted()
    const { message, cause } = error as Error
    throw new AssizeError('hub/unreachable', {
      message: `${url} cannot be had: ${cause instanceof Error ? cause.message : message}.`,
      remedy: 'Try again later, or take it from a folder: `assize judges pull <name> --from <folder>`.',
      cause: error,
    })
  } finally {
    await dispatcher.close()
  }
}
