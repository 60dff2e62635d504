import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server got it. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Parsed; undefined where there was none. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** What a test wants answered: JSON with its status, or anything done to the response by hand. */
export type Reaction =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly status?: number
      readonly text: string
      readonly type?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | ((response: ServerResponse) => void)

export interface FakeServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** Says nothing, ever. */
export const silence = (): void => {}
/** Ends the connection before a word. */
export const hangUp = (response: ServerResponse): void => void response.socket?.destroy()
/** Promises more than it sends. */
export const halfSent =
  (text: string) =>
  (response: ServerResponse): void => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text) * 2),
    })
    response.write(text, () => response.socket?.destroy())
  }

/** A real HTTP server on this machine that reacts as a test says. */
export async function fakeServer(react: (asked: Asked, calls: number) => Reaction): Promise<FakeServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
      }
      asked.push(one)
      const reaction = react(one, asked.length - 1)
      if (typeof reaction === 'function') return reaction(response)
      const [body, type] =
        'json' in reaction
          ? [JSON.stringify(reaction.json), 'application/json']
          : [reaction.text, reaction.type ?? 'application/json']
      response.writeHead(reaction.status ?? 200, { 'content-type': type, ...reaction.headers })
      response.end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
