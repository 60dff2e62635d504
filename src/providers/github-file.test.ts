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
        else response.end('the file')
      }).listen(0, '127.0.0.1', resolve)
    }),
)
afterAll(() => server.close())

const source = { repository: 'someone/judges', commit: '0123456789' }
const fetched = (path: string, signal = new AbortController().signal) =>
  githubFile(source, path, {
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
  it('is not waited for once it is stopped', async () => {
    await expect(fetched('x.py', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  })
})
