import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The house, ground first. A folder imports from floors below its own, never from a neighbour. */
const floors = [
  ['base'],
  ['domain', 'metrics'],
  ['protocols', 'metaeval', 'correction', 'datasets', 'providers', 'store'],
  ['judging', 'training', 'merging'],
  ['audit', 'synthesis', 'refining', 'annotation'],
  ['report'],
  ['server'],
  ['cli'],
]
const floorOf = new Map(floors.flatMap((names, floor) => names.map((name) => [name, floor] as const)))
const src = new URL('../src/', import.meta.url)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^[^/]+\/.*\.ts$/.test(file),
)

it.each(files)('%s looks only downstairs', (file) => {
  const [home = ''] = file.split('/')
  expect(floorOf.has(home), `${home}/ has no floor yet: give it one above`).toBe(true)
  const text = readFileSync(new URL(file, src), 'utf8')
  const upwards = [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)]
    .map(([, path = '']) => new URL(path, new URL(file, src)).href.slice(src.href.length))
    .filter(
      (path) => path.split('/')[0] !== home && !(floorOf.get(path.split('/')[0]!)! < floorOf.get(home)!),
    )
  expect(upwards).toEqual([])
})

/** Only the doors know the process: its clock, its environment, its streams. */
it.each(files.filter((file) => !/^(cli|server)\/|\.(test|contract)\.ts$/.test(file)))(
  '%s asks nothing of the process',
  (file) => {
    const text = readFileSync(new URL(file, src), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
    expect(text).not.toMatch(
      /\bprocess\.(env|argv|stdout|stderr|stdin|exit|cwd)\b|\bconsole\.|\bDate\.now\(\)/,
    )
  },
)
