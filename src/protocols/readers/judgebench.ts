import { defineReader, unread } from './define-reader.ts'
import { robustOutput } from './llmbar.ts'
import { taggedLetter } from './mt-bench.ts'
import { robustLetter } from './prometheus.ts'
import { pythonSpace, pythonStrip } from './python-text.ts'
import type { Reader } from './reader.ts'

const source = 'ScalerLab/JudgeBench e2c52c284e utils/judges.py'

/** How JudgeBench (Tan et al. 2024, arXiv:2410.12784) reads judges that have rules of their own elsewhere. */
export const judgebench: readonly Reader[] = [
  defineReader({
    name: 'judgebench-vanilla',
    about: 'Output (a) or Output (b) and nothing else.',
    source: `${source} (Vanilla)`,
    strict(text) {
      const winner = ['Output (a)', 'Output (b)'].indexOf(pythonStrip(text))
      // The published code stops at anything else.
      return winner < 0 ? unread : { winner }
    },
    robust: robustOutput,
  }),
  defineReader({
    name: 'judgebench-prometheus-2',
    about: 'The first A or B behind [RESULT], [Response or "Result:", wherever it stands.',
    source: `${source} (Prometheus2)`,
    strict(text) {
      const found = letter.exec(text)
      return found
        ? { winner: found[1]!.toUpperCase() === 'A' ? 0 : 1, reason: text.slice(0, found.index) }
        : unread
    },
    robust: robustLetter,
  }),
  defineReader({
    name: 'judgebench-skywork-critic',
    about: 'A where there is a capital A anywhere in the answer, else B where there is a B: a curiosity.',
    source: `${source} (SkyworkCritic)`,
    strict(text) {
      const winner = ['A', 'B'].findIndex((one) => text.includes(one))
      return winner < 0 ? unread : { winner }
    },
    robust: (text) => taggedLetter(text, false),
  }),
]

// `\\s*` behind `\\s+` and the like are joined: the same texts, and no row of spaces is tried twice.
const s = `[${pythonSpace}]`
const letter = new RegExp(
  `(?:\\[RESULT\\](?:${s}+Response)?|\\[RESULT:|\\[Response(?=${s})|(?<![^\\n])Result:?)${s}*([AB])(?:\\]|${s}|$)`,
  'iu',
)
