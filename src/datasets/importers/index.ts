import { alpacaEval } from './alpaca-eval.ts'
import { autoJSingle } from './auto-j-single.ts'
import { autoJ } from './auto-j.ts'
import { fastchatJudgments } from './fastchat-judgments.ts'
import { hhh } from './hhh.ts'
import type { Importer } from './importer.ts'
import { inspect } from './inspect.ts'
import { judgebench } from './judgebench.ts'
import { judgelm } from './judgelm.ts'
import { langfuse } from './langfuse.ts'
import { llmbar } from './llmbar.ts'
import { mtBench } from './mt-bench.ts'
import { openaiBatch } from './openai-batch.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiPreferences } from './openai-preferences.ts'
import { pandalm } from './pandalm.ts'
import { phoenix } from './phoenix.ts'
import { prometheus } from './prometheus.ts'
import { promptfoo } from './promptfoo.ts'
import { rewardBench } from './reward-bench.ts'
import { selfee } from './selfee.ts'

/** Every published format, and every tool's, that can be read; to add one, write its file and its line here. */
export const importers: readonly Importer[] = [
  alpacaEval,
  autoJ,
  autoJSingle,
  fastchatJudgments,
  hhh,
  inspect,
  judgebench,
  judgelm,
  langfuse,
  llmbar,
  mtBench,
  openaiBatch,
  openaiChat,
  openaiPreferences,
  pandalm,
  phoenix,
  prometheus,
  promptfoo,
  rewardBench,
  selfee,
]
