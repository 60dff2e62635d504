/**
 * Things that come in batches, so that only a batch is waited for: to wait for each of ten
 * million lines takes longer than to read them. A batch makes each thing when it is asked
 * for, and is read to its end before the next batch.
 */
export type Batches<T> = AsyncGenerator<Iterable<T>>

export async function* oneByOne<T>(batches: AsyncIterable<Iterable<T>>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch
}

export async function* eachAlone<T>(things: AsyncIterable<T>): Batches<T> {
  for await (const thing of things) yield [thing]
}
