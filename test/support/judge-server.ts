import { onTestFinished } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { fakeServer, type Asked, type Reaction } from '../../src/providers/fake-server.ts'

export interface JudgeServer {
  /** For `--model`. */
  readonly model: string
  readonly origin: string
  /** Every prompt it got, retries among them, as the user's message. */
  readonly prompts: string[]
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

export interface JudgeServerOptions {
  /** What it says to a prompt; by default a verdict that depends on the prompt alone. */
  readonly say?: (prompt: string) => string
  /** What it does in place of an answer, if anything. */
  readonly weather?: (about: {
    readonly prompt: string
    /** Calls before this one. */
    readonly calls: number
    /** Calls of the same prompt before this one. */
    readonly before: number
    readonly asked: Asked
  }) => Reaction | undefined
  /** Milliseconds until it answers. */
  readonly latency?: number
}

/** A judge behind an OpenAI-compatible server on this machine, with any weather; it closes when the test ends. */
export async function judgeServer({
  say = verdictByHash,
  weather,
  latency = 0,
}: JudgeServerOptions = {}): Promise<JudgeServer> {
  const prompts: string[] = []
  const times = new Map<string, number>()
  const server = await fakeServer((asked, calls) => {
    if (asked.path.endsWith('/models')) return { json: { data: [{ id: 'm' }, { id: 'n' }] } }
    const { messages = [] } = asked.body as { messages?: { content: string }[] }
    const prompt = messages.at(-1)?.content ?? ''
    const before = times.get(prompt) ?? 0
    times.set(prompt, before + 1)
    prompts.push(prompt)
    const fault = weather?.({ prompt, calls, before, asked })
    if (fault) return fault
    const json = answerWith(say(prompt))
    if (latency === 0) return { json }
    return (response) =>
      void setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(json))
      }, latency)
  })
  onTestFinished(() => server.close())
  return { ...server, model: `${server.origin}/v1#m`, prompts }
}

/** The body of an answer. */
export const answerWith = (text: string, finish = 'stop') => ({
  model: 'm',
  choices: [{ message: { content: text }, finish_reason: finish }],
  usage: { prompt_tokens: 100, completion_tokens: 10 },
})

/** An error as OpenAI words it. */
export const complaint = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Reaction => ({
  status,
  json: { error: { message, type: 'error', code: null } },
  headers,
})

/** A, B or a tie, the same for the same prompt. */
export const verdictByHash = (prompt: string): string =>
  `It is what it is.\nVerdict: ${['A', 'B', 'tie'][Number.parseInt(sha256(prompt).slice(0, 8), 16) % 3]}`
