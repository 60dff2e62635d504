import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveItems, writtenItems } from '../../scripts/live-items.ts'
import { AssizeError } from '../../src/base/errors.ts'
import { packagedJudges } from '../../src/judging/open-judge.ts'
import { getEmbeddedModel } from '../../src/providers/embedded-model.ts'
import { findLlama } from '../../src/providers/llama-engine.ts'
import { assize } from '../support/assize.ts'

// A published judge of every kind, asked of the embedded model: `node scripts/live-judges.ts` does all of them.
const data = new URL('../../../shared/data/', import.meta.url)
const cache = process.env.ASSIZE_HOME ?? join(homedir(), '.cache', 'assize')
const preparing = { home: cache, signal: new AbortController().signal, say: () => {}, progress: () => {} }

/** Why none can be asked here; `undefined` where they can. */
const missing = existsSync(data)
  ? await Promise.all([findLlama(preparing), getEmbeddedModel(preparing)]).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof AssizeError) return error.message
        throw error
      },
    )
  : '../shared/data is not there'

const kinds = {
  'a chat': 'mt-bench-pair',
  'a text to be continued': 'pandalm',
  'a chat with worked examples': 'llmbar-vanilla-1shot',
  'the probabilities of its choices': 'alpaca-eval-2',
  'JSON held to a schema': 'alpaca-eval-fn',
  'a step before the verdict': 'llmbar-metrics',
  'a step for all items': 'g-eval',
  'another judge in both orders first': 'llmbar-swap',
  'a list': 'judgelm-multi',
  'an answer that is asked for again': 'prometheus-2-relative',
}

describe.skipIf(missing !== undefined)(
  `a published judge, live${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const home = mkdtempSync(join(tmpdir(), 'assize-live-'))
    afterAll(() => rmSync(home, { recursive: true, force: true }))
    const run = assize(home, { env: { ASSIZE_HOME: home } })
    const itemsFor = async (name: string) => {
      const set = await liveItems((await packagedJudges()).get(name)!, data)
      return writtenItems({ ...set, items: set.items.slice(0, 2) }, home)
    }

    beforeAll(async () => {
      // Engine and model as they are; prompts of this test's own.
      for (const name of await readdir(cache))
        if (name !== 'prompts') symlinkSync(join(cache, name), join(home, name))
      await run('judges', 'pull', 'all', '--from', fileURLToPath(data))
    })

    it.each(Object.entries(kinds))('of the kind %s: %s', async (_kind, name) => {
      const settings = ['--max-tokens', '24', '--threads', '1', '--json']
      const { code, out, said } = await run('judge', await itemsFor(name), '--judge', name, ...settings)
      expect(code, said).toBe(0)
      const { asked, answered, none } = JSON.parse(out) as {
        asked: number
        answered: number
        none: Record<string, number>
      }
      expect(asked).toBeGreaterThanOrEqual(2)
      expect(answered + Object.values(none).reduce((sum, n) => sum + n, 0)).toBe(asked)
      expect(Object.keys(none)).not.toContain('failed')
    })

    it('that needs an image says that this model is shown none, and fails the asks', async () => {
      const { code, said } = await run(
        'judge',
        await itemsFor('prometheus-vision'),
        '--judge',
        'prometheus-vision',
      )
      expect(said).toContain('A model in this process is shown no images')
      expect(code).toBe(1)
    })
  },
)
