import { z } from 'zod'
import { classChoices, type ModelClass } from './class-choices.ts'
import type { HeadTask, HeadWay } from './head-way.ts'
import { plainNumber } from './plain-number.ts'
import { wrongClasses } from './wrong-classes.ts'

/** What a server of text-embeddings-inference says of itself at `/info`. */
export interface TeiInfo {
  readonly model: string
  readonly serves: 'reranker' | 'classifier' | 'embedding'
  /** Its classes by index; absent where it has no names for them. */
  readonly labels?: readonly string[]
}

/** The reply to `GET /info`; `undefined` where it is not this kind of server. */
export function teiInfo(reply: unknown): TeiInfo | undefined {
  const info = infoReply.safeParse(reply).data
  if (!info) return undefined
  const [serves, about] = Object.entries(info.model_type)[0] ?? []
  if (serves !== 'reranker' && serves !== 'classifier' && serves !== 'embedding') return undefined
  const labels = Object.entries(about?.id2label ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => label)
  return {
    model: info.model_id + (info.model_sha ? `@${info.model_sha}` : ''),
    serves,
    ...(labels.length > 0 ? { labels } : {}),
  }
}

/**
 * The endpoints of text-embeddings-inference, the best first. It has no chat
 * templates: a conversation is asked about as a pair of what stands before the
 * response and the response.
 *
 * @param task  `score` asks for the head's number as it is, before a sigmoid.
 */
export function teiHeads(task: HeadTask, name: string, info?: TeiInfo): readonly HeadWay[] {
  const ways = [predict(task, name, info)]
  return task === 'score' && info?.serves !== 'classifier' ? [rerank(info), ...ways] : ways
}

function predict(task: HeadTask, name: string, info: TeiInfo | undefined): HeadWay {
  return {
    path: '/predict',
    sends: 'the text, or what is before the response and the response as a pair',
    body: (judged) => ({
      inputs: judged.kind === 'text' ? judged.text : [judged.before, judged.response],
      raw_scores: task === 'score',
      truncate: false,
    }),
    read(reply, choices) {
      const found = predictReply.safeParse(reply).data
      const [best] = found ?? []
      if (!found || !best) return undefined
      const model = info ? { model: info.model } : {}
      if (task === 'score') {
        if (found.length > 1)
          throw wrongClasses(`${name} has ${found.length} classes and gives no one score.`)
        return { text: plainNumber(best.score), finish: 'stop', ...model }
      }
      const classes = byIndex(found, info?.labels)
      const logs = classChoices(classes, choices, name)
      const [text] = Object.entries(logs).reduce((a, b) => (b[1] > a[1] ? b : a))
      return { text, finish: 'stop', choices: logs, ...model }
    },
  }
}

/** The likeliest comes first in a reply; here they stand as the model has them. */
function byIndex(
  found: readonly { readonly label: string; readonly score: number }[],
  labels: readonly string[] | undefined,
): ModelClass[] {
  const place = ({ label }: { readonly label: string }) =>
    labels?.indexOf(label) ?? Number(/^LABEL_(\d+)$/.exec(label)?.[1] ?? 0)
  return [...found]
    .sort((a, b) => place(a) - place(b))
    .map(({ label, score }) => ({ label, probability: score }))
}

function rerank(info: TeiInfo | undefined): HeadWay {
  return {
    path: '/rerank',
    sends: 'what is before the response as the query, the response as the text',
    body: (judged) =>
      judged.kind === 'conversation'
        ? { query: judged.before, texts: [judged.response], raw_scores: true, truncate: false }
        : undefined,
    read(reply) {
      const [found] = rerankReply.safeParse(reply).data ?? []
      return (
        found && { text: plainNumber(found.score), finish: 'stop', ...(info ? { model: info.model } : {}) }
      )
    },
  }
}

const infoReply = z.object({
  model_id: z.string(),
  model_sha: z.string().nullish(),
  model_type: z.record(z.string(), z.looseObject({ id2label: z.record(z.string(), z.string()).optional() })),
})
const prediction = z.object({ label: z.string(), score: z.number() })
const predictReply = z.union([
  z.array(prediction).min(1),
  z
    .array(z.array(prediction).min(1))
    .length(1)
    .transform(([only]) => only!),
])
const rerankReply = z.array(z.object({ score: z.number() })).length(1)
