import { defineReader } from './define-reader.ts'
import { firstTag, taggedLetter } from './mt-bench.ts'
import type { Reader } from './reader.ts'

/** RewardBench's generative judge (Lambert et al. 2024, arXiv:2403.13787): MT-Bench's format, no tie. */
export const rewardBench: Reader = defineReader({
  name: 'reward-bench',
  about: 'Which of two is better, as [[A]] or [[B]].',
  source: 'allenai/reward-bench rewardbench/generative.py (process_judgement)',
  strict: (text) => firstTag(text, ['[[A]]', '[[B]]']),
  robust: (text) => taggedLetter(text, false),
})
