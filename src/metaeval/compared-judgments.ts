import { comparable, type Class } from './comparable.ts'
import { judgedItems, judgmentsOf, ruleOf, type Judged, type Judgment } from './judgments.ts'
import type { Measurement } from './measure.ts'
import { truthOf } from './truth.ts'

/** One judgment, and the truth about it where there is one of its kind. */
export interface ComparedJudgment {
  readonly judged: Judged
  readonly judgment: Judgment
  /** Absent where there is no truth, or the two cannot be compared. */
  readonly both?: { readonly judged: Class; readonly truth: Class }
}

/**
 * The judgments of a run in the order of its items, each beside its truth.
 * One item is held at a time.
 *
 * @throws AssizeError `metaeval/no-such-annotator`
 */
export async function* comparedJudgments(measurement: Measurement): AsyncGenerator<ComparedJudgment> {
  const { verdicts, items, combine } = measurement
  const truth = await truthOf(measurement)
  const kinds = new Map<string, ReturnType<NonNullable<typeof truth>['kinds']>>()
  for await (const judged of judgedItems(verdicts, items)) {
    const { item, criterion } = judged
    if (truth && !kinds.has(criterion)) kinds.set(criterion, truth.kinds(criterion))
    for (const judgment of judgmentsOf(judged, ruleOf(judged, combine, kinds.get(criterion)))) {
      const about = truth?.about(item, criterion, judgment.response, judgment.label.kind)
      const both =
        about && about.leftOut === undefined
          ? comparable(judgment.label, about.label, item.responses)
          : undefined
      yield { judged, judgment, ...(both ? { both } : {}) }
    }
  }
}
