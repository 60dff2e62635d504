import { AssizeError } from '../base/errors.ts'
import type { Proxy } from './json-client.ts'

export interface GithubOptions {
  readonly proxy: Proxy
  readonly signal: AbortSignal
  /** In place of the public server: a mirror. */
  readonly endpoint?: string
  /** Milliseconds that a file may take in all; a minute where nothing is said. */
  readonly timeout?: number
}

/** The most bytes that a file of prompts may hold. */
export const mostPromptBytes = 4_000_000

/**
 * A public repository's file at a commit, as text.
 *
 * @throws AssizeError `hub/unreachable`.
 */
export async function githubFile(
  { repository, commit }: { readonly repository: string; readonly commit: string },
  path: string,
  { proxy, signal, endpoint = 'https://raw.githubusercontent.com', timeout = 60_000 }: GithubOptions,
): Promise<string> {
  const url = `${endpoint}/${repository}/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`
  const { fetch, EnvHttpProxyAgent } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({
    httpsProxy: proxy.https ?? '',
    httpProxy: proxy.http ?? '',
    noProxy: proxy.no ?? '',
  })
  try {
    // A server that sends a byte now and then would otherwise be listened to for ever.
    const late = AbortSignal.timeout(timeout)
    const response = await fetch(url, { signal: AbortSignal.any([signal, late]), dispatcher })
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > mostPromptBytes) throw new Error('it is far larger than a file of prompts')
      parts.push(part)
    }
    return Buffer.concat(parts).toString('utf8')
  } catch (error) {
    signal.throwIfAborted()
    const { name, cause } = error as Error
    const message =
      name === 'TimeoutError' ? `it did not come within ${timeout / 1000} seconds` : (error as Error).message
    throw new AssizeError('hub/unreachable', {
      message: `${url} cannot be had: ${cause instanceof Error ? cause.message : message}.`,
      remedy: 'Try again later, or take it from a folder: `assize judges pull <name> --from <folder>`.',
      cause: error,
    })
  } finally {
    await dispatcher.destroy()
  }
}
