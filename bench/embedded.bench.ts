import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, homedir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../src/base/random.ts'
import type { Prompt } from '../src/domain/prompt.ts'
import { embeddedModel, getEmbeddedModel } from '../src/providers/embedded-model.ts'
import { findLlama, loadLlama } from '../src/providers/llama-engine.ts'
import { llamaVersion } from '../src/providers/llama-install.ts'
import { loadModel } from '../src/providers/llama-load.ts'
import { llamaProvider } from '../src/providers/llama-provider.ts'
import type { ModelRequest } from '../src/providers/provider.ts'

// How many judgments a second does a model in process give: by a shared prefix and
// one-pass verdicts, and by asking the same engine naively (the whole prompt every
// time, free text of up to 40 tokens)? And llama-cpp-python, where it is installed?
//
//   node bench/embedded.bench.ts [pairs] [date]

const pairs = Number(process.argv[2] ?? 40)
const date = process.argv[3] ?? new Date().toISOString().slice(0, 10)
const rounds = 4
const threads = cpus().length
const home = process.env.ASSIZE_HOME ?? join(homedir(), '.cache', 'assize')
const { signal } = new AbortController()
const preparing = { home, signal, say: (line: string) => console.error(line), progress: () => {} }

/** CPU and wall seconds a judgment, of one round. */
interface Spent {
  readonly cpu: number
  readonly wall: number
}

const [engine, { path }] = [await findLlama(preparing), await getEmbeddedModel(preparing)]
const requests = Array.from({ length: pairs }, (_, i) => request(i))
const size = Math.ceil(pairs / rounds)
const parts = Array.from({ length: rounds }, (_, i) => requests.slice(i * size, (i + 1) * size))

const provider = await llamaProvider({ path, engine, home, signal, threads })
let tokens = { prompt: 0, cached: 0 }
await provider.generate(requests[0]!, signal)
const naive = await naiveAsker()
await naive(requests[0]!.prompt)

const [shared, whole]: Spent[][] = [[], []]
for (const part of parts) {
  shared!.push(
    await spent(part, async (one) => {
      const { usage } = await provider.generate(one, signal)
      tokens = { prompt: tokens.prompt + usage!.prompt, cached: tokens.cached + usage!.cached! }
    }),
  )
  whole!.push(await spent(part, ({ prompt }) => naive(prompt)))
}
await provider.close?.()

const result = {
  question: 'judgments per second in process',
  date,
  node: process.version,
  engine: `node-llama-cpp ${llamaVersion}`,
  model: embeddedModel.name,
  machine: `${threads} x ${cpus()[0]?.model}`,
  threads,
  pairs,
  tokens: { prompt: Math.round(tokens.prompt / pairs), shared: Math.round(tokens.cached / pairs) },
  'shared prefix, one pass': summary(shared!),
  'whole prompt, free text': summary(whole!),
  times: round(median(whole!.map(({ cpu }) => cpu)) / median(shared!.map(({ cpu }) => cpu))),
  promptTokensPerCpuSecond: round(
    (tokens.prompt - tokens.cached) / pairs / median(shared!.map(({ cpu }) => cpu)),
  ),
  'llama-cpp-python': peer(),
}
console.log(JSON.stringify(result, null, 2))
const history = new URL('history/', import.meta.url)
mkdirSync(history, { recursive: true })
writeFileSync(new URL(`${date}-embedded.json`, history), `${JSON.stringify(result, null, 2)}\n`)

async function spent(part: readonly ModelRequest[], judge: (one: ModelRequest) => Promise<void>) {
  const [began, before] = [performance.now(), process.cpuUsage()]
  for (const one of part) await judge(one)
  const { user, system } = process.cpuUsage(before)
  return {
    cpu: (user + system) / 1e6 / part.length,
    wall: (performance.now() - began) / 1e3 / part.length,
  }
}

/** The engine with its own defaults, as its documentation shows: a prompt in, text out. */
async function naiveAsker(): Promise<(prompt: Prompt) => Promise<void>> {
  const loaded = await loadModel({ path, engine, threads, load: loadLlama })
  const context = await loaded.model.createContext({
    contextSize: 1024,
    sequences: 1,
    batchSize: 512,
    threads,
    flashAttention: 'auto',
  })
  const sequence = context.getSequence()
  return async (prompt) => {
    const { shared, rest } = loaded.tokens(prompt, true)
    await sequence.clearHistory()
    let written = 0
    const how = { temperature: 0, topK: 0, topP: 1, minP: 0 }
    for await (const _ of sequence.evaluate([...shared, ...rest], how)) if (++written === 40) break
  }
}

function peer(): unknown {
  const script = new URL('embedded-peer.py', import.meta.url).pathname
  const input = JSON.stringify({ path, threads, prompts: requests.map(({ prompt }) => prompt.messages) })
  const ran = spawnSync('python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (ran.status === 0) return JSON.parse(ran.stdout)
  return ran.status === 3 ? 'not installed' : `failed: ${ran.stderr.trim().split('\n').at(-1)}`
}

/** A pair of some 500 tokens: 300 that all share, 200 of its own. */
function request(i: number): ModelRequest {
  const random = seededRandom(`pair ${i}`)
  const words = ['rain', 'river', 'the', 'house', 'was', 'old', 'and', 'they', 'walked', 'slowly', 'home']
  const text = (length: number) =>
    Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ')
  const rules = Array.from(
    { length: 18 },
    (_, n) => `${n + 1}. Prefer the answer that follows the instruction most closely.`,
  )
  const item = { id: String(i), instruction: '', responses: [], criteria: [], metadata: {} }
  return {
    mode: 'logprobs',
    decoding: { temperature: 0, maxTokens: 1 },
    ask: { item, shown: [], criterion: 'helpfulness', sample: 0 },
    prompt: {
      messages: [
        { role: 'system', content: `You compare two answers, A and B.\n${rules.join('\n')}` },
        {
          role: 'user',
          content: `Instruction: ${text(40)}\n\nA: ${text(75)}\n\nB: ${text(75)}\n\nWhich is better, A or B?`,
        },
      ],
      shared: 1,
      choices: ['A', 'B', 'C'],
    },
  }
}

function summary(spent: readonly Spent[]) {
  const [cpu, wall] = [spent.map(({ cpu }) => cpu), spent.map(({ wall }) => wall)]
  return {
    cpuSecondsAJudgment: { least: round(Math.min(...cpu)), median: round(median(cpu)) },
    judgmentsPerSecond: { most: round(1 / Math.min(...wall)), median: round(1 / median(wall)) },
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
