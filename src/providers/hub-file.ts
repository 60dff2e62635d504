import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dispatcher } from 'undici'
import { AssizeError } from '../base/errors.ts'
import { download } from './hub-download.ts'
import type { Proxy } from './json-client.ts'
import type { Preparing } from './preparing.ts'

export interface Hub extends Preparing {
  /** The cache folder; files go to `<home>/hub/<owner>/<repo>/<revision>/<file>`. */
  readonly home: string
  /** HF_ENDPOINT; absent: https://huggingface.co. */
  readonly endpoint?: string
  /** HF_TOKEN; sent to the hub alone, never to where it redirects. */
  readonly token?: string
  /** HF_HUB_OFFLINE: only what is in the cache. */
  readonly offline?: boolean
  readonly proxy?: Proxy
  readonly patience?: number
}

/** A file of a repository on the hub. */
export interface HubName {
  readonly owner: string
  readonly repo: string
  /** Its path in the repository. */
  readonly file: string
  /** A branch, a tag or a commit; absent: main. */
  readonly revision?: string
}

/** How long to wait for a connection and for an answer's first byte, in milliseconds: what cannot be reached fails soon. */
const connectTimeout = 5_000
const silence = 20_000

/**
 * A file of the Hugging Face hub, from the cache or else downloaded into it.
 *
 * It is checked against the hash that the hub itself states for it, or against
 * `sha256` where the caller knows better.
 *
 * @returns its path.
 * @throws AssizeError `hub/offline`, `hub/unreachable`, `hub/no-access`, `hub/no-such-file`, and those of `download`.
 */
export async function hubFile(name: HubName, hub: Hub, sha256?: string): Promise<string> {
  const { owner, repo, file, revision = 'main' } = name
  // A name of dots alone would lead out of the cache.
  const parts = [owner, repo, revision, ...file.split('/')].filter((part) => !/^\.*$/.test(part))
  const to = join(hub.home, 'hub', ...parts)
  if (await exists(to)) return to

  const shown = `${owner}/${repo}/${file}`
  if (hub.offline) {
    throw new AssizeError('hub/offline', {
      message: `${shown} is not in the cache, and HF_HUB_OFFLINE is set.`,
      remedy: 'Unset HF_HUB_OFFLINE, or name a file that is here: `--model gguf:<path>`.',
    })
  }
  const { EnvHttpProxyAgent } = await import('undici')
  const timeouts = { headersTimeout: silence, bodyTimeout: silence, connect: { timeout: connectTimeout } }
  const { https, http, no } = hub.proxy ?? {}
  // What is not given here would be read from the environment, which only a door may.
  const proxies = { httpsProxy: https ?? '', httpProxy: http ?? '', noProxy: no ?? '' }
  const dispatcher = new EnvHttpProxyAgent({ ...timeouts, ...proxies })
  try {
    const base = (hub.endpoint ?? 'https://huggingface.co').replace(/\/+$/, '')
    const path = [owner, repo, 'resolve', revision, ...file.split('/')].map(encodeURIComponent).join('/')
    const headers: Readonly<Record<string, string>> = hub.token
      ? { authorization: `Bearer ${hub.token}` }
      : {}
    const found = await describe(`${base}/${path}`, shown, headers, dispatcher, hub.signal)
    hub.say(`Downloading ${shown} from ${new URL(base).host}${sizeText(found.size)}.`)
    const promised = sha256 ?? found.sha256
    await download({ ...hub, url: found.url, headers, to, size: found.size, sha256: promised, dispatcher })
    hub.say(
      sha256
        ? `${file} has the hash that is expected of it.`
        : found.sha256
          ? `${file} has the hash that the hub states for it.`
          : `The hub states no hash for ${file}: only its length was checked.`,
    )
    return to
  } finally {
    await dispatcher.destroy()
  }
}

interface Described {
  /** The file's address on the hub, after renamed repositories were followed. */
  readonly url: string
  readonly size?: number
  readonly sha256?: string
}

/**
 * What the hub says of a file. It stands in the hub's own answer, which for a
 * large file is a redirect to a store that knows none of it.
 */
async function describe(
  start: string,
  shown: string,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Described> {
  const { fetch } = await import('undici')
  let url = start
  for (let hops = 0; hops < 5; hops++) {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { ...headers, 'accept-encoding': 'identity' },
      dispatcher,
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw unreachable(url, error)
    })
    const location = response.headers.get('location')
    const next = location ? new URL(location, url) : undefined
    // A redirect within the hub is a repository that was renamed.
    if (next && next.host === new URL(url).host) {
      url = next.href
      continue
    }
    if (response.status >= 400) throw refused(shown, response.status, 'authorization' in headers)
    const tag = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(
      response.headers.get('x-linked-etag') ?? response.headers.get('etag') ?? '',
    )?.[1]
    const size = Number(
      response.headers.get('x-linked-size') ?? (next ? '' : response.headers.get('content-length')),
    )
    return { url, ...(size > 0 ? { size } : {}), ...(tag ? { sha256: tag } : {}) }
  }
  throw unreachable(start, new Error('it redirects without end'))
}

function unreachable(url: string, error: unknown): AssizeError {
  const { host } = new URL(url)
  const cause = ((error as Error).cause ?? error) as NodeJS.ErrnoException
  return new AssizeError('hub/unreachable', {
    message: `${host} cannot be reached: ${cause.code ?? cause.message}.`,
    remedy:
      'See to the network, set HF_ENDPOINT to a mirror, or name a file that is here: `--model gguf:<path>`.',
    cause: error,
  })
}

function refused(shown: string, status: number, withToken: boolean): AssizeError {
  if (status === 401 || status === 403) {
    return new AssizeError('hub/no-access', {
      message: `The hub does not give out ${shown}${withToken ? ' to the owner of HF_TOKEN' : ''} (${status}).`,
      remedy: withToken
        ? "Accept the repository's terms on its page, or see that HF_TOKEN may read it."
        : "See that the name is right; where it is, accept the repository's terms on its page and set HF_TOKEN.",
    })
  }
  if (status === 404) {
    return new AssizeError('hub/no-such-file', {
      message: `There is no ${shown} on the hub (404).`,
      remedy: "Take the name from the repository's list of files: hf:<owner>/<repo>/<file>.gguf.",
    })
  }
  return new AssizeError('hub/unreachable', {
    message: `The hub answered ${status} for ${shown}.`,
    remedy: 'Run the same again later, or set HF_ENDPOINT to a mirror.',
  })
}

const sizeText = (size: number | undefined): string =>
  size === undefined ? '' : ` (${(size / 1e6).toFixed(0)} MB)`

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
