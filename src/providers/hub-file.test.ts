import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hubFile, type Hub } from './hub-file.ts'

const model = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251))
const hash = createHash('sha256').update(model).digest('hex')
const name = { owner: 'people', repo: 'model-GGUF', file: 'small.gguf' }

/** A hub that redirects to a store, and what the store does with each request for bytes. */
class FakeHub {
  readonly requests: { readonly path: string; readonly range?: string; readonly authorization?: string }[] =
    []
  etag: string | undefined = hash
  status = 302
  /** What the store does, one a request; then it gives everything that is asked for. */
  moods: ((request: IncomingMessage, response: ServerResponse) => void)[] = []
  readonly #servers: Server[] = []
  address = ''
  #store = ''

  async start() {
    this.#store = await this.#listen((request, response) => this.#give(request, response))
    this.address = await this.#listen((request, response) => {
      if (request.method !== 'HEAD' && this.status === 302) {
        response.writeHead(302, { location: `${this.#store}/bytes` }).end()
        return
      }
      this.#note(request)
      if (request.url?.startsWith('/old/')) {
        response.writeHead(307, { location: request.url.replace('/old/', '/people/') }).end()
        return
      }
      response
        .writeHead(this.status, {
          ...(this.status === 302 ? { location: `${this.#store}/bytes` } : {}),
          'x-linked-size': model.length,
          ...(this.etag ? { 'x-linked-etag': `"${this.etag}"` } : {}),
        })
        .end()
    })
  }

  #note({ url = '', headers }: IncomingMessage) {
    const { range, authorization } = headers
    this.requests.push({
      path: url,
      ...(range ? { range } : {}),
      ...(authorization ? { authorization } : {}),
    })
  }

  #give(request: IncomingMessage, response: ServerResponse) {
    this.#note(request)
    const mood = this.moods.shift()
    if (mood) return mood(request, response)
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': model.length - from })
    response.end(model.subarray(from))
  }

  async #listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(handle)
    this.#servers.push(server)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async stop() {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    }
  }
}

/** Gives so many bytes and hangs up, once they can have been read. */
const cutAfter = (length: number) => (request: IncomingMessage, response: ServerResponse) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': model.length - from })
  response.write(model.subarray(from, from + length), () => void setTimeout(() => response.socket?.end(), 30))
}

let home = ''
let hub: FakeHub
let said: string[] = []
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assize-hub-'))
  hub = new FakeHub()
  said = []
  await hub.start()
})
afterEach(async () => {
  await hub.stop()
  await rm(home, { recursive: true, force: true })
})

const asked = (more: Partial<Hub> = {}): Hub => ({
  home,
  endpoint: hub.address,
  patience: 1,
  say: (line) => void said.push(line),
  progress: () => {},
  signal: new AbortController().signal,
  ...more,
})
const cached = () => join(home, 'hub', 'people', 'model-GGUF', 'main', 'small.gguf')

