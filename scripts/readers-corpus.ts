// How many of the field's recorded judge answers each published reader reads, and how often as it was recorded:
// node scripts/readers-corpus.ts ../shared/data
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readers } from '../src/protocols/readers/index.ts'
import type { Found } from '../src/protocols/readers/reader.ts'

/** One reader over one set of recorded answers. */
export interface CorpusRow {
  readonly reader: string
  readonly corpus: string
  /** Answers there are. */
  readonly n: number
  /** Of them: read by each form, and read as recorded. */
  readonly strict: number
  readonly robust: number
  readonly strictAgrees: number
  readonly robustAgrees: number
  /** What to know of the answers: rebuilt from parts, a label that is not independent, none there. */
  readonly note?: string
}

/** An answer and what was recorded of it; no label, where there is none to compare with. */
export interface RecordedAnswer {
  readonly text: string
  readonly label: { readonly winner: number | null; readonly scores?: readonly number[] } | number | string
}

/** @param folder  where the data lie, each source in a folder of its own. */
export function readersCorpus(folder: string): CorpusRow[] {
  return sources.flatMap(({ names, corpus, responses = 1, note, answers }) => {
    if (!existsSync(join(folder, corpus.split(' ')[0]!))) return []
    const recorded = answers(folder)
    return names.map((name) => ({
      ...tally(name, corpus, recorded, responses),
      ...(note ? { note } : {}),
    }))
  })
}

function tally(
  name: string,
  corpus: string,
  answers: readonly RecordedAnswer[],
  responses: number,
): CorpusRow {
  const reader = readers.get(name)!
  const row = { strict: 0, robust: 0, strictAgrees: 0, robustAgrees: 0 }
  for (const { text, label } of answers) {
    for (const form of ['strict', 'robust'] as const) {
      const found = reader[form](text, { responses })
      if ('kind' in found) continue
      row[form]++
      if (agrees(found, label)) row[`${form}Agrees`]++
    }
  }
  return { reader: name, corpus, n: answers.length, ...row }
}

function agrees(found: Found, label: RecordedAnswer['label']): boolean {
  if ('kind' in found) return false
  if ('score' in found) return found.score === label
  if ('category' in found) return found.category === label
  if (typeof label !== 'object' || found.winner !== label.winner) return false
  return !label.scores || label.scores.every((score, n) => score === found.scores?.[n])
}

interface Source {
  readonly names: readonly string[]
  /** Begins with the folder. */
  readonly corpus: string
  readonly responses?: number
  readonly note?: string
  readonly answers: (folder: string) => readonly RecordedAnswer[]
}

type Row = Record<string, unknown>
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const rows = (path: string): Row[] => {
  const text = readFileSync(path, 'utf8')
  return text.trimStart().startsWith('[')
    ? (JSON.parse(text) as Row[])
    : text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row)
}

