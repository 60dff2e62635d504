// The public names. Everything else may move.

export { AssizeError } from './base/errors.ts'
export { seededRandom, type Random } from './base/random.ts'

export type { Answer, RecordedAnswer, Usage } from './domain/answer.ts'
export { parseItem, type Image, type Item, type Response, type Turn } from './domain/item.ts'
export {
  expectedScore,
  labelText,
  seatOf,
  type Label,
  type NoLabel,
  type Preference,
  type Score,
} from './domain/label.ts'
export type { Category } from './domain/label.ts'
export { parseRating, type Order, type Rating } from './domain/rating.ts'
export { rubricIn, type Rubric, type RubricData, type Scale } from './domain/rubric.ts'
export type { Decoding, Message, Mode, Prompt } from './domain/prompt.ts'
export type { JudgeSpec, Run } from './domain/run.ts'
export { signature, signatureDifference } from './domain/signature.ts'
export type { Ask, Verdict } from './domain/verdict.ts'

export { pairwise } from './protocols/pairwise.ts'
export { pointwise } from './protocols/pointwise.ts'
export type { Protocol } from './protocols/protocol.ts'
export { readers } from './protocols/readers/index.ts'
export type { Found, Reader } from './protocols/readers/reader.ts'
export { templated } from './protocols/templated.ts'

export { readAnswers } from './datasets/read-answers.ts'
export { readItems } from './datasets/read-items.ts'
export { readRatings } from './datasets/read-ratings.ts'
export { readRubric } from './datasets/read-rubric.ts'
export { packagedRubrics } from './datasets/packaged.ts'
export { keepPrompts, promptSources, pulledPrompts } from './datasets/prompt-sets.ts'
export { writeRecords } from './datasets/write-records.ts'

export { fromAiSdk } from './providers/ai-sdk.ts'
export { limited } from './providers/limiter.ts'
export { ProviderError, type ModelRequest, type Provider } from './providers/provider.ts'
export { recorded } from './providers/recorded.ts'
export { scripted } from './providers/scripted.ts'

export { memoryStore } from './store/memory-store.ts'
export { openSqliteStore } from './store/sqlite-store.ts'
export type { Store } from './store/store.ts'

export { judgeSpec, type Judge } from './judging/judge.ts'
export { judgeItems, type Judging, type Outcome } from './judging/judge-items.ts'
export { openJudge, packagedJudges, protocolOf } from './judging/open-judge.ts'
export { openProvider } from './judging/open-provider.ts'
export { filesFromFolder, pullPrompts } from './judging/pull-prompts.ts'
export { startRun } from './judging/start-run.ts'

export type { CombineRule } from './domain/combine-rule.ts'
export { disagreements } from './metaeval/disagreements.ts'
export type { Disagreement, Estimate, Findings } from './metaeval/findings.ts'
export { leaderboard, type LeaderboardFindings } from './metaeval/leaderboard.ts'
export { measure } from './metaeval/measure.ts'

export { htmlReport } from './report/html-report.ts'
export { junit } from './report/junit.ts'
export { summary } from './report/summary.ts'
