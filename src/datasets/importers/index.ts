import { alpacaEval } from './alpaca-eval.ts'
import { autoJ } from './auto-j.ts'
import { hhh } from './hhh.ts'
import type { Importer } from './importer.ts'
import { judgebench } from './judgebench.ts'
import { llmbar } from './llmbar.ts'
import { mtBench } from './mt-bench.ts'
import { pandalm } from './pandalm.ts'
import { prometheus } from './prometheus.ts'

/** Every published format that can be read; to add one, write its file and its line here. */
export const importers: readonly Importer[] = [
  alpacaEval,
  autoJ,
  hhh,
  judgebench,
  llmbar,
  mtBench,
  pandalm,
  prometheus,
]
