import { labelText } from '../../domain/label.ts'
import type { Exporter } from './exporter.ts'

/**
 * Annotations as Arize Phoenix's client logs them from a data frame
 * (`log_span_annotations_dataframe`): one row a verdict, the item's id as the span's.
 *
 * Two orders, several samples and responses have identifiers of their own, or one would
 * replace the other. The client takes neither a frame in which some rows have a score and others
 * none, nor metadata from a table's cell: so a verdict that is no label is left out, and there is no metadata.
 *
 * arize.com/docs/phoenix; arize-phoenix-client.
 */
export const phoenixAnnotations: Exporter = {
  name: 'phoenix',
  about: "span annotations for Arize Phoenix's client (CSV, Parquet or JSON lines)",
  async *rows(judged, run) {
    for await (const { item, verdict } of judged) {
      const { label, criterion, order, response, sample, reason } = verdict
      if (label.kind === 'none') {
        yield { notes: ['a verdict is no label, for which Phoenix has no place: left out'] }
        continue
      }
      yield {
        row: {
          span_id: item.id,
          annotation_name: criterion,
          annotator_kind: 'LLM',
          label: label.kind === 'score' ? undefined : labelText(label, item.responses),
          score: label.kind === 'score' ? label.value : undefined,
          explanation: reason,
          identifier: [run.name, order, response, sample > 0 ? sample : undefined]
            .filter((part) => part !== undefined)
            .join('/'),
        },
      }
    }
  },
}
