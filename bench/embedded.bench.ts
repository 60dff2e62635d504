import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, homedir } from 'node:os'
import { join } from 'node:path'
import { packagedRubrics } from '../src/datasets/packaged.ts'
import { readItems } from '../src/datasets/read-items.ts'
import { rubricIn } from '../src/domain/rubric.ts'
import { pairwise } from '../src/protocols/pairwise.ts'
import { embeddedModel, getEmbeddedModel } from '../src/providers/embedded-model.ts'
import { findLlama } from '../src/providers/llama-engine.ts'
import { llamaVersion } from '../src/providers/llama-install.ts'
import { loadModel } from '../src/providers/llama-load.ts'
import { llamaProvider } from '../src/providers/llama-provider.ts'
import type { ModelRequest } from '../src/providers/provider.ts'

// How many judgments a second does a model in process give: by a shared prefix and
// one-pass verdicts, and by asking the same engine naively (the whole prompt every
// time, free text of up to 40 tokens)? And llama-cpp-python, where it is installed?
//
//   node bench/embedded.bench.ts [pairs] [threads] [date]
//
// The pairs are those of the demo, in English and Korean, asked as `assize judge` asks.
// One thread is the fairest on a busy machine, where threads wait for each other.

const pairs = Number(process.argv[2] ?? 40)
const threads = Number(process.argv[3] ?? 1)
const date = process.argv[4] ?? new Date().toISOString().slice(0, 10)
const rounds = 2
const home = process.env.ASSIZE_HOME ?? join(homedir(), '.cache', 'assize')
const { signal } = new AbortController()
const preparing = { home, signal, say: (line: string) => console.error(line), progress: () => {} }

/** CPU and wall seconds a judgment, of one round. */
interface Spent {
  cpu: number
  wall: number
}

const [engine, { path }] = [await findLlama(preparing), await getEmbeddedModel(preparing)]
const asks = await demoAsks()
const provider = await llamaProvider({ path, engine, home, signal, threads })
const naive = await naiveAsker()
await provider.generate(asks[0]!.ours, signal)
await naive(asks[0]!.naive)

const tokens = { prompt: 0, shared: 0, naivePrompt: 0, naiveWritten: 0 }
const [ours, theirs]: [Spent[], Spent[]] = [[], []]
for (let round = 0; round < rounds; round++) {
  const [one, other] = [
    { cpu: 0, wall: 0 },
    { cpu: 0, wall: 0 },
  ]
  for (const ask of asks) {
    await spend(one, async () => {
      const { usage } = await provider.generate(ask.ours, signal)
      tokens.prompt += usage!.prompt
      tokens.shared += usage!.cached!
    })
    await spend(other, async () => {
      const { prompt, written } = await naive(ask.naive)
      tokens.naivePrompt += prompt
      tokens.naiveWritten += written
    })
  }
  ours.push(one)
  theirs.push(other)
}
await provider.close?.()

const perAsk = (count: number) => Math.round(count / asks.length / rounds)
const least = (spent: readonly Spent[]) => Math.min(...spent.map(({ cpu }) => cpu))
const result = {
  question: 'judgments per second in process',
  date,
  node: process.version,
  engine: `node-llama-cpp ${llamaVersion}`,
  model: embeddedModel.name,
  machine: `${cpus().length} x ${cpus()[0]?.model}`,
  threads,
  pairs: asks.length,
  rounds,
  sharedPrefixOnePass: {
    tokensAPrompt: perAsk(tokens.prompt),
    ofThemShared: perAsk(tokens.shared),
    ...summary(ours),
  },
  wholePromptFreeText: {
    tokensAPrompt: perAsk(tokens.naivePrompt),
    tokensWritten: perAsk(tokens.naiveWritten),
    ...summary(theirs),
  },
  times: round(least(theirs) / least(ours)),
  promptTokensPerCpuSecond: round((tokens.prompt - tokens.shared) / rounds / least(ours)),
  llamaCppPython: peer(),
}
console.log(JSON.stringify(result, null, 2))
const history = new URL('history/', import.meta.url)
mkdirSync(history, { recursive: true })
writeFileSync(new URL(`${date}-embedded.json`, history), `${JSON.stringify(result, null, 2)}\n`)

async function spend(spent: Spent, work: () => Promise<void>): Promise<void> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  spent.cpu += (user + system) / 1e6
  spent.wall += (performance.now() - began) / 1e3
}

/** The engine with its own defaults, as its documentation shows: a prompt in, text out. */
async function naiveAsker() {
  const loaded = await loadModel({ path, engine, threads })
  const context = await loaded.model.createContext({
    contextSize: 4096,
    sequences: 1,
    batchSize: 512,
    threads,
    flashAttention: 'auto',
  })
  const sequence = context.getSequence()
  return async ({ prompt }: ModelRequest) => {
    const { shared, rest } = loaded.tokens(prompt, true)
    await sequence.clearHistory()
    let written = 0
    const how = { temperature: 0, topK: 0, topP: 1, minP: 0 }
    for await (const _ of sequence.evaluate([...shared, ...rest], how)) if (++written === 40) break
    return { prompt: shared.length + rest.length, written }
  }
}

function peer(): unknown {
  const script = new URL('embedded-peer.py', import.meta.url).pathname
  const input = JSON.stringify({ path, threads, prompts: asks.map(({ ours }) => ours.prompt.messages) })
  const ran = spawnSync('python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (ran.status === 0) return JSON.parse(ran.stdout)
  return ran.status === 3 ? 'not installed' : `failed: ${ran.stderr.trim().split('\n').at(-1)}`
}

/** Each pair as we ask about it, and as one would who asks for an answer in words. */
async function demoAsks(): Promise<{ ours: ModelRequest; naive: ModelRequest }[]> {
  const protocol = pairwise({ orders: 'first', tie: true, reference: true, seed: 0 })
  const rubrics = await packagedRubrics()
  const file = new URL('../examples/demo/items.jsonl', import.meta.url).pathname
  const items = []
  for await (const item of readItems(file)) if (item.responses.length === 2) items.push(item)
  const chosen = items.filter((_, i) => i % Math.ceil(items.length / pairs) === 0)
  return chosen
    .toSorted((a, b) => (a.language ?? 'en').localeCompare(b.language ?? 'en'))
    .map((item) => {
      const ask = { ...protocol.asks(item, 'helpfulness')[0]!, sample: 0 }
      const language = item.language === 'ko' ? 'ko' : 'en'
      const rubric = rubricIn(rubrics.get('helpfulness')!, language)
      const decoding = { temperature: 0, maxTokens: 40 }
      const inMode = (mode: 'logprobs' | 'text') => ({
        mode,
        decoding,
        ask,
        prompt: protocol.render(ask, rubric, { mode, language }),
      })
      return { ours: inMode('logprobs'), naive: inMode('text') }
    })
}

function summary(spent: readonly Spent[]) {
  const each = (of: (one: Spent) => number) => spent.map((one) => of(one) / asks.length)
  const [cpu, wall] = [each(({ cpu }) => cpu), each(({ wall }) => wall)]
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
