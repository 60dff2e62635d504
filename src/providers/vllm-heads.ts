import { z } from 'zod'
import type { Answer } from '../domain/answer.ts'
import { classChoices, type ModelClass } from './class-choices.ts'
import type { HeadTask, HeadWay } from './head-way.ts'
import { plainNumber } from './plain-number.ts'
import { wrongClasses } from './wrong-classes.ts'

/**
 * The endpoints of vLLM's pooling models (SGLang has `/v1/classify` in the same
 * form), the best first. A conversation goes through the model's own chat
 * template; `/score` is for cross-encoders, which read a pair and have none.
 *
 * @param task  `score` asks for the head's number as it is, before a sigmoid or
 *              softmax: what is learned by Bradley-Terry is a difference of these.
 * @param name  the name that the server knows the model by.
 */
export function vllmHeads(task: HeadTask, name: string): readonly HeadWay[] {
  return task === 'classify' ? [classify(task, name)] : [classify(task, name), pooling(name), score(name)]
}

/** Its name until 2025 was `activation`; what a version does not know, it leaves unread. */
const raw = { use_activation: false, activation: false }

function classify(task: HeadTask, name: string): HeadWay {
  return {
    path: '/classify',
    sends: 'the text or the conversation',
    body: (judged) => ({
      model: name,
      ...(judged.kind === 'text' ? { input: judged.text } : { messages: judged.messages }),
      ...(task === 'score' ? raw : {}),
    }),
    read(reply, choices) {
      const { data, ...rest } = classifyReply.safeParse(reply).data ?? {}
      const [found] = data ?? []
      if (!found) return undefined
      const { label, probs } = found
      if (task === 'score') return { text: onlyNumber(probs, name), finish: 'stop', ...accounts(rest) }
      // Only the label of the likeliest is told.
      const best = probs.indexOf(Math.max(...probs))
      const classes = probs.map((probability, i): ModelClass => ({
        probability,
        ...(i === best && label ? { label } : {}),
      }))
      const logs = classChoices(classes, choices, name)
      return {
        text: choices?.[best] ?? label ?? String(best),
        finish: 'stop',
        choices: choices ? logs : { [label ?? String(best)]: logs[label ?? String(best)]! },
        ...accounts(rest),
      }
    },
  }
}

function pooling(name: string): HeadWay {
  return {
    path: '/pooling',
    sends: 'the text or the conversation',
    body: (judged) => ({
      model: name,
      ...(judged.kind === 'text' ? { input: judged.text } : { messages: judged.messages }),
      encoding_format: 'float',
      ...raw,
    }),
    read(reply) {
      const { data, ...rest } = poolingReply.safeParse(reply).data ?? {}
      const [found] = data ?? []
      if (!found) return undefined
      // A row a token: the last one has read the whole text.
      const last = found.data.at(-1)
      const row = Array.isArray(last) ? last : (found.data as readonly number[])
      return { text: onlyNumber(row, name), finish: 'stop', ...accounts(rest) }
    },
  }
}

function score(name: string): HeadWay {
  return {
    path: '/score',
    sends: 'what is before the response and the response as a pair',
    body: (judged) =>
      judged.kind === 'conversation'
        ? { model: name, text_1: judged.before, text_2: judged.response, ...raw }
        : undefined,
    read(reply) {
      const { data, ...rest } = scoreReply.safeParse(reply).data ?? {}
      const [found] = data ?? []
      return found && { text: plainNumber(found.score), finish: 'stop', ...accounts(rest) }
    },
  }
}

function onlyNumber(numbers: readonly number[], name: string): string {
  const [value, ...more] = numbers
  if (value === undefined || more.length > 0) {
    throw wrongClasses(`${name} gives ${numbers.length} numbers where one score is wanted.`)
  }
  return plainNumber(value)
}

function accounts({ model, usage }: z.output<typeof about>): Pick<Answer, 'usage' | 'model'> {
  return {
    ...(usage ? { usage: { prompt: usage.prompt_tokens, completion: 0 } } : {}),
    ...(model ? { model } : {}),
  }
}

const about = z.object({
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).optional().catch(undefined),
})
// One text was sent: of several answers nobody knows which is its own.
const classifyReply = about.extend({
  data: z.array(z.object({ label: z.string().nullish(), probs: z.array(z.number()).min(1) })).length(1),
})
const poolingReply = about.extend({
  data: z
    .array(z.object({ data: z.union([z.array(z.number()).min(1), z.array(z.array(z.number())).min(1)]) }))
    .length(1),
})
const scoreReply = about.extend({ data: z.array(z.object({ score: z.number() })).length(1) })
