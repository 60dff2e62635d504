/**
 * Applies `work` to everything in `source`, at most `width` at a time, and
 * gives the results in the order in which they are ready.
 *
 * Pulls from `source` only when there is room, so memory stays flat however
 * long it is, and a slow source holds back nothing that is ready. The first
 * error stops pulling, waits for what is under way and is thrown after the
 * results that were ready.
 */
export async function* mapConcurrently<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  const ready: R[] = []
  let underWay = 0
  let pulling = false
  let closed = false
  let failure: { readonly error: unknown } | undefined
  let wake: () => void = () => {}
  const fail = (error: unknown) => {
    failure ??= { error }
    closed = true
  }

  const pull = async () => {
    if (pulling) return
    pulling = true
    try {
      while (!closed && underWay < width && ready.length < width) {
        const next = await iterator.next()
        if (next.done) closed = true
        else void start(next.value)
      }
    } catch (error) {
      fail(error)
    } finally {
      pulling = false
      wake()
    }
  }

  const start = async (value: T) => {
    underWay++
    try {
      ready.push(await work(value))
    } catch (error) {
      fail(error)
    } finally {
      underWay--
      wake()
    }
  }

  const change = () => new Promise<void>((resolve) => void (wake = resolve))

  try {
    for (;;) {
      if (ready.length > 0) yield* ready.splice(0)
      else if (closed && underWay === 0 && !pulling) break
      else {
        void pull()
        if (ready.length === 0) await change()
      }
    }
    if (failure) throw failure.error
  } finally {
    closed = true
    while (underWay > 0 || pulling) await change()
    await iterator.return?.()
  }
}