describe('a file of the hub', () => {
  it('is downloaded, checked by the hub’s own hash and kept', async () => {
    const path = await hubFile(name, asked())
    expect(path).toBe(cached())
    expect(readFileSync(path).equals(model)).toBe(true)
    expect(said.at(-1)).toBe('small.gguf has the hash that the hub states for it.')
    const before = hub.requests.length
    await hubFile(name, asked())
    expect(hub.requests).toHaveLength(before)
  })

  it('tells how far it has come', async () => {
    const seen: [string, number, number?][] = []
    await hubFile(name, asked({ progress: (...all) => void seen.push(all) }))
    expect(seen.at(-1)).toEqual(['small.gguf', model.length, model.length])
  })

  it('goes on where the connection was cut', async () => {
    hub.moods = [cutAfter(100_000), cutAfter(50_000)]
    const path = await hubFile(name, asked())
    expect(readFileSync(path).equals(model)).toBe(true)
    const ranges = hub.requests.filter(({ path }) => path === '/bytes').map(({ range }) => range)
    expect(ranges).toHaveLength(3)
    expect(ranges[0]).toBeUndefined()
    expect(ranges[2]).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it('goes on with what an earlier run left', async () => {
    mkdirSync(dirname(cached()), { recursive: true })
    writeFileSync(`${cached()}.part`, model.subarray(0, 123_456))
    await hubFile(name, asked())
    expect(hub.requests.at(-1)?.range).toBe('bytes=123456-')
  })

  it('is whole also where the server knows no ranges', async () => {
    mkdirSync(dirname(cached()), { recursive: true })
    writeFileSync(`${cached()}.part`, model.subarray(0, 123_456))
    hub.moods = [(_, response) => void response.writeHead(200).end(model)]
    expect(readFileSync(await hubFile(name, asked())).equals(model)).toBe(true)
  })

  it('is whole when two fetch it at once', async () => {
    const [a, b] = await Promise.all([hubFile(name, asked()), hubFile(name, asked())])
    expect(a).toBe(b)
    expect(readFileSync(a).equals(model)).toBe(true)
    expect(existsSync(`${a}.part`)).toBe(false)
  })

  it('is not taken where it has another hash', async () => {
    hub.etag = '0'.repeat(64)
    await expect(hubFile(name, asked())).rejects.toMatchObject({
      code: 'hub/wrong-file',
      message: expect.stringContaining(hash),
    })
    expect(existsSync(cached())).toBe(false)
    expect(existsSync(`${cached()}.part`)).toBe(false)
  })

  it('is checked by the caller’s hash where there is one', async () => {
    await expect(hubFile(name, asked(), 'f'.repeat(64))).rejects.toMatchObject({ code: 'hub/wrong-file' })
  })

  it('says so where the hub states no hash', async () => {
    hub.etag = undefined
    await hubFile(name, asked())
    expect(said.at(-1)).toBe('The hub states no hash for small.gguf: only its length was checked.')
  })

  it('is found under its repository’s new name', async () => {
    await hubFile({ ...name, owner: 'old' }, asked())
    expect(hub.requests[1]?.path).toBe('/people/model-GGUF/resolve/main/small.gguf')
  })

  it('lies in the cache whatever its name', async () => {
    const path = await hubFile({ owner: '..', repo: '..', file: '../../x.gguf' }, asked())
    expect(path.startsWith(join(home, 'hub'))).toBe(true)
  })
})

describe('the key to the hub', () => {
  it('goes to the hub alone', async () => {
    await hubFile(name, asked({ token: 'hf_secret' }))
    const [first, bytes] = hub.requests
    expect(first?.authorization).toBe('Bearer hf_secret')
    expect(bytes).toEqual({ path: '/bytes' })
  })
})

describe('without the file', () => {
  it.each([
    [404, 'hub/no-such-file'],
    [401, 'hub/no-access'],
    [503, 'hub/unreachable'],
  ])('an answer of %i is %s', async (status, code) => {
    hub.status = status
    await expect(hubFile(name, asked())).rejects.toMatchObject({ code })
  })

  it('a host that is not there is found out at once', async () => {
    await hub.stop()
    const { host } = new URL(hub.address)
    await expect(hubFile(name, asked())).rejects.toMatchObject({
      code: 'hub/unreachable',
      message: `${host} cannot be reached: ECONNREFUSED.`,
    })
  })

  it('nothing is asked when offline', async () => {
    await expect(hubFile(name, asked({ offline: true }))).rejects.toMatchObject({ code: 'hub/offline' })
    expect(hub.requests).toEqual([])
  })

  it('a server that hangs up again and again is given up, and what came is kept', async () => {
    hub.moods = [cutAfter(10_000), ...Array.from({ length: 20 }, () => cutAfter(0))]
    await expect(hubFile(name, asked())).rejects.toMatchObject({ code: 'hub/cut' })
    expect(readFileSync(`${cached()}.part`).length).toBeGreaterThan(0)
  })

  it('an abort stops it', async () => {
    const stop = new AbortController()
    hub.moods = [
      (_, response) => void response.writeHead(200).write('x', () => stop.abort(new Error('stop'))),
    ]
    await expect(hubFile(name, asked({ signal: stop.signal }))).rejects.toThrow('stop')
  })
})
