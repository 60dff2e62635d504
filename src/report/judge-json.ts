import type { Findings } from '../metaeval/findings.ts'
import { trust, type Trust } from './trust.ts'

/** What `assize judge --json` prints: the findings, and what they say about trust. */
export interface JudgeJson extends Findings {
  /** For each criterion, the answer to "can I trust this judge?" with its checks. */
  readonly trust: readonly Trust[]
}

/** Findings as the document of `--json`. Rates are between 0 and 1; what is not defined is null with its `why`. */
export function judgeJson(findings: Findings): JudgeJson {
  return { ...findings, trust: findings.criteria.map((criterion) => trust(findings, criterion)) }
}
