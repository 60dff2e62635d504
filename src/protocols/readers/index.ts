import { alpacaEval } from './alpaca-eval.ts'
import { arenaHard } from './arena-hard.ts'
import { autoJ } from './auto-j.ts'
import { constitutional } from './constitutional.ts'
import { gEval } from './g-eval.ts'
import { judgebench } from './judgebench.ts'
import { llmbar } from './llmbar.ts'
import { mtBench } from './mt-bench.ts'
import { pandalm } from './pandalm.ts'
import { prometheus } from './prometheus.ts'
import type { Reader } from './reader.ts'
import { rewardBench } from './reward-bench.ts'
import { selfRewarding } from './self-rewarding.ts'
import { selfee } from './selfee.ts'
import { twoNumbers } from './two-numbers.ts'
import { wholeAnswer } from './whole-answer.ts'

/** Every published reader, by the name that judges' files use. */
export const readers: ReadonlyMap<string, Reader> = new Map(
  [
    ...mtBench,
    ...twoNumbers,
    ...alpacaEval,
    gEval,
    pandalm,
    ...autoJ,
    ...prometheus,
    ...llmbar,
    arenaHard,
    ...judgebench,
    rewardBench,
    selfRewarding,
    selfee,
    constitutional,
    ...wholeAnswer,
  ].map((reader) => [reader.name, reader]),
)
