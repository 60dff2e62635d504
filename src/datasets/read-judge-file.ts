import { judgeFileSchema, type JudgeFile } from '../domain/judge-file.ts'
import { readYaml } from './read-yaml.ts'

const ordersOf: Record<JudgeFile['protocol'], (orders: NonNullable<JudgeFile['orders']>) => boolean> = {
  pairwise: (orders) => typeof orders === 'string' && orders !== 'all',
  pointwise: () => false,
  listwise: (orders) => typeof orders === 'number' || orders === 'first' || orders === 'all',
}

/**
 * A judge from its YAML (or JSON) file.
 *
 * @throws AssizeError `datasets/bad-judge` naming the line, what was expected and what stood there.
 */
export async function readJudgeFile(path: string, cwd?: string): Promise<JudgeFile> {
  const { value, bad } = await readYaml(path, judgeFileSchema, {
    thing: 'judge',
    code: 'datasets/bad-judge',
    contract: 'contracts/judge.schema.json',
    ...(cwd === undefined ? {} : { cwd }),
  })
  const { protocol, reader, template, templates, mode, choices, orders, steps, debate } = value
  const patterns = reader && 'pick' in reader ? reader : undefined
  if (patterns && protocol === 'pairwise' && !patterns.patterns)
    throw bad(['reader'], 'A pairwise judge reads with `patterns:` for A, B and tie.')
  if (patterns && protocol === 'pointwise' && !patterns.score)
    throw bad(['reader'], 'A pointwise judge reads with `score:`, whose first group is the number.')
  if (protocol === 'listwise' && !(reader && 'name' in reader))
    throw bad(['reader'], 'A listwise judge reads with a published reader: `reader: {name: judgelm}`.')
  if (template && templates) throw bad(['templates'], 'Give `template:` or `templates:`, not both.')
  if (mode === 'logprobs' && protocol === 'listwise')
    throw bad(['mode'], 'A list is not judged by the probabilities of one word.')
  if (choices && protocol === 'pairwise') {
    const odd = Object.values(choices).find((one) => one !== 'A' && one !== 'B' && one !== 'tie')
    if (odd !== undefined)
      throw bad(['choices'], `A choice of a pair means A, B or tie, not ${JSON.stringify(odd)}.`)
  }
  if (orders !== undefined && !ordersOf[protocol](orders))
    throw bad(['orders'], `${JSON.stringify(orders)} is no way to show what a ${protocol} judge sees.`)
  const twice = steps.findIndex(({ name }, i) => steps.findIndex((step) => step.name === name) < i)
  if (twice >= 0) throw bad(['steps', twice, 'name'], `Two steps are called ${steps[twice]!.name}.`)
  const taken = steps.findIndex(({ name }) => /^(debate_(ab|ba)|unread_\d+)$/.test(name))
  if (taken >= 0)
    throw bad(['steps', taken, 'name'], `${steps[taken]!.name} is what assize calls a step of its own.`)
  if (debate && protocol !== 'pairwise') throw bad(['debate'], 'Only a pair is debated: protocol pairwise.')
  return value
}
