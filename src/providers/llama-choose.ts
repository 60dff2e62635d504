import type { Answer } from '../domain/answer.ts'
import type { Prompt } from '../domain/prompt.ts'
import { completionText } from './completion-text.ts'
import { llamaChoices, type Spelling } from './llama-choices.ts'
import { needRoom } from './llama-room.ts'
import type { LoadedLlama } from './llama-load.ts'
import type { LlamaModel, Token } from './llama-types.ts'

/** One pass over the prompt, and the probabilities of its choices as the next words. */
export async function llamaChoose(
  { model, tape, context, tokens }: LoadedLlama,
  prompt: Prompt,
  signal: AbortSignal,
): Promise<Answer> {
  const { shared, rest } = tokens(prompt, false)
  const continued = prompt.form === 'completion' ? completionText(prompt) : ''
  const { begun, spellings } = spell(model, prompt.choices ?? [], prompt.prefill ?? '', continued)
  const own = [...rest, ...begun]
  const length = shared.length + own.length
  const longest = Math.max(...spellings.map(({ tokens }) => tokens.length))
  needRoom(length, longest, context)

  const cached = await tape.rewind(shared, length + longest, signal)
  let further = 0
  const choices = await llamaChoices(spellings, async (path, wanted) => {
    if (path.length === 0) return tape.read(own, wanted, signal)
    further += path.length
    // From one token earlier: a batch of one alone would depend on the number of threads.
    await tape.cut(length - 1)
    return tape.read([own.at(-1)!, ...path], wanted, signal)
  })
  const [text] = Object.entries(choices).reduce((best, next) => (next[1] > best[1] ? next : best))
  return { text, finish: 'stop', choices, usage: { prompt: length, cached, completion: 1 + further } }
}

/**
 * The ways to write each choice after `prefill`, as tokens, and the tokens with which all of them begin.
 *
 * Tokens are made of prefill and choice together, because a space before a
 * word belongs to the word's token. After a prefill, or a text that is
 * continued, that ends in no space, ` A` is the choice A too.
 */
function spell(
  model: LlamaModel,
  choices: readonly string[],
  prefill: string,
  continued: string,
): { begun: Token[]; spellings: Spelling[] } {
  const before = /(^|\s)$/.test(continued + prefill) ? [prefill] : [prefill, `${prefill} `]
  const whole = choices.flatMap((choice) =>
    before.map((text) => ({ choice, tokens: model.tokenize(text + choice, false, 'trimLeadingSpace') })),
  )
  const [first, ...others] = whole.map(({ tokens }) => tokens)
  if (!first) throw new TypeError('mode logprobs needs prompt.choices')
  // Every choice keeps a token of its own, even the one with which another begins.
  const most = Math.min(...whole.map(({ tokens }) => tokens.length)) - 1
  let same = 0
  while (same < most && others.every((tokens) => tokens[same] === first[same])) same++
  return {
    begun: first.slice(0, same),
    spellings: whole.map(({ choice, tokens }) => ({ choice, tokens: tokens.slice(same) })),
  }
}
