import { sha256 } from '../../base/hash.ts'
import { labelText, type Label } from '../../domain/label.ts'
import { askId } from '../../domain/verdict.ts'
import type { Exporter } from './exporter.ts'

/**
 * Bodies for Langfuse's API of scores, one a line: `POST /api/public/scores`.
 *
 * A score belongs to the trace (and observation) that the item came from, or to the trace of
 * the item's id. Its own id is the same for the same ask of a run, so that sending it again
 * replaces it. Langfuse has no score without a value: a verdict that is no label is left out.
 *
 * langfuse.com/docs, API reference.
 */
export const langfuseScores: Exporter = {
  name: 'langfuse',
  about: "bodies for Langfuse's API of scores (JSON lines)",
  async *rows(judged, run) {
    for await (const { item, verdict } of judged) {
      const { label, criterion, order, response, sample, reason } = verdict
      if (label.kind === 'none') {
        yield { notes: ['a verdict is no label, for which Langfuse has no place: left out'] }
        continue
      }
      const from = item.metadata['langfuse'] as { traceId?: string; observationId?: string } | undefined
      yield {
        row: {
          id: sha256(`${run.name}\u0000${askId({ ...verdict, item: item.id })}`).slice(0, 32),
          traceId: from?.traceId ?? item.id,
          ...(from?.observationId ? { observationId: from.observationId } : {}),
          name: criterion,
          ...valueOf(label, item.responses),
          ...(reason ? { comment: reason } : {}),
          metadata: {
            run: run.name,
            judge: run.judge.name,
            model: run.judge.model,
            item: item.id,
            ...(order ? { order } : {}),
            ...(response ? { response } : {}),
            ...(sample > 0 ? { sample } : {}),
          },
        },
      }
    }
  },
}

const valueOf = (label: Label, responses: readonly { readonly id: string }[]) =>
  label.kind === 'score'
    ? { value: label.value, dataType: 'NUMERIC' }
    : { value: labelText(label, responses), dataType: 'CATEGORICAL' }
