import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { githubFile } from './github-file.ts'

let server: Server
const asked: string[] = []
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server = createServer((request, response) => {
        asked.push(request.url!)
        if (request.url!.includes('missing')) response.writeHead(404).end()
        else if (request.url!.includes('endless')) {
          const more = () => response.write('x'.repeat(1 << 20), more)
          more()
        } else if (request.url!.includes('drop')) {
          const dropping = setInterval(() => response.write('x'), 5)
          response.on('close', () => clearInterval(dropping))
        } else response.end('the file')
      }).listen(0, '127.0.0.1', resolve)
    }),
)
afterAll(() => server.close())

const source = { repository: 'someone/judges', commit: '0123456789' }
const fetched = (path: string, signal = new AbortController().signal, timeout = 10_000) =>
  githubFile(source, path, {
    timeout,
    proxy: { https: undefined, http: undefined, no: undefined },
    signal,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })

describe("a repository's file", () => {
  it('is had at its commit, whatever letters its path holds', async () => {
    expect(await fetched('a folder/prompts#1.py')).toBe('the file')
    expect(asked).toEqual(['/someone/judges/0123456789/a%20folder/prompts%231.py'])
  })
  it('that is not there is an error with a way out', async () => {
    await expect(fetched('missing.py')).rejects.toMatchObject({
      code: 'hub/unreachable',
      message: expect.stringContaining('404') as string,
      remedy: expect.stringContaining('--from') as string,
    })
  })
  it.each([
    ['never ends', 'endless.py', 'larger than a file of prompts'],
    ['comes by drops', 'drops.py', 'did not come within 0.2 seconds'],
  ])('that %s is an error', async (_how, path, message) => {
    await expect(fetched(path, undefined, 200)).rejects.toMatchObject({
      code: 'hub/unreachable',
      message: expect.stringContaining(message) as string,
    })
  })
  it('is not waited for once it is stopped', async () => {
    await expect(fetched('x.py', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  })
})
