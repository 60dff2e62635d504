import { imageDigest } from '../datasets/image-digest.ts'
import type { Prompt } from '../domain/prompt.ts'
import { asksOf, questionOf, stepQuestion, stepsOf } from '../judging/asks.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import type { JudgeRequest } from './judge-options.ts'
import type { Prepared } from './prepare-judging.ts'

/** What a run would ask, without asking it. Tokens are estimated from bytes: nobody's tokenizer is at hand. */
export async function dryRun(
  request: JudgeRequest,
  { judge, provider, items, name }: Prepared,
  store: Store,
  json: boolean | undefined,
  terminal: Terminal,
) {
  const there = (await store.run(name)) !== undefined
  const count = { items: 0, asks: 0, cached: 0, steps: 0, cachedSteps: 0, bytes: 0 }
  const seen = new Set<string>()
  const isKnown = async (key: string) =>
    request.cache && !provider.byItem && (await store.cachedAnswer(key)) !== undefined
  const add = ({ messages }: Prompt) => {
    for (const { content } of messages) count.bytes += Buffer.byteLength(content)
  }
  for await (const item of items) {
    terminal.signal.throwIfAborted()
    count.items++
    for (const one of asksOf(judge, item)) {
      for (const step of stepsOf(judge, one)) {
        // What earlier steps will answer is not known, so later ones are counted as if it were nothing.
        const { prompt, key } = await stepQuestion(judge, one, step, {}, imageDigest)
        if (seen.has(key)) continue
        seen.add(key)
        count.steps++
        if (await isKnown(key)) count.cachedSteps++
        else add(prompt)
      }
      const { prompt, key } = await questionOf(judge, one, imageDigest)
      count.asks++
      if (await isKnown(key)) count.cached++
      else add(prompt)
    }
  }
  const open = count.asks - count.cached
  const openSteps = count.steps - count.cachedSteps
  const tokens = {
    prompt: Math.round(count.bytes / 3.5),
    completion: open * (judge.mode === 'logprobs' ? 1 : 150) + openSteps * 150,
  }
  const { prices } = request
  const cost = prices ? (tokens.prompt * prices.input + tokens.completion * prices.output) / 1e6 : null
  if (json) {
    return terminal.out(
      jsonText({
        run: name,
        there,
        items: count.items,
        asks: count.asks,
        cached: count.cached,
        ...(count.steps > 0 ? { steps: count.steps, cachedSteps: count.cachedSteps } : {}),
        estimated: { tokens, cost },
      }),
    )
  }
  terminal.out(`Run ${name}${there ? ' (it is there already: what it has answered is not asked again)' : ''}`)
  terminal.out(`${count.items} items, ${count.asks} asks; ${count.cached} of them answered in the cache`)
  if (count.steps > 0)
    terminal.out(
      `${count.steps} questions before them (a debate's are counted before it is known whether they settle it); ${count.cachedSteps} answered in the cache`,
    )
  terminal.out(`about ${tokens.prompt} prompt tokens and ${tokens.completion} of answers, guessed from bytes`)
  terminal.out(cost === null ? 'cost not known: give --price' : `about $${cost.toFixed(2)}`)
}
