import { agreementExample } from './agreement-example.ts'
import { alpacaEval } from './alpaca-eval.ts'
import { autoJ } from './auto-j.ts'
import { constitutional } from './constitutional.ts'
import type { Section } from './figure.ts'
import { gEval } from './g-eval.ts'
import { judgeBench } from './judge-bench.ts'
import { judgeLm } from './judge-lm.ts'
import { llmbar } from './llmbar.ts'
import { merging } from './merging.ts'
import { mtBench } from './mt-bench.ts'
import { pandalm } from './pandalm.ts'
import { prometheus2 } from './prometheus-2.ts'
import { prometheusVision } from './prometheus-vision.ts'
import { prometheus } from './prometheus.ts'
import { rewardBench } from './reward-bench.ts'
import { selfRewarding } from './self-rewarding.ts'
import { selfee } from './selfee.ts'
import { vicunaJudge } from './vicuna-judge.ts'
import type { Workbench } from './workbench.ts'

/** One a system; to add one, write its file and its line here. */
export const sections: readonly ((bench: Workbench) => Section | Promise<Section>)[] = [
  mtBench,
  vicunaJudge,
  alpacaEval,
  gEval,
  pandalm,
  judgeLm,
  autoJ,
  selfee,
  constitutional,
  prometheus,
  prometheus2,
  prometheusVision,
  selfRewarding,
  llmbar,
  judgeBench,
  rewardBench,
  agreementExample,
  merging,
]
