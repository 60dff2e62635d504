import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installLlama, llamaVersion } from './llama-install.ts'

let home = ''
let said: string[] = []
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assize-engine-'))
  said = []
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** An npm that notes what it was asked and then does as told. */
function fakeNpm(does: string): string {
  const path = join(home, `npm-${randomUUID()}`)
  writeFileSync(
    path,
    `#!/bin/sh
echo "$@" >> "${home}/asked"
while [ "$1" != "--prefix" ]; do shift; done
engine="$2/node_modules/node-llama-cpp"
${does}
`,
  )
  chmodSync(path, 0o755)
  return path
}
const installs =
  'mkdir -p "$engine/llama" && echo "{}" > "$engine/package.json" && echo x > "$engine/llama/gitRelease.bundle"'

const asked = (more: Partial<Parameters<typeof installLlama>[0]> = {}) => ({
  home,
  platform: 'linux',
  arch: 'x64',
  npm: fakeNpm(installs),
  say: (line: string) => void said.push(line),
  progress: () => {},
  signal: new AbortController().signal,
  ...more,
})

describe.skipIf(process.platform === 'win32')('the engine', () => {
  it('is installed for this machine alone, without what builds it', async () => {
    const engine = await installLlama(asked())
    expect(engine).toBe(join(home, 'engine', llamaVersion, 'node_modules', 'node-llama-cpp'))
    expect(existsSync(join(engine, 'package.json'))).toBe(true)
    expect(existsSync(join(engine, 'llama', 'gitRelease.bundle'))).toBe(false)
    expect(said).toHaveLength(1)
  })

  it('is installed once', async () => {
    await installLlama(asked())
    await installLlama(asked({ npm: 'no-such-npm' }))
    expect(said).toHaveLength(1)
  })

  it('is one where two install it at once, and no draft is left', async () => {
    const [a, b] = await Promise.all([installLlama(asked()), installLlama(asked())])
    expect(a).toBe(b)
    expect(readdirSync(join(home, 'engine'))).toEqual([llamaVersion])
  })

  it('is not there by half when npm fails', async () => {
    const npm = fakeNpm('mkdir -p "$engine"; echo "npm error code ENOTFOUND" >&2; exit 1')
    await expect(installLlama(asked({ npm }))).rejects.toMatchObject({
      code: 'provider/no-engine',
      message: expect.stringContaining('npm error code ENOTFOUND'),
      remedy: expect.stringContaining(`npm install node-llama-cpp@${llamaVersion}`),
    })
    expect(readdirSync(join(home, 'engine'))).toEqual([])
  })

  it('needs an npm', async () => {
    await expect(installLlama(asked({ npm: 'no-such-npm' }))).rejects.toMatchObject({
      code: 'provider/no-engine',
      message: expect.stringContaining('there is no no-such-npm'),
    })
  })

  it('is not to be had for every machine', async () => {
    await expect(installLlama(asked({ platform: 'sunos', arch: 'sparc' }))).rejects.toMatchObject({
      code: 'provider/no-engine-here',
    })
  })

  it('stops installing on an abort', async () => {
    const stop = new AbortController()
    const npm = fakeNpm('sleep 60')
    setTimeout(() => stop.abort(new Error('enough')), 50)
    await expect(installLlama(asked({ npm, signal: stop.signal }))).rejects.toThrow('enough')
    expect(readdirSync(join(home, 'engine'))).toEqual([])
  })
})