const sources: readonly Source[] = [
  {
    names: ['alpaca-eval-m', 'alpaca-eval-cot'],
    corpus: 'alpaca-eval alpaca-7b_v2_annotations.json',
    responses: 2,
    note: 'the token drawn at temperature 1; the label is the more probable one; 3 of 805 have no answer',
    answers: (folder) =>
      rows(join(folder, 'alpaca-eval/alpaca-7b_v2_annotations.json')).flatMap(({ raw_completion }) => {
        const raw = raw_completion as {
          text: string
          logprobs: { content: { top_logprobs: { token: string; logprob: number }[] }[] }
        } | null
        if (!raw) return []
        const of = (token: string) =>
          raw.logprobs.content[0]!.top_logprobs.find((one) => one.token === token)?.logprob ?? -Infinity
        return [{ text: raw.text, label: { winner: of('m') > of('M') ? 0 : 1 } }]
      }),
  },
  {
    names: ['alpaca-eval-ranking'],
    corpus: 'alpaca-eval alpaca-7b_v1_annotations.json',
    responses: 2,
    note: 'only the labels are recorded',
    answers: () => [],
  },
  {
    names: ['auto-j-pair'],
    corpus: 'auto-j pairwise_example_output.jsonl, pairwise_exchange_example_output.jsonl',
    responses: 2,
    note: 'only the labels are recorded',
    answers: () => [],
  },
  {
    names: ['llmbar'],
    corpus: 'llmbar GPT-4 Vanilla_NoRules, both orders',
    responses: 2,
    answers: (folder) =>
      readdirSync(join(folder, 'llmbar')).flatMap((subset) =>
        rows(join(folder, 'llmbar', subset, 'gpt-4-vanilla-norules-result.json')).flatMap(({ results }) => {
          const [games] = results as Record<string, { completion: [string]; winner: string }>[]
          return [false, true].map((swap) => {
            const { completion, winner } = games![`swap = ${swap ? 'True' : 'False'}`]!
            return { text: completion[0], label: { winner: (winner === '1') === swap ? 1 : 0 } }
          })
        }),
      ),
  },
  {
    names: ['pandalm'],
    corpus: 'pandalm pandalm-7b-testset-v1.json',
    responses: 2,
    note: 'rebuilt from verdict, reason and reference, which are recorded apart',
    answers: (folder) =>
      rows(join(folder, 'pandalm/pandalm-7b-testset-v1.json')).map((row) => {
        const result = Number(row.pandalm_result)
        const verdict = result === 0 ? 'Tie' : String(result)
        return {
          text: `${verdict}\n\n### Reason: ${row.pandalm_reason as string}\n\n### Reference: ${row.pandalm_reference as string}\n`,
          label: { winner: result === 0 ? null : result - 1 },
        }
      }),
  },
  {
    names: ['prometheus', 'prometheus-2-absolute', 'prometheus-2-eval-absolute', 'prometheus-2-loose'],
    corpus: 'prometheus vicuna_eval.json, GPT-4 three times',
    note: 'rebuilt: the feedback, [RESULT] and the score, which are recorded apart',
    answers: (folder) =>
      feedbacks(folder).map(({ feedback, score }) => ({
        text: `${feedback} [RESULT] ${score}`,
        label: score,
      })),
  },
  {
    names: ['prometheus-vision', 'prometheus-2-absolute'],
    corpus: 'prometheus-vision sample_train_data.json',
    note: 'the label is the last character of the answer itself',
    answers: (folder) =>
      (json(join(folder, 'prometheus-vision/sample_train_data.json')) as Row[]).map(({ conversations }) => {
        const text = (conversations as { value: string }[])[1]!.value
        return { text, label: Number(text.trimEnd().at(-1)) }
      }),
  },
  ...[0, 3].flatMap((revisions) =>
    [
      `chatgpt_vs_selfee_13b_enforce_${revisions}_revisions`,
      `selfee_13b_enforce_${revisions}_revisions_vs_chatgpt`,
    ].map((file) => ({
      names: ['two-scores', 'lmsys', 'judgelm'],
      corpus: `selfee review/${file}.jsonl`,
      responses: 2,
      note: 'the recorded scores of what the published reader failed on were put in by hand',
      answers: (folder: string) =>
        rows(join(folder, `selfee/review/${file}.jsonl`)).map(({ text, score }) => {
          const [a, b] = score as [number, number]
          return { text: text as string, label: { winner: a > b ? 0 : a < b ? 1 : null, scores: [a, b] } }
        }),
    })),
  ),
  {
    names: ['selfee'],
    corpus: 'selfee feedback_gpt_3.5_turbo_mbpp.jsonl',
    note: 'the label is whether the chain went on, which the published rule decided',
    answers: (folder) =>
      rows(join(folder, 'selfee/feedback_gpt_3.5_turbo_mbpp.jsonl')).flatMap((row) => {
        const outputs = row.outputs as { feedback: string }[]
        return outputs.map(({ feedback }, n) => ({
          text: feedback,
          label: n === outputs.length - 1 && !row.iteration_truncated ? 'not-needed' : 'needed',
        }))
      }),
  },
  {
    names: ['constitutional'],
    corpus: 'constitutional RLMadisonPrecogFewShotPrompts.json',
    responses: 2,
    note: 'few-shots by people; the label is the last letter of the text itself',
    answers: (folder) =>
      rows(join(folder, 'constitutional/RLMadisonPrecogFewShotPrompts.json')).map(({ prompt }) => {
        const text = (prompt as string).split('\n\nAssistant: ').at(-1)!
        return { text, label: { winner: text.trimEnd().endsWith('(A)') ? 0 : 1 } }
      }),
  },
]

/** Prometheus' recorded feedbacks with their scores. */
export function feedbacks(folder: string): { feedback: string; score: number }[] {
  return rows(join(folder, 'prometheus/vicuna_eval.json')).flatMap((row) =>
    (row.gpt4_feedback as string[]).map((feedback, n) => ({
      feedback,
      score: (row.gpt4_score as number[])[n]!,
    })),
  )
}

if (import.meta.main) console.table(readersCorpus(process.argv[2] ?? '../shared/data'))
