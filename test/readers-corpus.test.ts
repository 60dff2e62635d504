import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { feedbacks, readersCorpus } from '../scripts/readers-corpus.ts'
import { readers } from '../src/protocols/readers/index.ts'
import type { Reader } from '../src/protocols/readers/reader.ts'

/** What the published readers make of the field's recorded answers, where the data lie beside the repository. */
const data = new URL('../../shared/data/', import.meta.url)
const folder = fileURLToPath(data)
const isThere = existsSync(data)

describe.skipIf(!isThere)(
  `recorded answers, read${isThere ? '' : ' (skipped: ../shared/data is not there)'}`,
  () => {
    it('so many are read by each form, and so many of them as recorded', () => {
      const rows = readersCorpus(folder).map(
        ({ reader, corpus, n, strict, strictAgrees, robust, robustAgrees }) =>
          `${reader} | ${corpus.split(' ', 2).join(' ')} | ${n}: strict ${strict} (${strictAgrees}), robust ${robust} (${robustAgrees})`,
      )
      expect(rows).toEqual([
        'alpaca-eval-m | alpaca-eval alpaca-7b_v2_annotations.json | 802: strict 802 (794), robust 802 (794)',
        'alpaca-eval-cot | alpaca-eval alpaca-7b_v2_annotations.json | 802: strict 802 (794), robust 802 (794)',
        'alpaca-eval-ranking | alpaca-eval alpaca-7b_v1_annotations.json | 0: strict 0 (0), robust 0 (0)',
        'auto-j-pair | auto-j pairwise_example_output.jsonl, | 0: strict 0 (0), robust 0 (0)',
        'llmbar | llmbar GPT-4 | 838: strict 838 (838), robust 838 (838)',
        'pandalm | pandalm pandalm-7b-testset-v1.json | 999: strict 999 (999), robust 999 (999)',
        'prometheus | prometheus vicuna_eval.json, | 960: strict 960 (960), robust 960 (960)',
        'prometheus-2-absolute | prometheus vicuna_eval.json, | 960: strict 960 (960), robust 960 (960)',
        'prometheus-2-eval-absolute | prometheus vicuna_eval.json, | 960: strict 960 (960), robust 960 (960)',
        'prometheus-2-loose | prometheus vicuna_eval.json, | 960: strict 960 (960), robust 960 (960)',
        'prometheus-vision | prometheus-vision sample_train_data.json | 3: strict 3 (3), robust 3 (3)',
        'prometheus-2-absolute | prometheus-vision sample_train_data.json | 3: strict 3 (3), robust 3 (3)',
        'two-scores | selfee review/chatgpt_vs_selfee_13b_enforce_0_revisions.jsonl | 80: strict 79 (79), robust 80 (80)',
        'lmsys | selfee review/chatgpt_vs_selfee_13b_enforce_0_revisions.jsonl | 80: strict 77 (77), robust 78 (78)',
        'judgelm | selfee review/chatgpt_vs_selfee_13b_enforce_0_revisions.jsonl | 80: strict 77 (77), robust 78 (78)',
        'two-scores | selfee review/selfee_13b_enforce_0_revisions_vs_chatgpt.jsonl | 80: strict 80 (80), robust 80 (80)',
        'lmsys | selfee review/selfee_13b_enforce_0_revisions_vs_chatgpt.jsonl | 80: strict 77 (77), robust 78 (78)',
        'judgelm | selfee review/selfee_13b_enforce_0_revisions_vs_chatgpt.jsonl | 80: strict 77 (77), robust 78 (78)',
        'two-scores | selfee review/chatgpt_vs_selfee_13b_enforce_3_revisions.jsonl | 80: strict 79 (79), robust 80 (80)',
        'lmsys | selfee review/chatgpt_vs_selfee_13b_enforce_3_revisions.jsonl | 80: strict 77 (77), robust 78 (78)',
        'judgelm | selfee review/chatgpt_vs_selfee_13b_enforce_3_revisions.jsonl | 80: strict 77 (77), robust 78 (78)',
        'two-scores | selfee review/selfee_13b_enforce_3_revisions_vs_chatgpt.jsonl | 80: strict 79 (79), robust 80 (80)',
        'lmsys | selfee review/selfee_13b_enforce_3_revisions_vs_chatgpt.jsonl | 80: strict 77 (77), robust 78 (78)',
        'judgelm | selfee review/selfee_13b_enforce_3_revisions_vs_chatgpt.jsonl | 80: strict 77 (77), robust 78 (78)',
        'selfee | selfee feedback_gpt_3.5_turbo_mbpp.jsonl | 1433: strict 1433 (1433), robust 1347 (1331)',
        'constitutional | constitutional RLMadisonPrecogFewShotPrompts.json | 6: strict 6 (6), robust 6 (6)',
      ])
    })

    it("SelFee's published rule and its judge's words differ in 16 of 1,347 feedbacks that speak of revision", () => {
      const row = readersCorpus(folder).find(({ reader }) => reader === 'selfee')
      expect([row!.robust, row!.robust - row!.robustAgrees]).toEqual([1347, 16])
    })

    // Feedback without its [RESULT], and what chat models answered to questions: none of it is a judge's verdict.
    const isForPairs =
      /pair|relative|lmsys|judgelm$|two-scores|ranking|pandalm|llmbar$|cot|arena|reward-bench|-m$/
    const misreadBy = (texts: readonly string[], form: 'strict' | 'robust') =>
      Object.fromEntries(
        [...readers.values()]
          .map((reader: Reader) => {
            const responses = isForPairs.test(reader.name) ? 2 : 1
            const read = texts.filter((text) => !('kind' in reader[form](text, { responses })))
            return [reader.name, read.length] as const
          })
          .filter(([, count]) => count > 0),
      )

    it('of 960 feedbacks without their verdicts, no robust reader reads one', () => {
      const texts = feedbacks(folder).map(({ feedback }) => feedback)
      expect(texts).toHaveLength(960)
      expect(misreadBy(texts, 'robust')).toEqual({})
      expect(misreadBy(texts, 'strict')).toEqual({
        'mt-bench-rating': 1,
        'prometheus-2-loose': 4,
        selfee: 960,
      })
    })

    it('of 1,610 answers to AlpacaEval, robust readers take one for a verdict: the letter C', () => {
      const rows = JSON.parse(
        readFileSync(new URL('alpaca-eval/alpaca-7b_v2_annotations.json', data), 'utf8'),
      ) as { output_1: string; output_2: string }[]
      const texts = rows.flatMap(({ output_1, output_2 }) => [output_1, output_2])
      expect(texts).toHaveLength(1610)
      expect(misreadBy(texts, 'robust')).toEqual({ 'mt-bench-pair': 1 })
      expect(misreadBy(texts, 'strict')).toEqual({
        'auto-j-scenario': 13,
        'g-eval': 30,
        'mt-bench-rating': 5,
        'mt-bench-rating-pair': 1,
        selfee: 1610,
      })
    })
  },
)
