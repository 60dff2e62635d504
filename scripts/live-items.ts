// Ten real items for each judge of the catalogue, short ones, so that a small model on a processor is soon done.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importFiles } from '../src/datasets/import-files.ts'
import type { Importer } from '../src/datasets/importers/importer.ts'
import { mtBench } from '../src/datasets/importers/mt-bench.ts'
import { pandalm } from '../src/datasets/importers/pandalm.ts'
import { prometheus } from '../src/datasets/importers/prometheus.ts'
import { itemRow } from '../src/datasets/item-row.ts'
import { packagedFolder } from '../src/datasets/packaged.ts'
import { readItems } from '../src/datasets/read-items.ts'
import { seatName, type Item, type Response } from '../src/domain/item.ts'
import type { JudgeFile } from '../src/domain/judge-file.ts'

export interface LiveItems {
  readonly name: string
  /** Where they come from, as the table says it. */
  readonly about: string
  readonly items: readonly Item[]
}

/**
 * Items that have what a judge needs.
 *
 * @param data  the folder of published data.
 */
export async function liveItems(file: JudgeFile, data: URL): Promise<LiveItems> {
  const set = setFor(file)
  return { name: set, about: sets[set].about, items: await sets[set].items(data) }
}

/** The file that the items are written to. */
export function writtenItems({ name, items }: LiveItems, folder: string): string {
  const path = join(folder, `${name}.jsonl`)
  writeFileSync(path, items.map((item) => `${JSON.stringify(itemRow(item))}\n`).join(''))
  return path
}

function setFor({ name, protocol, needs }: JudgeFile): keyof typeof sets {
  if (name === 'mt-bench-pair') return 'turns'
  if (name === 'mt-bench-single') return 'single-turns'
  if (needs.includes('images')) return 'images'
  if (needs.includes('context')) return 'context'
  if (protocol === 'listwise') return 'lists'
  if (protocol === 'pairwise') return needs.includes('reference') ? 'rubric-pairs' : 'pairs'
  return needs.includes('levels') || needs.includes('reference') ? 'rubric-singles' : 'singles'
}

const sets = {
  pairs: { about: 'PandaLM, pairs', items: pairs },
  singles: {
    about: 'PandaLM, first responses',
    items: async (data: URL) => (await pairs(data)).map(firstOnly),
  },
  lists: { about: 'PandaLM, 3 to 5 responses', items: lists },
  turns: { about: 'MT-Bench and PandaLM, pairs', items: turns },
  'single-turns': {
    about: 'MT-Bench and PandaLM, first responses',
    items: async (data: URL) => (await turns(data)).map(firstOnly),
  },
  'rubric-singles': {
    about: 'Prometheus vicuna_eval',
    items: async (data: URL) => shortest(await vicuna(data)).slice(0, 10),
  },
  'rubric-pairs': { about: 'Prometheus vicuna_eval, pairs', items: rubricPairs },
  context: { about: "this program's demo, with context", items: withContext },
  images: {
    about: 'Prometheus-Vision, samples',
    items: (data: URL) => imported(prometheus, data, 'prometheus-vision/sample_train_data.json'),
  },
} as const

async function pairs(data: URL): Promise<Item[]> {
  const all = await imported(pandalm, data, 'pandalm/testset-v1.json')
  return shortest(all.filter(({ responses }) => responses.every(({ text }) => text.length > 20))).slice(0, 10)
}

/** The responses of all pairs of one task, each once. */
async function lists(data: URL): Promise<Item[]> {
  const groups = Map.groupBy(
    await imported(pandalm, data, 'pandalm/testset-v1.json'),
    ({ instruction, input = '' }) => `${instruction}\n${input}`,
  )
  const joined = [...groups.values()].map((items) => {
    const byText = new Map(items.flatMap(({ responses }) => responses).map((one) => [one.text, one]))
    return { ...items[0]!, responses: [...byText.values()].map(seated) }
  })
  return shortest(joined.filter(({ responses }) => responses.length >= 3)).slice(0, 10)
}

/** Two turns and one with a reference, and what has none; the second answer is the first, cut at its first sentence. */
async function turns(data: URL): Promise<Item[]> {
  const answered = await imported(
    mtBench,
    data,
    'mt-bench/question.jsonl',
    'mt-bench/reference_answer_gpt-4.jsonl',
  )
  const asPairs = answered.map((item): Item => {
    const [response] = item.responses
    const [answers] = [response?.turns?.filter(({ role }) => role === 'assistant') ?? []]
    return {
      ...item,
      reference: response!.text,
      responses: [response!, cut(response!)].map(seated),
      metadata: { ...item.metadata, references: answers.map(({ content }) => content) },
    }
  })
  const [two, one] = [true, false].map((several) =>
    shortest(asPairs.filter(({ responses }) => (responses[0]!.turns !== undefined) === several)),
  )
  return [...two!.slice(0, 4), ...one!.slice(0, 3), ...(await pairs(data)).slice(0, 3)]
}

function cut(response: Response): Response {
  const short = (text: string) => text.split(/(?<=[.!?])\s/, 1)[0]!
  return {
    ...response,
    writer: 'gpt-4, first sentence',
    text: short(response.text),
    ...(response.turns
      ? {
          turns: response.turns.map((turn) =>
            turn.role === 'assistant' ? { ...turn, content: short(turn.content) } : turn,
          ),
        }
      : {}),
  }
}

/** Two models' answers to one question, with the rubric and the reference that both were judged by. */
async function rubricPairs(data: URL): Promise<Item[]> {
  const groups = Map.groupBy(await vicuna(data), ({ instruction }) => instruction)
  const joined = [...groups.values()].map((items) => {
    const two = shortest(items).slice(0, 2)
    return { ...two[0]!, responses: two.map(({ responses }) => responses[0]!).map(seated) }
  })
  return shortest(joined).slice(0, 10)
}

const vicuna = (data: URL) => imported(prometheus, data, 'prometheus/vicuna_eval.json')

async function withContext(): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of readItems(`${packagedFolder('examples')}demo/items.jsonl`))
    if (item.context !== undefined)
      found.push(
        ...item.responses.map((response) => ({
          ...firstOnly({ ...item, responses: [response] }),
          id: `${item.id}/${response.id}`,
        })),
      )
  return found.slice(0, 10)
}

async function imported(importer: Importer, data: URL, ...files: readonly string[]): Promise<Item[]> {
  const paths = files.map((file) => fileURLToPath(new URL(file, data)))
  const found: Item[] = []
  for await (const { item } of importFiles(importer, paths)) if (item) found.push(item)
  return found
}

const seated = (response: Response, place: number): Response => ({ ...response, id: seatName(place) })

const firstOnly = (item: Item): Item => ({ ...item, responses: item.responses.slice(0, 1).map(seated) })

const shortest = (items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => length(a) - length(b) || (a.id < b.id ? -1 : 1))

const length = (item: Item): number => JSON.stringify(itemRow(item)).length
