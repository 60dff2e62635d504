import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { bootstrapMethods } from './bootstrap-interval.ts'
import { bootstrapOnCores, type NamedStatistic } from './bootstrap-on-cores.ts'
import { bootstrap } from './bootstrap.ts'
import { sampleOf } from './sample.ts'

// A module of a user, outside of the sources, in plain JavaScript.
const folder = mkdtempSync(join(tmpdir(), 'assize-cores-'))
const module = pathToFileURL(join(folder, 'statistic.mjs'))
beforeAll(() =>
  writeFileSync(
    module,
    `export const meanOf = ({ values }) => (times) => {
       let sum = 0, n = 0
       for (let i = 0; i < values.length; i++) { sum += times[i] * values[i]; n += times[i] }
       return n > 0 ? sum / n : undefined
     }
     export const errorOf = ({ values }) => (times) => times[0] > 2 ? undefined : 1 + times[1] / 10
     export const isShared = ({ values }) => () => (values.buffer instanceof SharedArrayBuffer ? 1 : 0)
     export const sometimes = () => (times) => (times[0] > 0 ? times[1] : undefined)
     export const throwing = () => (times) => { if (times[0] > 2) throw new RangeError('The first came thrice.'); return 1 }
     export const endless = () => () => { for (;;); }
     export const notOne = 7
    `,
  ),
)
afterAll(() => rmSync(folder, { recursive: true }))

const values = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i) * i)
const sample = sampleOf([...values.keys()])
const random = () => seededRandom(0)
const named = (name: string, more?: Partial<NamedStatistic>): NamedStatistic => ({
  module,
  name,
  data: { values },
  ...more,
})
const local = (name: string) =>
  import(/* @vite-ignore */ module.href).then(
    (found: Record<string, (data: unknown) => (times: Float64Array) => number | undefined>) =>
      found[name]!({ values }),
  )

describe.each(bootstrapMethods)('%s', (method) => {
  it('gives the same digits on one core, on two, on three, and without threads', async () => {
    const options = { method, resamples: 333 }
    const expected = bootstrap(sample, await local('meanOf'), { random: random(), ...options })!
    expect(expected.low).toBeLessThan(expected.high)
    for (const cores of [1, 2, 3]) {
      expect(
        await bootstrapOnCores(sample, named('meanOf'), { random: random(), cores, ...options }),
      ).toEqual(expected)
    }
  })
})

it('takes the standard error of a studentised interval by name', async () => {
  const options = { method: 'studentised', resamples: 100 } as const
  const expected = bootstrap(sample, await local('meanOf'), {
    random: random(),
    standardError: await local('errorOf'),
    ...options,
  })!
  expect(expected.defined).toBeLessThan(100)
  const found = await bootstrapOnCores(sample, named('meanOf', { standardError: 'errorOf' }), {
    random: random(),
    cores: 2,
    ...options,
  })
  expect(found).toEqual(expected)
})

it('leaves out what is not defined, as without threads', async () => {
  const found = await bootstrapOnCores(sample, named('sometimes'), { random: random(), cores: 2 })
  expect(found).toEqual(bootstrap(sample, await local('sometimes'), { random: random() }))
  expect(found!.defined).toBeLessThan(1000)
})

it('shares typed arrays instead of copying them', async () =>
  expect(
    await bootstrapOnCores(sample, named('isShared'), { random: random(), cores: 1, resamples: 1 }),
  ).toMatchObject({
    low: 1,
  }))

it('gives the error of a statistic that throws', () =>
  expect(bootstrapOnCores(sample, named('throwing'), { random: random(), cores: 2 })).rejects.toThrow(
    'The first came thrice.',
  ))

it.each(['missing', 'notOne'])('says that the module has no function %s', (name) =>
  expect(bootstrapOnCores(sample, named(name), { random: random(), cores: 1 })).rejects.toThrow(
    `has no function ${name}`,
  ),
)

it('stops a statistic that never ends when told to', async () => {
  const stop = new AbortController()
  const running = bootstrapOnCores(sample, named('endless'), {
    random: random(),
    cores: 2,
    signal: stop.signal,
  })
  setTimeout(() => stop.abort(new Error('Enough.')), 200)
  await expect(running).rejects.toThrow('Enough.')
})

it('does not begin when told to stop before', () =>
  expect(
    bootstrapOnCores(sample, named('endless'), {
      random: random(),
      cores: 1,
      signal: AbortSignal.abort(new Error('No.')),
    }),
  ).rejects.toThrow('No.'))

it('is undefined with nothing to draw from', async () =>
  expect(
    await bootstrapOnCores(sampleOf([]), named('meanOf'), { random: random(), cores: 2 }),
  ).toBeUndefined())

it.each([0, 1.5, NaN])('refuses %f cores', (cores) =>
  expect(bootstrapOnCores(sample, named('meanOf'), { random: random(), cores })).rejects.toThrow(TypeError),
)

it('leaves nothing behind that keeps a program from ending, from sources and as it is built', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const built = join(folder, 'node_modules', 'assize')
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(
    process.execPath,
    [compiler, '-p', 'tsconfig.build.json', '--outDir', join(built, 'dist'), '--noCheck'],
    {
      cwd: root,
    },
  )
  cpSync(join(root, 'package.json'), join(built, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(built, 'node_modules'))
  const program = (from: string) => `
    import { bootstrapOnCores, sampleOf } from ${JSON.stringify(from)}
    const options = { random: () => 0.5, cores: 2, resamples: 10 }
    const statistic = { module: new URL('./statistic.mjs', import.meta.url), name: 'meanOf', data: { values: [1, 2] } }
    console.log(JSON.stringify(await bootstrapOnCores(sampleOf([0, 1]), statistic, options)))`
  const outcomes = [pathToFileURL(join(root, 'src/metrics/index.ts')).href, 'assize/metrics'].map(
    (from, i) => {
      const file = join(folder, `program-${i}.mjs`)
      writeFileSync(file, program(from))
      return JSON.parse(
        execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 30_000 }),
      ) as unknown
    },
  )
  expect(outcomes[0]).toMatchObject({ defined: 10 })
  expect(outcomes[1]).toEqual(outcomes[0])
}, 60_000)
