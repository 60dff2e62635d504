import type { CriterionFindings, Estimate } from '../metaeval/findings.ts'
import type { MetaFindings } from '../metaeval/meta-evaluation.ts'

/** What `assize meta --json` prints. Rates are between 0 and 1; what is not defined is null with its `why`. */
export function metaJson({ annotators, ceiling, by, ...rest }: MetaFindings): Record<string, unknown> {
  return {
    ...rest,
    annotators: annotatorsJson(annotators),
    ...(ceiling ? { ceiling: annotatorsJson(ceiling) } : {}),
    ...(by
      ? { by: Object.fromEntries(Object.entries(by).map(([name, part]) => [name, metaJson(part)])) }
      : {}),
  }
}

function annotatorsJson(annotators: MetaFindings['annotators']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(annotators).map(([name, found]) => [name, annotatorJson(found)]))
}

function annotatorJson({
  truth,
  position,
  none,
  labels,
  combine,
  mean,
}: CriterionFindings): Record<string, unknown> {
  if (!truth) return { items: 0, asked: 0, none, labels, combine }
  const { n, truth: _, classification, ...measures } = truth
  return {
    items: n,
    none,
    labels,
    combine,
    ...measures,
    ...classification,
    ...(mean ? { mean } : {}),
    ...(position
      ? {
          position: {
            consistency: position.consistency,
            pairs: position.pairs,
            flips: position.flips,
            toFirst: position.toFirst,
            toSecond: position.toSecond,
            first: position.first.value,
            second: other(position.first),
          },
        }
      : {}),
  }
}

const other = ({ value }: Estimate): number | null => (value === null ? null : 1 - value)
