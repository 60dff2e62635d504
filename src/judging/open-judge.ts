import { basename } from 'node:path'
import { defined } from '../base/defined.ts'
import { AssizeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import type { Item } from '../domain/item.ts'
import { templatesOf, type JudgeFile } from '../domain/judge-file.ts'
import type { Decoding, Mode } from '../domain/prompt.ts'
import { rubricIn, type RubricData } from '../domain/rubric.ts'
import { packagedFolder, packagedNames, packagedRubrics } from '../datasets/packaged.ts'
import { promptLookup, promptSource, pulledPrompts } from '../datasets/prompt-sets.ts'
import { readJudgeFile } from '../datasets/read-judge-file.ts'
import { readRubric } from '../datasets/read-rubric.ts'
import { pairwise, type PairOrders } from '../protocols/pairwise.ts'
import { pointwise } from '../protocols/pointwise.ts'
import type { Protocol } from '../protocols/protocol.ts'
import { templated, type PulledPrompts } from '../protocols/templated.ts'

export interface JudgeSettings {
  readonly orders?: PairOrders
  readonly tie?: boolean
  readonly reference?: boolean
  readonly seed?: number
  /** Where pulled prompts are kept. Without it, a judge that needs them reads recorded answers only. */
  readonly home?: string
  /** Makes chats of prompts that are written to be continued. */
  readonly chat?: boolean
  /** In place of the file's own: how strictly a published reader reads. */
  readonly reader?: 'strict' | 'robust'
}

/** A judge before it has a model. */
export interface OpenedJudge {
  readonly name: string
  readonly protocol: Protocol
  readonly rubrics: readonly RubricData[]
  readonly knownRubrics: ReadonlyMap<string, RubricData>
  readonly decoding: Partial<Decoding>
  /** Whether it reads free text in its own way, so that no other mode fits. */
  readonly textOnly: boolean
  /** The kind of model that it is for, where that is none that writes. */
  readonly head?: 'score' | 'classify'
  /** The mode that its file names. */
  readonly mode?: Mode
  /** The rule by which its authors make its games one label. */
  readonly combine?: string
  /** What a careful user should know. */
  readonly warnings: readonly string[]
}

/** The judges that are protocols themselves, with prompts of our own. */
export const builtInJudges = ['pairwise', 'pointwise'] as const

/** The judge files that come with the package, by name. */
export async function packagedJudges(): Promise<Map<string, JudgeFile>> {
  const names = await packagedNames(packagedFolder('judges'))
  return new Map(await Promise.all(names.map(async (name) => [name, await packagedJudge(name)] as const)))
}

const packagedJudge = (name: string): Promise<JudgeFile> =>
  readJudgeFile(`${packagedFolder('judges')}${name}.yaml`)

/**
 * The judge of a name or a file, with its rubrics.
 *
 * @param judge    `pairwise`, `pointwise`, `auto`, the name of a packaged judge, or a YAML file.
 * @param rubrics  names of the pack, or files; empty: the judge's own, else helpfulness.
 * @param first    the first item, by which `auto` decides: an objective criterion is asked of each response on
 *                 its own, a subjective one of a pair by comparison.
 * @throws AssizeError `judging/no-such-judge`, `judging/no-such-rubric`, or what is wrong with a file.
 */
export async function openJudge(
  judge: string,
  rubrics: readonly string[],
  first: Item | undefined,
  settings: JudgeSettings,
  cwd?: string,
): Promise<OpenedJudge> {
  const { orders, tie, reference = true, seed = 0 } = settings
  const known = await packagedRubrics()
  const named: RubricData[] = []
  for (const rubric of rubrics) named.push(await openRubric(rubric, known, cwd))
  for (const rubric of named) known.set(rubric.name, rubric)

  const builtIn = judge === 'auto' ? choose(named[0] ?? known.get('helpfulness'), first) : judge
  if (builtIn === 'pairwise' || builtIn === 'pointwise') {
    const own = named.length > 0 ? named : [known.get('helpfulness')!]
    const protocol =
      builtIn === 'pairwise'
        ? pairwise({ orders: orders ?? 'both', tie: tie ?? true, reference, seed })
        : pointwise({ reference })
    const objective = own.filter(({ kind }) => kind === 'objective').map(({ name }) => name)
    return {
      name: builtIn,
      protocol,
      rubrics: own,
      knownRubrics: known,
      decoding: {},
      textOnly: false,
      warnings:
        builtIn === 'pairwise' && objective.length > 0
          ? [
              `${objective.join(', ')} is objective: it holds for a response or not, whatever the other one does. --judge pointwise asks that of each.`,
            ]
          : [],
    }
  }

  const file = await judgeFileOf(judge, cwd)
  const ownRubric =
    typeof file.rubric === 'string'
      ? [await openRubric(file.rubric, known, cwd)]
      : file.rubric
        ? [file.rubric]
        : []
  const used = named.length > 0 ? named : ownRubric.length > 0 ? ownRubric : [known.get('helpfulness')!]
  return {
    name: file.name,
    protocol: await protocolOf(file, settings, cwd),
    rubrics: used,
    knownRubrics: new Map([...known, ...used.map((rubric) => [rubric.name, rubric] as const)]),
    decoding: defined(file.decoding ?? {}) as Partial<Decoding>,
    textOnly: templatesOf(file).length > 0 || file.reader !== undefined,
    ...(file.mode ? { mode: file.mode } : {}),
    ...(file.head ? { head: file.head } : {}),
    ...(file.combine ? { combine: file.combine } : {}),
    warnings: [],
  }
}

/** The judge file of a name or a path. @throws AssizeError `judging/no-such-judge`, or what is wrong with the file. */
export async function judgeFileOf(judge: string, cwd?: string): Promise<JudgeFile> {
  if (isPath(judge)) return readJudgeFile(judge, cwd)
  const names = await packagedNames(packagedFolder('judges'))
  if (names.includes(judge)) return packagedJudge(judge)
  const close = nearest(judge, [...builtInJudges, ...names])
  throw new AssizeError('judging/no-such-judge', {
    message: `There is no judge called ${judge}.`,
    remedy: `${close === undefined ? '' : `Did you mean ${close}? `}See \`assize judges\`, or name a YAML file.`,
  })
}

/**
 * A judge file with what it stands on: its pulled prompts, where they are, and the judge that its debate begins with.
 *
 * @throws AssizeError `judging/no-such-source`, `judging/no-such-judge`, `judging/bad-debate`, and what is wrong with a template.
 */
export async function protocolOf(file: JudgeFile, settings: JudgeSettings, cwd?: string): Promise<Protocol> {
  const { orders, tie, reference = true, seed = 0, home, chat, reader: form } = settings
  const set = file.prompts === undefined ? undefined : await promptsOf(file.prompts, home)
  const first = file.debate && (await debaterOf(file, file.debate.judge, cwd))
  const debater = first && {
    protocol: await protocolOf(first, settings, cwd),
    decoding: defined(first.decoding ?? {}) as Partial<Decoding>,
  }
  const read = form && file.reader && 'name' in file.reader ? { reader: { ...file.reader, form } } : {}
  return templated(
    { ...file, ...read, ...(orders ? { orders } : {}), ...(tie === undefined ? {} : { tie }) },
    {
      reference,
      seed,
      ...(set ? { prompts: set } : {}),
      ...(debater ? { debater } : {}),
      ...(chat ? { chat } : {}),
    },
  )
}

/** The judge that a debate begins with is asked one question a game, no more. */
async function debaterOf({ name }: JudgeFile, judge: string, cwd?: string): Promise<JudgeFile> {
  const first = await judgeFileOf(judge, cwd)
  if (first.protocol === 'pairwise' && !first.debate && first.steps.length === 0) return first
  const has = first.debate ? 'a debate of its own' : first.steps.length > 0 ? 'steps of its own' : ''
  throw new AssizeError('judging/bad-debate', {
    message: `The debate of ${name} begins with ${first.name}, which ${has ? `has ${has}` : `is ${first.protocol}`}.`,
    remedy: 'Name a pairwise judge with one prompt: no steps, no debate.',
  })
}

async function promptsOf(name: string, home: string | undefined): Promise<PulledPrompts> {
  const source = await promptSource(name)
  const set = home === undefined ? undefined : await pulledPrompts(home, name, source)
  return {
    name: `${name}@${source.commit.slice(0, 10)}`,
    ...(set ? { lookup: promptLookup(set) } : {}),
  }
}

function choose(rubric: RubricData | undefined, first: Item | undefined): 'pairwise' | 'pointwise' {
  if (rubric && rubricIn(rubric, 'en').kind === 'objective') return 'pointwise'
  return first?.responses.length === 2 ? 'pairwise' : 'pointwise'
}

async function openRubric(
  name: string,
  known: ReadonlyMap<string, RubricData>,
  cwd?: string,
): Promise<RubricData> {
  if (isPath(name)) return readRubric(name, cwd === undefined ? {} : { cwd })
  const found = known.get(name)
  if (found) return found
  throw new AssizeError('judging/no-such-rubric', {
    message: `There is no rubric called ${name}.`,
    remedy: `Name a YAML file, or one of ${[...known.keys()].join(', ')}.`,
  })
}

/** A name of ours has no dot or slash; what has one is a file. */
const isPath = (name: string): boolean => /[./\\]/.test(name) || basename(name) !== name
