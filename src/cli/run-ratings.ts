import type { Rating } from '../domain/rating.ts'
import type { ItemIndex } from '../metaeval/item-index.ts'
import type { Store } from '../store/store.ts'

/**
 * The verdicts of a run as ratings by an annotator of the run's name. One answer
 * that scored three responses or more is a score of each of them.
 */
export async function* runRatings(store: Store, run: string, items: ItemIndex): AsyncGenerator<Rating> {
  for await (const { item, criterion, order, response, sample, label, scores } of store.verdicts(run)) {
    const about = { item, annotator: run, criterion, ...(order === undefined ? {} : { order }), sample }
    if (scores && (items.get(item)?.responses?.length ?? 0) > 2) {
      for (const [id, value] of Object.entries(scores))
        yield { ...about, response: id, label: { kind: 'score', value } }
    } else yield { ...about, ...(response === undefined ? {} : { response }), label }
  }
}
