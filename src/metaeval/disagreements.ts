import { labelText, type Label } from '../domain/label.ts'
import type { Class } from './comparable.ts'
import { comparedJudgments } from './compared-judgments.ts'
import type { Disagreement } from './findings.ts'
import type { Judged, Judgment } from './judgments.ts'
import type { Measurement } from './measure.ts'

/**
 * The items on which judge and truth differ, the most telling first: where the
 * judge was surest and furthest from the truth. A verdict that the order decides
 * tells about the order, so it comes after those that both orders give.
 *
 * Holds no more than twice the limit in memory.
 *
 * @param limit  how many at most; 50 where it is absent.
 * @throws AssizeError `metaeval/no-such-annotator`, `metaeval/nobody-else`
 */
export async function disagreements(measurement: Measurement, limit = 50): Promise<Disagreement[]> {
  let found: { readonly weight: number; readonly disagreement: Disagreement }[] = []
  const best = () => found.sort((a, b) => b.weight - a.weight).slice(0, limit)

  for await (const { judged, judgment, both } of comparedJudgments(measurement)) {
    if (!both || both.judged === both.truth) continue
    found.push({
      weight: weightOf(judgment, both.judged, both.truth),
      disagreement: describe(judged, judgment, String(both.truth), String(both.judged)),
    })
    if (found.length > 2 * limit) found = best()
  }
  return best().map(({ disagreement }) => disagreement)
}

/**
 * How telling a disagreement is. Scores: the distance, then sureness. Else:
 * sureness (0-1), above it 2 where the games agree, and 1 where neither side is a tie.
 */
function weightOf({ label, games }: Judgment, judged: Class, truth: Class): number {
  const sure = sureness(label)
  if (typeof judged === 'number' && typeof truth === 'number') return Math.abs(judged - truth) + sure
  const said = new Set(games.map((game) => labelText(game.label)))
  return (said.size === 1 ? 2 : 0) + (judged !== 'tie' && truth !== 'tie' ? 1 : 0) + sure
}

/** The probability of what was said, 1 where the judge gives none. */
function sureness(label: Label): number {
  if (label.kind === 'none') return 0
  const distribution = label.kind === 'preference' ? label.probabilities : label.distribution
  return distribution ? Math.max(...Object.values(distribution)) : 1
}

function describe(
  { item, criterion }: Judged,
  { response, games }: Judgment,
  truth: string,
  judged: string,
): Disagreement {
  return {
    item,
    criterion,
    truth,
    judged,
    games: games.map((game) => ({
      ...(game.order ? { order: game.order } : {}),
      ...((game.response ?? response) ? { response: game.response ?? response } : {}),
      label: labelText(game.label, item.responses),
      ...(game.reason ? { reason: game.reason } : {}),
      answer: game.answer?.text ?? '',
    })),
  }
}
